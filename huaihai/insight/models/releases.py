"""What the public reads: releases, and their cells in one grammar."""

from django.db import models
from django.db.models import Q

from huaihai.kit.ids import new_id


class Release(models.Model):
    """One signed snapshot. Its file holds all cells that stood on that day; it is never changed."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.PositiveIntegerField(unique=True)
    made_at = models.DateTimeField()
    received_through = models.DateField()  # first day of the last month whose receipts are in it
    outcomes_through = models.DateField(null=True)  # first day of the last month whose outcomes are in it
    schema = models.CharField(max_length=40)
    file_hash = models.CharField(max_length=64)  # SHA-256 of the canonical JSON file
    csv_hash = models.CharField(max_length=64)
    signature = models.TextField()
    key_id = models.CharField(max_length=40)
    audit = models.JSONField(default=dict)  # what the linear program found
    is_demo = models.BooleanField(default=False)

    class Meta:
        db_table = "insight_release"
        ordering = ["-number"]

    def __str__(self) -> str:
        return f"release {self.number}"


class Cell(models.Model):
    """One published number. `value` is empty where it is withheld; `end` is empty while it stands.

    A corrected cell gets an `end`, and a new row begins with the release that corrected it.
    """

    axis = models.CharField(max_length=10)
    period = models.CharField(max_length=7)  # 2026-10, 2026-Q4, 2026
    place = models.CharField(max_length=6)  # all, a city's code or a county's
    key = models.CharField(max_length=12)
    measure = models.CharField(max_length=16)  # received, an outcome, recovered_fen, called, reached, solved
    value = models.BigIntegerField(null=True)
    begin = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="cells")
    end = models.ForeignKey(Release, on_delete=models.PROTECT, null=True, related_name="ended_cells")

    class Meta:
        db_table = "insight_cell"
        constraints = [
            models.UniqueConstraint(
                fields=["axis", "period", "place", "key", "measure"],
                condition=Q(end__isnull=True),
                name="insight_one_standing_cell",
            ),
        ]
        indexes = [models.Index(fields=["period", "axis", "place"], name="insight_cell_period")]

    def __str__(self) -> str:
        return f"{self.axis} {self.period} {self.place} {self.key} {self.measure}"
