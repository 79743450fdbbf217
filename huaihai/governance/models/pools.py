"""Laboratories, experts, lawyers, mediators and volunteers that the bodies lend each other, and who asks for whom."""

from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q
from django.utils.translation import pgettext_lazy

from huaihai.desk.lives import NEW, Life
from huaihai.governance import standing
from huaihai.kit.fields import SealedTextField
from huaihai.kit.ids import new_id
from huaihai.members.models import Organisation

if TYPE_CHECKING:
    from huaihai.members.actors import Actor

ENTRY = Life(
    pgettext_lazy("pool", "entry"),
    {"active": pgettext_lazy("pool", "may be asked for"), "withdrawn": pgettext_lazy("pool", "withdrawn")},
    {
        "enrol": {NEW: "active"},
        "change": {"active": "active"},
        "withdraw consent": {"active": "withdrawn"},
    },
)

REQUEST = Life(
    pgettext_lazy("pool", "request"),
    {
        "asked": pgettext_lazy("pool", "waiting for an answer"),
        "granted": pgettext_lazy("pool", "granted"),
        "declined": pgettext_lazy("pool", "declined"),
        "withdrawn": pgettext_lazy("pool", "request withdrawn"),
    },
    {
        "ask": {NEW: "asked"},
        "grant": {"asked": "granted"},
        "decline": {"asked": "declined", "granted": "declined"},
        "withdraw": {"asked": "withdrawn", "granted": "withdrawn"},
        "fall away": {"asked": "declined", "granted": "declined"},  # consent was withdrawn
    },
)


class Kind(models.TextChoices):
    """Whom a body lends to the others."""

    LABORATORY = "laboratory", pgettext_lazy("pool", "laboratory")
    EXPERT = "expert", pgettext_lazy("pool", "expert")
    LAWYER = "lawyer", pgettext_lazy("pool", "lawyer")
    MEDIATOR = "mediator", pgettext_lazy("pool", "mediator")
    VOLUNTEER = "volunteer", pgettext_lazy("pool", "volunteer")


class PoolEntryQuerySet(models.QuerySet["PoolEntry"]):
    def visible_to(self, actor: "Actor") -> "PoolEntryQuerySet":
        """Who reads the office's pages. Name and contact are sealed, and shown by `actions.pools.look` alone."""
        return self if standing.reads_office(actor) else self.none()


class PoolEntry(models.Model):
    """One laboratory or person that a body lends, until the day `until_on` (none: until further notice).

    `shown_as` and `words` (what for) are what all bodies read; they name no person. `name` and `contact` are kept
    because the person agreed on `consented_on`, and erased when that is taken back.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=16, choices=Kind.choices)
    body = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="pool_entries")
    shown_as = models.CharField(max_length=60)
    words = models.CharField(max_length=300, blank=True)
    name = SealedTextField(blank=True, default="")
    contact = SealedTextField(blank=True, default="")
    until_on = models.DateField(null=True, blank=True)
    searched = models.TextField(blank=True)  # folded: what it is shown as, and what for
    stage = models.CharField(max_length=16)
    consented_on = models.DateField()
    version = models.PositiveIntegerField(default=1)
    entered_at = models.DateTimeField()

    objects = PoolEntryQuerySet.as_manager()

    class Meta:
        db_table = "governance_pool_entry"
        ordering = ["kind", "shown_as", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="pool_kind_is_known"),
            models.CheckConstraint(condition=Q(stage__in=list(ENTRY.stages)), name="pool_stage_is_known"),
            models.CheckConstraint(
                condition=~Q(stage="withdrawn") | Q(name="", contact=""), name="pool_withdrawn_is_erased"
            ),
        ]
        indexes = [models.Index(fields=["stage", "kind"], name="pool_entry_stage_kind")]

    def __str__(self) -> str:
        return self.shown_as

    @property
    def record_key(self) -> str:
        """Its name in the record."""
        return f"pool:{self.pk}"

    @property
    def stage_label(self) -> str:
        """Its stage in words."""
        return str(ENTRY.stages[self.stage])

    def is_offered(self, day: date) -> bool:
        """Whether it may be asked for on this day."""
        return self.stage == "active" and (self.until_on is None or self.until_on >= day)


class PoolRequestQuerySet(models.QuerySet["PoolRequest"]):
    def visible_to(self, actor: "Actor") -> "PoolRequestQuerySet":
        """The two bodies', each with those above."""
        if actor.kind == "system":
            return self
        if not standing.reads_office(actor) or actor.organisation is None:
            return self.none()
        path = actor.organisation.path
        return self.filter(Q(asked_by__path__under=path) | Q(entry__body__path__under=path))

    def waiting_for(self, body: Organisation, today: date) -> "PoolRequestQuerySet":
        """Those that this body, or one below it, still has to answer."""
        return self.filter(entry__body__path__under=body.path, stage="asked", until_on__gte=today)

    def laboratories(self) -> "PoolRequestQuerySet":
        """Granted ones for a laboratory."""
        return self.filter(entry__kind=Kind.LABORATORY, stage="granted")


class PoolRequest(models.Model):
    """A body asks for an entry between two days. Purpose and answer are read by the two bodies alone."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    entry = models.ForeignKey(PoolEntry, on_delete=models.PROTECT, related_name="requests")
    asked_by = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="pool_requests")
    from_on = models.DateField()
    until_on = models.DateField()
    purpose = SealedTextField()
    answer = SealedTextField(blank=True, default="")
    stage = models.CharField(max_length=16)
    asked_at = models.DateTimeField()
    granted_at = models.DateTimeField(null=True, blank=True)  # stays, whatever becomes of it
    version = models.PositiveIntegerField(default=1)

    objects = PoolRequestQuerySet.as_manager()

    class Meta:
        db_table = "governance_pool_request"
        ordering = ["-asked_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(stage__in=list(REQUEST.stages)), name="pool_request_stage_is_known"
            ),
            models.CheckConstraint(
                condition=Q(until_on__gte=F("from_on")), name="pool_request_asks_for_time"
            ),
            models.UniqueConstraint(
                fields=["entry", "asked_by"], condition=Q(stage="asked"), name="pool_asked_once_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.entry} {self.from_on}–{self.until_on}"

    @property
    def record_key(self) -> str:
        """Its name in the record."""
        return f"pool-request:{self.pk}"

    @property
    def stage_label(self) -> str:
        """Its stage in words."""
        return str(REQUEST.stages[self.stage])
