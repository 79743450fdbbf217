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
    previous_hash = models.CharField(
        max_length=64, blank=True
    )  # of the release before; its file names it too
    size = models.PositiveIntegerField(default=0)  # bytes of the JSON file
    signature = models.TextField()
    key_id = models.CharField(max_length=40)
    audit = models.JSONField(default=dict)  # what the linear program found
    is_demo = models.BooleanField(default=False)

    class Meta:
        db_table = "insight_release"
        ordering = ["-number"]

    def __str__(self) -> str:
        return f"release {self.number}"


class PublishedTable(models.Model):
    """At which rung a table of a period was published; "none" where nothing of it could be protected."""

    table = models.CharField(max_length=40)  # `releases.tables.Table.name`
    period = models.CharField(max_length=7)
    rung = models.CharField(max_length=10)
    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="tables")

    class Meta:
        db_table = "insight_published_table"
        constraints = [
            models.UniqueConstraint(fields=["table", "period"], name="insight_table_published_once"),
        ]

    def __str__(self) -> str:
        return f"{self.table} {self.period} {self.rung}"


class Cell(models.Model):
    """One published number. `value` is empty where it is withheld; `end` is empty while it stands.

    A corrected cell gets an `end`, and a new row begins with the release that corrected it.
    """

    axis = models.CharField(max_length=10)
    period = models.CharField(max_length=7)  # 2026-10, 2026-Q4, 2026
    place = models.CharField(max_length=6)  # all, a city's code or a county's
    key = models.CharField(max_length=20)
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


class WithheldCount(models.Model):
    """What was counted under a withheld cell when it was published: never shown, it only judges corrections."""

    cell = models.OneToOneField(Cell, on_delete=models.CASCADE, related_name="withheld")
    counted = models.BigIntegerField()

    class Meta:
        db_table = "insight_withheld_count"

    def __str__(self) -> str:
        return f"withheld {self.cell_id}"


class Correction(models.Model):
    """A published number that was changed later: which, from what, to what, on which day, why, by whom."""

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="corrections")
    axis = models.CharField(max_length=10)
    period = models.CharField(max_length=7)
    place = models.CharField(max_length=6)
    key = models.CharField(max_length=20)
    measure = models.CharField(max_length=16)
    before = models.BigIntegerField()
    after = models.BigIntegerField()
    corrected_on = models.DateField()
    reason = models.CharField(max_length=300)
    by = models.CharField(max_length=80)

    class Meta:
        db_table = "insight_correction"
        ordering = ["-release__number", "period", "axis", "place", "key"]

    def __str__(self) -> str:
        return f"{self.axis} {self.period} {self.place} {self.key}: {self.before} → {self.after}"


class CorrectionOrder(models.Model):
    """An officer's decision that published numbers are to be corrected, carried out by the next release."""

    reason = models.CharField(max_length=300)
    by = models.CharField(max_length=80)
    at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    release = models.ForeignKey(Release, on_delete=models.PROTECT, null=True, related_name="orders")

    class Meta:
        db_table = "insight_correction_order"
        ordering = ["-at"]

    def __str__(self) -> str:
        return f"order of {self.at:%Y-%m-%d}"
