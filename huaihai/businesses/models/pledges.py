"""What a business promises to everybody (承诺), in versions; when it is not displayed; the posters at its door."""

from datetime import date
from typing import Any

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from huaihai.businesses.models.register import Business, Place
from huaihai.kit.fields import SealedTextField
from huaihai.kit.ids import new_id


class Version(models.Model):
    """One version with its first and last day. A version that ends before its first day never began."""

    from_on = models.DateField()
    until_on = models.DateField(null=True)

    class Meta:
        abstract = True

    def is_in_force(self, on: date) -> bool:
        """Whether a sale of this day falls under it."""
        return self.from_on <= on and (self.until_on is None or on <= self.until_on)

    @property
    def never_began(self) -> bool:
        """Whether another version, or the end of the whole, came before its first day."""
        return self.until_on is not None and self.until_on < self.from_on


TERMS_HASH = 64  # hexadecimal digits of a SHA-256


class Pledge(models.Model):
    """One promise of one kind by one business. What exactly is promised, and since when, its versions say.

    `version` rises with each publication and with its end, so that two managers do not overwrite each other.
    """

    class Kind(models.TextChoices):
        NO_REASON_RETURN = "no_reason_return", _("return without reason")
        CROSS_SHOP_RETURN = "cross_shop_return", _("return in another shop or city")
        REPLY_24H = "reply_24h", _("quick reply")
        GENUINE_GOODS = "genuine_goods", _("genuine goods")
        FAIR_PRICE = "fair_price", _("fair price")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    business = models.ForeignKey(Business, on_delete=models.PROTECT, related_name="pledges")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    serial = models.PositiveSmallIntegerField()  # 1, 2, … within the business
    version = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["serial"]
        constraints = [
            models.UniqueConstraint(fields=["business", "kind"], name="pledge_once_a_kind"),
            models.UniqueConstraint(fields=["business", "serial"], name="pledge_serial_once"),
            models.CheckConstraint(
                condition=Q(
                    kind__in=[
                        "no_reason_return",
                        "cross_shop_return",
                        "reply_24h",
                        "genuine_goods",
                        "fair_price",
                    ]
                ),
                name="pledge_kind_is_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.business_id}"


class PledgeVersionQuerySet(models.QuerySet["PledgeVersion", Any]):
    """What was published is public, for good; only its display may be suspended."""

    def in_force_on(self, day: date) -> "PledgeVersionQuerySet":
        """Those by which a sale of this day is judged."""
        return self.filter(Q(until_on=None) | Q(until_on__gte=day), from_on__lte=day)

    def displayed(self) -> "PledgeVersionQuerySet":
        """Those whose display no body has suspended."""
        suspended = PledgeSuspension.objects.filter(pledge=OuterRef("pledge"), lifted_at=None)
        return self.filter(~Exists(suspended))

    def with_parts(self) -> "PledgeVersionQuerySet":
        """With pledge, business and places, so that a list asks once."""
        return self.select_related("pledge__business").prefetch_related("places")


class PledgeVersion(Version):
    """One version as published. Nothing of it is ever overwritten but its end.

    `terms` are what a program can test (see `businesses.pledges.terms`), `words` the sentences made of them when it was
    published, in both languages, `own_words` what the business added. `places` are those it is for; none means all
    places of the business and its members. `trades` are codes of goods and services between commas; empty means all.
    `until_on` is the last day on which a sale falls under it; the day before `from_on` if it never came into force.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    pledge = models.ForeignKey(Pledge, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    terms = models.JSONField()
    trades = models.CharField(max_length=200, blank=True)
    places = models.ManyToManyField(Place, related_name="pledge_versions")
    words = models.JSONField()
    own_words = models.TextField(blank=True)
    fingerprint = models.CharField(max_length=TERMS_HASH)
    published_by = models.CharField(max_length=80)
    published_at = models.DateTimeField()

    objects = PledgeVersionQuerySet.as_manager()

    class Meta:
        ordering = ["pledge", "number"]
        constraints = [
            models.UniqueConstraint(fields=["pledge", "number"], name="pledge_version_once"),
            models.UniqueConstraint(
                fields=["pledge"], condition=Q(until_on=None), name="pledge_version_one_open_ended"
            ),
            models.UniqueConstraint(
                fields=["pledge", "from_on"],
                condition=Q(until_on=None) | Q(until_on__gte=F("from_on")),
                name="pledge_version_one_a_first_day",
            ),
            models.CheckConstraint(condition=~Q(fingerprint=""), name="pledge_version_has_fingerprint"),
        ]
        indexes = [models.Index(fields=["from_on", "until_on"], name="pledge_version_days")]

    def __str__(self) -> str:
        return f"{self.pledge_id} {self.number}"


class PledgeSuspension(models.Model):
    """The city's body does not show a pledge for the time being, and says why. The pledge itself stays binding."""

    pledge = models.ForeignKey(Pledge, on_delete=models.PROTECT, related_name="suspensions")
    reason = models.TextField()
    suspended_by = models.CharField(max_length=80)
    suspended_at = models.DateTimeField()
    lifted_by = models.CharField(max_length=80, blank=True)
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["suspended_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["pledge"], condition=Q(lifted_at=None), name="pledge_suspended_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pledge_id}: {self.suspended_at}"


class Poster(models.Model):
    """One printed poster with a QR. Its `code` is public and says nothing; the page behind it tells the rest."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="posters")
    code = models.CharField(max_length=16, unique=True)
    hung_at = models.CharField(max_length=120, blank=True)  # in words: "main door", "till 3"
    issued_by = models.CharField(max_length=80)
    issued_at = models.DateTimeField()
    ended_by = models.CharField(max_length=80, blank=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["issued_at", "id"]

    def __str__(self) -> str:
        return self.code

    @property
    def record_key(self) -> str:
        """Its name in the record."""
        return f"poster:{self.pk}"


class PosterReport(models.Model):
    """Somebody saw a poster where it does not belong. What they wrote is sealed; the city's body looks into it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    poster = models.ForeignKey(Poster, on_delete=models.PROTECT, related_name="reports")
    text = SealedTextField()
    reported_at = models.DateTimeField()
    done_by = models.CharField(max_length=80, blank=True)
    done_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["reported_at", "id"]

    def __str__(self) -> str:
        return f"{self.poster_id}: {self.reported_at}"
