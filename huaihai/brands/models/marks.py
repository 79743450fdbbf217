"""Marks as they were given out, keys that count no more, how often a mark was looked at, and reports of misuse."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.functional import cached_property

from huaihai.brands.models.entries import Entry
from huaihai.desk.lives import NEW, Life
from huaihai.desk.sealed.rows import SealedModel, SealedQuerySet
from huaihai.kit import country
from huaihai.kit.country import pgettext_lazy
from huaihai.kit.fields import SealedTextField
from huaihai.members.models import Organisation


class MarkQuerySet(SealedQuerySet["Mark"]):
    def live(self) -> "MarkQuerySet":
        """The newest mark of each entry."""
        return self.filter(replaced_at=None)


class Mark(SealedModel):
    """One mark as it was signed. Whether it is good is asked of `marks.status`, never written here.

    `number` is the entry's and `serial` ("2026-7-1"); `body` what was signed, canonical JSON; both days are
    included. `replaced_at`: when another one of the same entry took its place.
    """

    seal_name: ClassVar[str] = "mark"
    unsealed: ClassVar[frozenset[str]] = frozenset({"replaced_at"})

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="marks")
    serial = models.PositiveSmallIntegerField()
    number = models.CharField(max_length=20, unique=True)
    body = models.TextField()
    payload = models.TextField()
    sha256 = models.CharField(max_length=64, unique=True)  # of the payload
    key_id = models.CharField(max_length=16)
    since = models.DateField()
    until = models.DateField()
    issued_at = models.DateTimeField()
    by = models.CharField(max_length=80)
    replaced_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[models.Manager[Any]] = MarkQuerySet.as_manager()

    class Meta:
        db_table = "brands_mark"
        ordering = ["-issued_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["entry", "serial"], name="one_mark_a_serial"),
            models.UniqueConstraint(
                fields=["entry"], condition=Q(replaced_at__isnull=True), name="one_live_mark_an_entry"
            ),
            models.CheckConstraint(
                condition=Q(until__gte=models.F("since")), name="mark_ends_after_it_begins"
            ),
        ]
        indexes = [
            models.Index(fields=["until", "replaced_at"], name="mark_until"),
            models.Index(fields=["key_id", "replaced_at"], name="mark_key"),
        ]

    def __str__(self) -> str:
        return self.number


class KeyRevocation(SealedModel):
    """A public key whose signatures count no more, because somebody else may have had its other half."""

    seal_name: ClassVar[str] = "key-revocation"

    key_id = models.CharField(max_length=16, unique=True)
    reason = models.CharField(max_length=300)  # public
    at = models.DateTimeField()
    by = models.CharField(max_length=80)

    class Meta:
        db_table = "brands_key_revocation"
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return self.key_id


class MarkCheck(models.Model):
    """How often a mark was looked up on a day: the number alone, no address and no person."""

    mark = models.ForeignKey(Mark, on_delete=models.CASCADE, related_name="checks")
    on = models.DateField()
    times = models.PositiveIntegerField(default=0)

    class Meta:
        db_table = "brands_mark_check"
        constraints = [models.UniqueConstraint(fields=["mark", "on"], name="one_count_a_mark_and_day")]
        indexes = [models.Index(fields=["on"], name="mark_check_on")]

    def __str__(self) -> str:
        return f"{self.mark_id} {self.on}"


MISUSE = Life(
    pgettext_lazy("brands", "report of misuse"),
    {
        "new": pgettext_lazy("misuse", "not looked at yet"),
        "looked-at": pgettext_lazy("misuse", "looked at"),
        "handed-on": pgettext_lazy("misuse", "handed on"),
        "closed": pgettext_lazy("misuse", "closed"),
    },
    {
        "report": {NEW: "new"},
        "look at": {"new": "looked-at"},
        "hand on": {"new": "handed-on", "looked-at": "handed-on"},
        "close": {"new": "closed", "looked-at": "closed", "handed-on": "closed"},
    },
)


class MisuseReport(SealedModel):
    """Somebody saw a sign that seems not to be right. Staff read it; `number` is what whoever reported it keeps.

    `mark_number` is set where the text of a genuine mark was given: a number and no key, since a report stands in the
    record by itself, not in that of the entry. `stage` follows its steps.
    """

    seal_name: ClassVar[str] = "misuse-report"
    unsealed: ClassVar[frozenset[str]] = frozenset({"stage", "version"})

    number = models.CharField(max_length=16, unique=True)
    what = SealedTextField()
    where = SealedTextField()
    mark_text = models.CharField(max_length=1200, blank=True)
    mark_number = models.CharField(max_length=20, blank=True)
    photo_sha256 = models.CharField(max_length=64, blank=True)
    photo_kind = models.CharField(max_length=40, blank=True)
    photo_derivative = models.CharField(max_length=80, blank=True)
    client_key = models.UUIDField(unique=True)
    at = models.DateTimeField()
    stage = models.CharField(max_length=12, default="new")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        db_table = "brands_misuse_report"
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(stage__in=list(MISUSE.stages)), name="misuse_stage_is_known"),
        ]
        indexes = [models.Index(fields=["stage", "at"], name="misuse_stage_at")]

    def __str__(self) -> str:
        return self.number

    @property
    def record_key(self) -> str:
        """Its name in the record."""
        return f"brands:misuse:{self.pk}"

    @cached_property
    def mark(self) -> Mark | None:
        """The mark that was named."""
        rows = Mark.objects.select_related("entry__body")
        found: Mark | None = rows.filter(number=self.mark_number).first() if self.mark_number else None
        return found

    @property
    def stage_label(self) -> str:
        return str(MISUSE.stages[self.stage])


class MisuseStep(SealedModel):
    """What was done about a report of misuse, by which body, and what is said about it."""

    class To(models.TextChoices):
        CONDUCT = "conduct", pgettext_lazy("misuse handed to", "the conduct of the holder")
        AUTHORITY = country.number("hotline"), pgettext_lazy("misuse handed to", "{hotline}, the {regulator}")

    seal_name: ClassVar[str] = "misuse-step"

    report = models.ForeignKey(MisuseReport, on_delete=models.PROTECT, related_name="steps")
    verb = models.CharField(max_length=12)
    to = models.CharField(max_length=12, choices=To.choices, blank=True)
    said = models.CharField(max_length=500, blank=True)
    body = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    by = models.CharField(max_length=80)

    class Meta:
        db_table = "brands_misuse_step"
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.report_id} {self.verb}"

    @property
    def label(self) -> str:
        """What was done, in words."""
        return str(MISUSE.stages[MISUSE.after(self.verb, "new")])
