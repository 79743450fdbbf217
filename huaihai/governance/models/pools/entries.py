"""Who can be asked for: what they can do, when and where, and how far others may see them."""

from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Exists, OuterRef, Q

from huaihai.governance import standing
from huaihai.governance.models.pools.lives import Half, Kind, State
from huaihai.kit.fields import SealedTextField
from huaihai.kit.ids import new_id
from huaihai.members.models import Organisation

if TYPE_CHECKING:
    from huaihai.members.actors import Actor

DAYS = range(1, 8)  # ISO: Monday is 1


class PoolEntryQuerySet(models.QuerySet["PoolEntry"]):
    def visible_to(self, actor: "Actor") -> "PoolEntryQuerySet":
        """Who reads the office's pages. Name and contact are sealed, and shown by `actions.pools.looking` alone."""
        return self if standing.reads_office(actor) else self.none()

    def of_body(self, body: Organisation) -> "PoolEntryQuerySet":
        """Those that this body, or one below it, offers."""
        return self.filter(body__path__under=body.path)

    def able_to(self, code: str) -> "PoolEntryQuerySet":
        """Those with this category of goods or services."""
        return self.filter(Exists(PoolSkill.objects.filter(entry=OuterRef("pk"), code=code)))

    def serving(self, city: Organisation) -> "PoolEntryQuerySet":
        """Those that work in this city. One that names no city works in all of them."""
        named = self.model.serves.through.objects.filter(poolentry_id=OuterRef("pk"))
        return self.filter(Exists(named.filter(organisation_id=city.pk)) | ~Exists(named))

    def free_on(self, day: date) -> "PoolEntryQuerySet":
        """Those that may be booked for some half of this day."""
        from huaihai.governance.models.pools.requests import PoolBooking

        taken = PoolBooking.objects.filter(entry=OuterRef("entry_id"), day=day, half=OuterRef("half"))
        open_half = PoolHalfDay.objects.filter(~Exists(taken), entry=OuterRef("pk"), weekday=day.isoweekday())
        away = PoolAbsence.objects.filter(entry=OuterRef("pk"), from_on__lte=day, until_on__gte=day)
        accredited = Q(cma_until_on__gte=day) | Q(cnas_until_on__gte=day) | ~Q(kind=Kind.LABORATORY)
        return self.filter(accredited, Exists(open_half), ~Exists(away), state=State.ACTIVE)


class PoolEntry(models.Model):
    """One laboratory or person that a body lends.

    `shown_as` is what all bodies read; it names no person. `name` and `contact` are the person's own data
    (of a laboratory: who answers there), kept because the person agreed on `consented_on`.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=16, choices=Kind.choices)
    body = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="pool_entries")
    shown_as = models.CharField(max_length=60)
    name = SealedTextField(blank=True, default="")
    contact = SealedTextField(blank=True, default="")
    credit_code = models.CharField(max_length=18, blank=True)
    cma_number = models.CharField(max_length=40, blank=True)
    cma_until_on = models.DateField(null=True, blank=True)
    cnas_number = models.CharField(max_length=40, blank=True)
    cnas_until_on = models.DateField(null=True, blank=True)
    words = models.CharField(max_length=300, blank=True)
    languages = models.CharField(max_length=120, blank=True)
    serves = models.ManyToManyField(Organisation, related_name="+", db_table="governance_pool_place")
    searched = models.TextField(blank=True)  # folded: what it is shown as, its own words, its languages
    state = models.CharField(max_length=16, choices=State.choices, default=State.ACTIVE)
    state_reason = models.CharField(max_length=200, blank=True)
    consented_on = models.DateField()
    version = models.PositiveIntegerField(default=1)
    entered_at = models.DateTimeField()

    objects = PoolEntryQuerySet.as_manager()

    class Meta:
        db_table = "governance_pool_entry"
        ordering = ["kind", "shown_as", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="pool_kind_is_known"),
            models.CheckConstraint(condition=Q(state__in=State.values), name="pool_state_is_known"),
            models.CheckConstraint(
                condition=~Q(kind=Kind.LABORATORY) | ~Q(credit_code=""), name="pool_laboratory_has_a_code"
            ),
            models.CheckConstraint(
                condition=~Q(state=State.WITHDRAWN) | Q(name="", contact=""), name="pool_withdrawn_is_erased"
            ),
            models.UniqueConstraint(
                fields=["credit_code"],
                condition=~Q(credit_code="") & ~Q(state=State.WITHDRAWN),
                name="pool_laboratory_stands_once",
            ),
        ]
        indexes = [models.Index(fields=["kind", "state"], name="pool_entry_kind_state")]

    def __str__(self) -> str:
        return self.shown_as

    @property
    def record_key(self) -> str:
        """Its name in the record."""
        return f"pool:{self.pk}"

    @property
    def is_active(self) -> bool:
        """Whether it may be asked for."""
        return self.state == State.ACTIVE

    def is_accredited_on(self, day: date) -> bool:
        """Whether its results may be relied on that day: a laboratory needs CMA or CNAS, a person neither."""
        ends = [end for end in (self.cma_until_on, self.cnas_until_on) if end is not None]
        return self.kind != Kind.LABORATORY or any(end >= day for end in ends)


class PoolSkill(models.Model):
    """A category of goods or services (`law.kinds`) in which an entry is at home."""

    entry = models.ForeignKey(PoolEntry, on_delete=models.CASCADE, related_name="skills")
    code = models.CharField(max_length=3)

    class Meta:
        db_table = "governance_pool_skill"
        ordering = ["code"]
        constraints = [models.UniqueConstraint(fields=["entry", "code"], name="pool_skill_once")]
        indexes = [models.Index(fields=["code"], name="pool_skill_code")]

    def __str__(self) -> str:
        return self.code


class PoolHalfDay(models.Model):
    """A half day of the week (`weekday` as ISO counts: Monday is 1) on which an entry usually has time."""

    entry = models.ForeignKey(PoolEntry, on_delete=models.CASCADE, related_name="half_days")
    weekday = models.PositiveSmallIntegerField()
    half = models.CharField(max_length=2, choices=Half.choices)

    class Meta:
        db_table = "governance_pool_half_day"
        ordering = ["weekday", "half"]
        constraints = [
            models.UniqueConstraint(fields=["entry", "weekday", "half"], name="pool_half_day_once"),
            models.CheckConstraint(
                condition=Q(weekday__gte=1, weekday__lte=7, half__in=Half.values),
                name="pool_half_day_is_in_the_week",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.weekday}{self.half}"


class PoolAbsence(models.Model):
    """Days on which an entry cannot come, both ends counted. Why is nobody's business."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    entry = models.ForeignKey(PoolEntry, on_delete=models.CASCADE, related_name="absences")
    from_on = models.DateField()
    until_on = models.DateField()

    class Meta:
        db_table = "governance_pool_absence"
        ordering = ["from_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until_on__gte=models.F("from_on")), name="pool_absence_ends_after_it_begins"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.from_on}–{self.until_on}"
