"""Laboratories of a project, the batches of samples that they got, and the raw readings that they entered."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from huaihai.desk.sealed.rows import SealedModel, SealedQuerySet
from huaihai.kit.ids import new_id
from huaihai.supervision.models.projects import Project


class Round(models.TextChoices):
    """Which measuring a reading belongs to."""

    FIRST = "first", pgettext_lazy("reading", "first test")
    RETEST = "retest", pgettext_lazy("reading", "second test of the spare sample")


class Laboratory(models.Model):
    """A laboratory under contract for a project. `key` names it in the file; `items` are keys of the plan's items.

    The certificates are CMA (the state's) and CNAS (accreditation), each with its last day. `link_issue` counts the
    secret links it got: an earlier one ends with the next.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="laboratories")
    key = models.CharField(max_length=20)
    name = models.CharField(max_length=120)
    cma = models.CharField(max_length=40, blank=True)
    cma_until = models.DateField(null=True, blank=True)
    cnas = models.CharField(max_length=40, blank=True)
    cnas_until = models.DateField(null=True, blank=True)
    scope = models.TextField(blank=True)
    contract = models.CharField(max_length=80)
    contract_on = models.DateField()
    items = models.JSONField(default=list)
    pool_request = models.ForeignKey(
        "governance.PoolRequest", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    link_issue = models.PositiveSmallIntegerField(default=0)
    link_until = models.DateTimeField(null=True, blank=True)
    added_at = models.DateTimeField()
    added_by = models.CharField(max_length=80)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        db_table = "supervision_laboratory"
        ordering = ["project", "key"]
        constraints = [
            models.UniqueConstraint(fields=["project", "key"], name="one_laboratory_a_key"),
            models.CheckConstraint(condition=~Q(cma="", cnas=""), name="a_laboratory_shows_a_certificate"),
        ]

    def __str__(self) -> str:
        return self.name


class HandOver(SealedModel):
    """A batch of sealed samples (their codes) that left for a laboratory, which measures `items` on each of them.

    `remark` says how it travels. Who has them between here and the receipt, and in the laboratory, is the laboratory's
    own book.
    """

    seal_name: ClassVar[str] = "hand-over"
    aside: frozenset[str] = frozenset()  # codes that were set aside; `whereabouts.hand_overs` fills it

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="hand_overs")
    laboratory = models.ForeignKey(Laboratory, on_delete=models.PROTECT, related_name="hand_overs")
    samples = models.JSONField()
    items = models.JSONField()
    round = models.CharField(max_length=8, choices=Round.choices, default=Round.FIRST)
    remark = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=80)

    class Meta:
        db_table = "supervision_hand_over"
        ordering = ["project", "at", "pk"]

    def __str__(self) -> str:
        return f"{self.laboratory_id} {self.at}"

    @property
    def receipt(self) -> "Receipt | None":
        """The one that counts: none replaces it."""
        rows = list(self.receipts.all())
        replaced = {row.replaces_id for row in rows}
        return next((row for row in rows if row.pk not in replaced), None)

    @property
    def to_be_measured(self) -> list[str]:
        """Its samples without those that came with a broken seal, or not at all, or were set aside."""
        receipt = self.receipt
        out = {*self.aside, *receipt.broken, *receipt.absent} if receipt is not None else self.aside
        return [code for code in self.samples if code not in out]


class Receipt(SealedModel):
    """What a laboratory says of a batch: all came whole but those that are `broken` (a broken or another seal) or
    `absent` (codes). One that `replaces` another gives its reason as `remark`.
    """

    seal_name: ClassVar[str] = "receipt"

    hand_over = models.ForeignKey(HandOver, on_delete=models.PROTECT, related_name="receipts")
    broken = models.JSONField(default=list)
    absent = models.JSONField(default=list)
    remark = models.CharField(max_length=300, blank=True)
    replaces = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by"
    )
    at = models.DateTimeField()
    by = models.CharField(max_length=80)

    class Meta:
        db_table = "supervision_receipt"
        ordering = ["hand_over", "at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(replaces__isnull=True) | ~Q(remark=""), name="a_receipt_changes_with_a_reason"
            ),
            models.UniqueConstraint(
                fields=["hand_over"], condition=Q(replaces__isnull=True), name="one_first_receipt_a_batch"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.hand_over_id} {self.at}"


class ReadingQuerySet(SealedQuerySet["Reading"]):
    def standing(self) -> "ReadingQuerySet":
        """Those that no correction has replaced."""
        return self.filter(replaced_by__isnull=True)


class Reading(SealedModel):
    """One raw reading: number `n` of an item on a sample. `value` is the decimal as it was typed, in `unit`.

    It has a value, lies below the detection limit, or does not apply (`na` says why). A correction names the row that
    it replaces, with a reason.
    """

    seal_name: ClassVar[str] = "reading"

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="readings")
    laboratory = models.ForeignKey(Laboratory, on_delete=models.PROTECT, related_name="readings")
    sample = models.CharField(max_length=40)
    item = models.CharField(max_length=40)
    n = models.PositiveSmallIntegerField()
    value = models.CharField(max_length=40, null=True, blank=True)  # noqa: DJ001 # none is not empty
    below = models.BooleanField(default=False)
    na = models.CharField(max_length=300, blank=True)
    unit = models.CharField(max_length=40, blank=True)
    round = models.CharField(max_length=8, choices=Round.choices, default=Round.FIRST)
    replaces = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by"
    )
    reason = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=80)

    objects: ClassVar[Any] = ReadingQuerySet.as_manager()

    class Meta:
        db_table = "supervision_reading"
        ordering = ["project", "sample", "item", "n", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "sample", "item", "n", "round"],
                condition=Q(replaces__isnull=True),
                name="a_reading_is_entered_once",
            ),
            models.CheckConstraint(
                condition=Q(value__isnull=False, below=False, na="")
                | Q(value__isnull=True, below=True, na="")
                | Q(value__isnull=True, below=False) & ~Q(na=""),
                name="a_reading_says_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(replaces__isnull=True) | ~Q(reason=""), name="a_correction_has_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sample} {self.item} {self.n}"
