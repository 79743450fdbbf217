"""The entry: one business with one thing it offers, and its way through the programme."""

from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import pgettext_lazy

from huaihai.brands.life import DIRECTORY, ENTRY, LIVE, MARKED
from huaihai.brands.models.programme import CriteriaVersion
from huaihai.brands.scoring.names import KINDS
from huaihai.businesses.models import Business, Place
from huaihai.governance import standing
from huaihai.kit.ids import new_id
from huaihai.members.models import Organisation

if TYPE_CHECKING:
    from huaihai.members.actors import Actor


class EntryQuerySet(models.QuerySet["Entry", Any]):
    def visible_to(self, actor: "Actor") -> "EntryQuerySet":
        """All to whoever reads the office's pages; its own to a business; to everybody what is or was in the
        directory."""
        if standing.reads_office(actor):
            return self
        public = Q(listed_at__isnull=False)
        if actor.kind == "business":
            return self.filter(public | Q(business__in=actor.business_ids))
        return self.filter(public)

    def directory(self) -> "EntryQuerySet":
        """What anybody finds in the directory now."""
        return self.filter(stage__in=DIRECTORY)

    def marked(self) -> "EntryQuerySet":
        """Those that hold a mark, suspended ones included."""
        return self.filter(stage__in=MARKED)


class Entry(models.Model):
    """A shop, product, live room … of a business. `number` ("2026-7") is its public name, `body` the city it is in.

    `what` names the product, service or room; empty where the place itself is meant. `name` is what people read.
    `held_since` and `held_until` (both included) are the days of its present or last mark; `criteria` the version by
    which it was admitted. `listed_at`: since when the public may read it.
    """

    class Kind(models.TextChoices):
        SHOP = "shop", pgettext_lazy("entry kind", "shop")
        RESTAURANT = "restaurant", pgettext_lazy("entry kind", "restaurant")
        FACTORY = "factory", pgettext_lazy("entry kind", "factory")
        PRODUCT = "product", pgettext_lazy("entry kind", "product")
        SERVICE = "service", pgettext_lazy("entry kind", "service")
        LIVE_ROOM = "live-room", pgettext_lazy("entry kind", "live room")
        MARKET = "market", pgettext_lazy("entry kind", "market")
        STREET = "street", pgettext_lazy("entry kind", "street")
        SCENIC_AREA = "scenic-area", pgettext_lazy("entry kind", "scenic area")

    class Origin(models.TextChoices):
        CONSUMER = "consumer", pgettext_lazy("nominated by", "a consumer")
        CITY = "city", pgettext_lazy("nominated by", "a city's association")
        SELF = "self", pgettext_lazy("nominated by", "the business itself")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.CharField(max_length=12, unique=True)
    year = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=12, choices=Kind.choices)
    origin = models.CharField(max_length=8, choices=Origin.choices)
    business = models.ForeignKey(Business, on_delete=models.PROTECT, related_name="brand_entries")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    what = models.CharField(max_length=80, blank=True)
    name = models.CharField(max_length=120)
    body = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="brand_entries")
    stage = models.CharField(max_length=12)
    criteria = models.ForeignKey(
        CriteriaVersion, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    opened_at = models.DateTimeField()
    opened_by = models.CharField(max_length=80)
    listed_at = models.DateTimeField(null=True, blank=True)
    held_since = models.DateField(null=True, blank=True)
    held_until = models.DateField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    is_demo = models.BooleanField(default=False)

    objects = EntryQuerySet.as_manager()

    class Meta:
        db_table = "brands_entry"
        ordering = ["-year", "-opened_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=list(KINDS)),
                name="entry_kind_is_known",
            ),
            models.CheckConstraint(condition=Q(stage__in=list(ENTRY.stages)), name="entry_stage_is_known"),
            models.CheckConstraint(
                condition=~Q(stage__in=list(MARKED)) | Q(held_since__isnull=False, held_until__isnull=False),
                name="a_mark_has_its_days",
            ),
            models.UniqueConstraint(
                fields=["business", "place", "kind", "what"],
                condition=Q(stage__in=list(LIVE), place__isnull=False),
                name="one_live_entry_a_thing_at_a_place",
            ),
            models.UniqueConstraint(
                fields=["business", "kind", "what"],
                condition=Q(stage__in=list(LIVE), place__isnull=True),
                name="one_live_entry_a_thing",
            ),
        ]
        indexes = [
            models.Index(fields=["stage", "body", "kind"], name="entry_list"),
            models.Index(fields=["held_until"], name="entry_held_until"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def record_key(self) -> str:
        """Its name in the record."""
        return f"brand:{self.pk}"

    @property
    def stage_label(self) -> str:
        return str(ENTRY.stages[self.stage])

    def holds_mark(self, on: date) -> bool:
        """Whether its mark is good on this day, as far as the entry knows; `standing.has_title` asks more."""
        if self.stage != "held" or self.held_since is None or self.held_until is None:
            return False
        return self.held_since <= on <= self.held_until

    def get_absolute_url(self) -> str:
        """Its public page."""
        return reverse("brand", args=[self.number])

    @property
    def office_url(self) -> str:
        """Its page for staff."""
        return reverse("office-brand", args=[self.pk])
