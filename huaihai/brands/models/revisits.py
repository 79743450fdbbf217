"""Re-visits (回访): what two people found who came unannounced, and whether the second says the same."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from huaihai.brands.models.entries import Entry
from huaihai.desk.sealed.rows import SealedModel, SealedQuerySet
from huaihai.kit.ids import new_id
from huaihai.members.models import Account, Organisation


class RevisitQuerySet(SealedQuerySet["Revisit"]):
    def confirmed(self) -> "RevisitQuerySet":
        """Those that count: the second visitor says that it was so."""
        return self.filter(confirmation__agrees=True)

    def waiting(self) -> "RevisitQuerySet":
        """Those of which the second visitor has said nothing yet."""
        return self.filter(confirmation=None)


class Revisit(SealedModel):
    """What the first visitor found: {item of the checklist: "yes" | "no" | "na"}. `note` is read by staff alone.

    `checklist` is the fingerprint of the list that was asked, `failed` the items that were not in order.
    """

    seal_name: ClassVar[str] = "revisit"

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="revisits")
    client_key = models.UUIDField(unique=True)
    visited_on = models.DateField()
    checklist = models.CharField(max_length=64)
    answers = models.JSONField()
    failed = models.JSONField(default=list)
    is_failed = models.BooleanField(default=False)
    note = models.TextField(blank=True)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    body = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    by = models.CharField(max_length=80)

    objects: ClassVar[Any] = RevisitQuerySet.as_manager()

    class Meta:
        db_table = "brands_revisit"
        ordering = ["-visited_on", "-at", "pk"]
        indexes = [models.Index(fields=["entry", "visited_on"], name="revisit_of_entry")]

    def __str__(self) -> str:
        return f"{self.entry_id} {self.visited_on}"


class RevisitConfirmation(SealedModel):
    """What the second visitor says of exactly this row; without it the re-visit counts for nothing."""

    seal_name: ClassVar[str] = "revisit-confirmation"

    revisit = models.OneToOneField(Revisit, on_delete=models.PROTECT, related_name="confirmation")
    agrees = models.BooleanField()
    remark = models.CharField(max_length=300, blank=True)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    body = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    by = models.CharField(max_length=80)

    class Meta:
        db_table = "brands_revisit_confirmation"

    def __str__(self) -> str:
        return f"{self.revisit_id} {'agrees' if self.agrees else 'disagrees'}"


class RevisitPhoto(SealedModel):
    """A photo of a re-visit, for staff: the original sealed by its hash, shown is what was drawn anew from it."""

    seal_name: ClassVar[str] = "revisit-photo"

    revisit = models.ForeignKey(Revisit, on_delete=models.PROTECT, related_name="photos")
    kind = models.CharField(max_length=40)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    derivative = models.CharField(max_length=80, blank=True)
    at = models.DateTimeField()

    class Meta:
        db_table = "brands_revisit_photo"
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return str(self.pk)


class SlipSheet(models.Model):
    """Slips with one-time codes that the visitors carry along for buyers on the spot. `revisit` is the visit at which
    they were handed out: what they say counts once that is confirmed."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="slip_sheets")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    slips_count = models.PositiveSmallIntegerField()
    made_at = models.DateTimeField()
    expires_on = models.DateField()  # the last day on which a slip is taken
    revisit = models.OneToOneField(
        Revisit, on_delete=models.PROTECT, null=True, blank=True, related_name="sheet"
    )

    class Meta:
        db_table = "brands_slip_sheet"
        ordering = ["-made_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(slips_count__gte=1, slips_count__lte=30), name="a_sheet_has_at_most_thirty_slips"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.entry_id} {self.made_at:%Y-%m-%d}"


class Slip(models.Model):
    """One slip: of its code only the fingerprint is stored, and whether it was used."""

    sheet = models.ForeignKey(SlipSheet, on_delete=models.PROTECT, related_name="slips")
    code_hash = models.CharField(max_length=64, unique=True)
    is_used = models.BooleanField(default=False)

    class Meta:
        db_table = "brands_slip"

    def __str__(self) -> str:
        return f"slip of {self.sheet_id}"
