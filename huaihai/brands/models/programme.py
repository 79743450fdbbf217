"""What the programme stands on: its legal basis and its criteria, both adopted by the alliance."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import pgettext_lazy

from huaihai.desk.sealed.rows import SealedModel, SealedQuerySet
from huaihai.governance.models import Resolution
from huaihai.members.models import Organisation


class Basis(SealedModel):
    """A legal basis for giving a title: an approval, or the provincial list that the programme builds on.

    It is in force from its first to its last day once a resolution adopted it, unless it ended earlier. Its end is
    proposed by the office (`end_proposed_…`, `end_reason`) and changes nothing until another city confirms it.
    """

    class Kind(models.TextChoices):
        APPROVAL = "approval", pgettext_lazy("basis", "approval of an evaluation programme")
        LIST = "list", pgettext_lazy("basis", "provincial list of trustworthy consumption")

    seal_name: ClassVar[str] = "basis"
    unsealed: ClassVar[frozenset[str]] = frozenset(
        {"resolution", "ended_on", "end_reason", "end_proposed_at", "end_proposed_by", "end_proposed_for"}
    )

    kind = models.CharField(max_length=12, choices=Kind.choices)
    title = models.CharField(max_length=200)
    number = models.CharField(max_length=80, blank=True)  # of the paper, as its authority wrote it
    authority = models.CharField(max_length=120)
    issued_on = models.DateField()
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=300)  # where anybody can read it
    at = models.DateTimeField()
    by = models.CharField(max_length=80)
    resolution = models.ForeignKey(
        Resolution, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    ended_on = models.DateField(null=True, blank=True)
    end_reason = models.CharField(max_length=300, blank=True)
    end_proposed_at = models.DateTimeField(null=True, blank=True)
    end_proposed_by = models.CharField(max_length=80, blank=True)
    end_proposed_for = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        db_table = "brands_basis"
        ordering = ["-from_on", "-at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gte=models.F("from_on")),
                name="basis_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(end_proposed_at__isnull=True, end_proposed_for__isnull=True)
                | Q(end_proposed_at__isnull=False, end_proposed_for__isnull=False),
                name="basis_end_is_proposed_for_a_city",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def end_waits(self) -> bool:
        """Whether its end is proposed and waits for the second voice."""
        return self.end_proposed_at is not None and self.ended_on is None


class CriteriaVersion(SealedModel):
    """Criteria as they were fixed: canonical JSON (`content`) and its SHA-256. They count from `from_on` of the
    resolution that adopted them until the next ones."""

    seal_name: ClassVar[str] = "criteria"
    unsealed: ClassVar[frozenset[str]] = frozenset({"resolution", "from_on"})

    number = models.PositiveSmallIntegerField(unique=True)
    content = models.JSONField()
    content_hash = models.CharField(max_length=64)
    reason = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=80)
    resolution = models.ForeignKey(
        Resolution, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    from_on = models.DateField(null=True, blank=True)

    class Meta:
        db_table = "brands_criteria"
        ordering = ["number"]

    def __str__(self) -> str:
        return f"criteria {self.number}"


class ScoreFileQuerySet(SealedQuerySet["ScoreFile"]):
    def readable(self, *, gives_title: bool) -> "ScoreFileQuerySet":
        """What anybody may read: without a legal basis today, only files without results."""
        return self if gives_title else self.filter(has_results=False)


class ScoreFile(SealedModel):
    """The file of one day: `sha256` and `size` (bytes) of its JSON, `stored` the name of its gzip in the file store.

    `has_results`: there were a legal basis and criteria on that day.
    """

    seal_name: ClassVar[str] = "scores"

    as_of = models.DateField(unique=True)
    sha256 = models.CharField(max_length=64)
    stored = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    entries = models.PositiveIntegerField()
    has_results = models.BooleanField()
    criteria = models.ForeignKey(
        CriteriaVersion, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    basis = models.ForeignKey(Basis, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()

    objects: ClassVar[Any] = ScoreFileQuerySet.as_manager()

    class Meta:
        db_table = "brands_score_file"
        ordering = ["-as_of"]

    def __str__(self) -> str:
        return self.as_of.isoformat()


class EffectReport(SealedModel):
    """The report of a year: canonical JSON (`file`), the SHA-256 of its bytes. The newest of a year counts."""

    seal_name: ClassVar[str] = "effect"

    year = models.PositiveSmallIntegerField()
    number = models.PositiveSmallIntegerField()  # of this year, from 1
    file = models.TextField()
    sha256 = models.CharField(max_length=64)
    at = models.DateTimeField()
    by = models.CharField(max_length=80)

    class Meta:
        db_table = "brands_effect_report"
        ordering = ["-year", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["year", "number"], name="one_effect_report_a_number"),
        ]

    def __str__(self) -> str:
        return f"effect {self.year}"

    def get_absolute_url(self) -> str:
        """Its public page."""
        return reverse("brand-effect-year", args=[self.year])
