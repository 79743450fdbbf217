"""What one body asks of another, and the half days that were granted."""

from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from huaihai.governance import standing
from huaihai.governance.models.pools.entries import PoolEntry
from huaihai.governance.models.pools.lives import Half, Kind, Stage
from huaihai.kit.fields import SealedTextField
from huaihai.kit.ids import new_id
from huaihai.members.models import Organisation

if TYPE_CHECKING:
    from huaihai.members.actors import Actor

HOLDS_AN_ENTRY = (Stage.OFFERED.value, Stage.GRANTED.value, Stage.DONE.value)


class PoolRequestQuerySet(models.QuerySet["PoolRequest"]):
    def visible_to(self, actor: "Actor") -> "PoolRequestQuerySet":
        """The two bodies', each with those above; a call to all bodies is read by all while it waits."""
        if actor.kind == "system":
            return self
        if not standing.reads_office(actor) or actor.organisation is None:
            return self.none()
        path = actor.organisation.path
        return self.filter(
            Q(asked_by__path__under=path)
            | Q(entry__body__path__under=path)
            | Q(entry=None, stage=Stage.ASKED)
        )

    def to_body(self, body: Organisation) -> "PoolRequestQuerySet":
        """Those that name an entry of this body, or of one below it."""
        return self.filter(entry__body__path__under=body.path)

    def from_body(self, body: Organisation) -> "PoolRequestQuerySet":
        """Those of this body, or of one below it."""
        return self.filter(asked_by__path__under=body.path)

    def calls(self) -> "PoolRequestQuerySet":
        """Those to all bodies that nobody has answered yet."""
        return self.filter(names_entry=False, stage=Stage.ASKED)

    def waiting_for(self, body: Organisation) -> "PoolRequestQuerySet":
        """Those that this body has to answer: a request to it, an offer to it, hours it received."""
        from huaihai.governance.models.pools.hours import PoolHours

        unanswered = Exists(PoolHours.objects.filter(request=OuterRef("pk"), answer=None))
        to_it = Q(entry__body__path__under=body.path, stage=Stage.ASKED)
        of_it = Q(asked_by__path__under=body.path)
        with_hours = Q(stage__in=(Stage.GRANTED, Stage.DONE)) & Q(unanswered)
        return self.filter(to_it | of_it & (Q(stage=Stage.OFFERED) | with_hours))

    def lapsing(self, day: date) -> "PoolRequestQuerySet":
        """Those without an answer whose last suitable day lies before this one."""
        return self.filter(stage__in=(Stage.ASKED, Stage.OFFERED), until_on__lt=day)


class PoolRequest(models.Model):
    """A body asks for one entry, or (`names_entry` is false) for anybody of a kind and skill.

    `from_on` to `until_on` is the time that would suit, `half_days` how many are needed in it. Purpose,
    answer, and the reason to go ahead in the same trade (`despite`) are read by the two bodies alone.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    asked_by = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="pool_requests")
    entry = models.ForeignKey(
        PoolEntry, on_delete=models.PROTECT, null=True, blank=True, related_name="requests"
    )
    names_entry = models.BooleanField()
    kind = models.CharField(max_length=16, choices=Kind.choices)
    skill = models.CharField(max_length=3, blank=True)
    from_on = models.DateField()
    until_on = models.DateField()
    half_days = models.PositiveSmallIntegerField()
    business_name = models.CharField(max_length=120, blank=True)
    credit_code = models.CharField(max_length=18, blank=True)
    trade = models.CharField(max_length=3, blank=True)
    purpose = SealedTextField()
    answer = SealedTextField(blank=True, default="")
    despite = SealedTextField(blank=True, default="")
    stage = models.CharField(max_length=16, choices=Stage.choices)
    stage_since = models.DateTimeField()
    asked_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    objects = PoolRequestQuerySet.as_manager()

    class Meta:
        db_table = "governance_pool_request"
        ordering = ["-asked_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(stage__in=Stage.values), name="pool_request_stage_is_known"),
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="pool_request_kind_is_known"),
            models.CheckConstraint(
                condition=Q(until_on__gte=F("from_on"), half_days__gte=1), name="pool_request_asks_for_time"
            ),
            models.CheckConstraint(
                condition=Q(entry__isnull=False) | ~Q(stage__in=HOLDS_AN_ENTRY) & Q(names_entry=False),
                name="pool_request_holds_its_entry",
            ),
        ]
        indexes = [models.Index(fields=["stage", "asked_at"], name="pool_request_stage")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.from_on}–{self.until_on}"

    @property
    def record_key(self) -> str:
        """Its name in the record."""
        return f"pool-request:{self.pk}"

    @property
    def names_a_business(self) -> bool:
        """Whether it says which business the matter is about."""
        return bool(self.business_name or self.credit_code)


class PoolBooking(models.Model):
    """One half day of an entry, promised to a request. Nobody is promised twice."""

    request = models.ForeignKey(PoolRequest, on_delete=models.PROTECT, related_name="bookings")
    entry = models.ForeignKey(PoolEntry, on_delete=models.PROTECT, related_name="bookings")
    day = models.DateField()
    half = models.CharField(max_length=2, choices=Half.choices)

    class Meta:
        db_table = "governance_pool_booking"
        ordering = ["day", "half"]
        constraints = [
            models.UniqueConstraint(fields=["entry", "day", "half"], name="pool_half_day_promised_once"),
            models.CheckConstraint(condition=Q(half__in=Half.values), name="pool_booking_half_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.half}"
