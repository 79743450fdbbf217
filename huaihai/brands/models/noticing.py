"""Public notices, objections to them, the dossiers that are voted on, and who was told that a mark ends."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from huaihai.brands.models.assessing import AssessmentRound
from huaihai.brands.models.entries import Entry
from huaihai.brands.models.evidence import Snapshot
from huaihai.desk.sealed.rows import SealedModel
from huaihai.governance.models import Motion
from huaihai.kit.fields import SealedTextField


class Notice(SealedModel):
    """What stands in public before the alliance votes: an entry, its snapshot, and from which day.

    Its last day is that of its clock (`record.clocks`, subject `record_key`). `outcome`: how it ended.
    """

    class Outcome(models.TextChoices):
        OPEN = "", pgettext_lazy("notice", "open")
        VOTE = "vote", pgettext_lazy("notice", "put to the vote")
        CALLED_OFF = "called-off", pgettext_lazy("notice", "called off after an objection")
        DROPPED = "dropped", pgettext_lazy("notice", "ended because the entry left")

    seal_name: ClassVar[str] = "notice"
    unsealed: ClassVar[frozenset[str]] = frozenset({"ended_at", "outcome"})

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="notices")
    round = models.OneToOneField(AssessmentRound, on_delete=models.PROTECT, related_name="notice")
    snapshot = models.ForeignKey(Snapshot, on_delete=models.PROTECT, related_name="+")
    from_on = models.DateField()
    working_days = models.PositiveSmallIntegerField()
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=12, choices=Outcome.choices, blank=True)

    class Meta:
        db_table = "brands_notice"
        ordering = ["-from_on", "-at", "pk"]
        indexes = [models.Index(fields=["ended_at", "from_on"], name="notice_open")]

    def __str__(self) -> str:
        return f"{self.entry_id} {self.from_on}"

    @property
    def record_key(self) -> str:
        """Its name in the record."""
        return f"brand-notice:{self.pk}"


class NoticeObjection(SealedModel):
    """An objection of anybody to a notice. What was said is read by staff alone; how it was decided, and why, by all.

    `number` is its receipt. `contact` is erased some months after the decision.
    """

    class State(models.TextChoices):
        OPEN = "open", pgettext_lazy("objection to a notice", "not decided yet")
        UPHELD = "upheld", pgettext_lazy("objection to a notice", "upheld")
        NOT_UPHELD = "not-upheld", pgettext_lazy("objection to a notice", "not upheld")
        DROPPED = "dropped", pgettext_lazy("objection to a notice", "without object")

    seal_name: ClassVar[str] = "notice-objection"
    unsealed: ClassVar[frozenset[str]] = frozenset(
        {"contact", "state", "reasons", "decided_at", "told_late_at"}
    )

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="notice_objections")
    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="objections")
    number = models.CharField(max_length=20, unique=True)
    what = models.CharField(max_length=200)
    why = SealedTextField()
    paper_sha256 = models.CharField(max_length=64, blank=True)
    paper_kind = models.CharField(max_length=40, blank=True)
    paper_derivative = models.CharField(max_length=80, blank=True)
    at = models.DateTimeField()
    contact = SealedTextField(blank=True)
    state = models.CharField(max_length=12, choices=State.choices, default=State.OPEN)
    reasons = models.TextField(blank=True)  # public
    decided_at = models.DateTimeField(null=True, blank=True)
    told_late_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "brands_notice_objection"
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="open", decided_at__isnull=True)
                | (~Q(state="open") & Q(decided_at__isnull=False)),
                name="notice_objection_is_decided_whole",
            ),
        ]
        indexes = [models.Index(fields=["state", "at"], name="notice_objection_state")]

    def __str__(self) -> str:
        return self.number

    @property
    def record_key(self) -> str:
        """Its name in the record."""
        return f"brand-objection:{self.pk}"


class AdmissionDossier(SealedModel):
    """All that the vote about an entry is taken on, as canonical JSON (`content`) with its SHA-256."""

    seal_name: ClassVar[str] = "admission-dossier"
    unsealed: ClassVar[frozenset[str]] = frozenset({"motion"})

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="dossiers")
    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="dossiers")
    content = models.JSONField()
    sha256 = models.CharField(max_length=64)
    at = models.DateTimeField()
    motion = models.ForeignKey(Motion, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        db_table = "brands_admission_dossier"
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["entry", "sha256"], name="admission_dossier_hash")]

    def __str__(self) -> str:
        return f"{self.entry_id} {self.sha256[:12]}"


class EndTold(SealedModel):
    """That a business was told so many days before that its mark ends."""

    seal_name: ClassVar[str] = "end-told"

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")
    held_until = models.DateField()
    days_before = models.PositiveSmallIntegerField()
    at = models.DateTimeField()

    class Meta:
        db_table = "brands_end_told"
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["entry", "held_until", "days_before"], name="end_told_once"),
        ]

    def __str__(self) -> str:
        return f"{self.entry_id} {self.held_until}"
