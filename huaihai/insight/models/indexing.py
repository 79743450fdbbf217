"""The index of businesses: an issue a quarter, a row a business, and what was corrected."""

from typing import Any

from django.db import models
from django.db.models import Q

from huaihai.businesses.models import Business
from huaihai.kit.ids import new_id


class BusinessIndexQuerySet(models.QuerySet["BusinessIndex", Any]):
    def published(self) -> "BusinessIndexQuerySet":
        """What everybody reads, the newest first."""
        return self.exclude(published_at=None).order_by("-number")

    def frozen(self) -> "BusinessIndexQuerySet":
        """What businesses read of themselves and nobody else yet."""
        return self.filter(published_at=None).exclude(frozen_at=None)


class BusinessIndex(models.Model):
    """One issue. Counted anew each night until its quarter is over; frozen then, and published on `public_on`."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    quarter = models.CharField(max_length=7, unique=True)  # 2026-Q3
    since = models.DateField()  # of the cases that ended within these days, both included
    until = models.DateField()
    counted_at = models.DateTimeField()
    frozen_at = models.DateTimeField(null=True)
    public_on = models.DateField(null=True)
    published_at = models.DateTimeField(null=True)
    number = models.PositiveIntegerField(null=True, unique=True)
    groups = models.JSONField(default=list)  # `indexing.counting.group_facts`, in the order of their numbers
    file_hash = models.CharField(max_length=64, blank=True)  # SHA-256 of the canonical JSON file
    csv_hash = models.CharField(max_length=64, blank=True)
    previous_hash = models.CharField(max_length=64, blank=True)
    size = models.PositiveIntegerField(default=0)
    signature = models.TextField(blank=True)
    key_id = models.CharField(max_length=40, blank=True)
    is_demo = models.BooleanField(default=False)

    objects = BusinessIndexQuerySet.as_manager()

    class Meta:
        db_table = "insight_business_index"
        ordering = ["-quarter"]
        constraints = [
            models.CheckConstraint(
                condition=Q(frozen_at=None, public_on=None)
                | Q(frozen_at__isnull=False, public_on__isnull=False),
                name="insight_index_frozen_has_a_day",
            ),
            models.CheckConstraint(
                condition=Q(published_at=None, number=None)
                | Q(published_at__isnull=False, number__isnull=False, frozen_at__isnull=False),
                name="insight_index_published_has_a_number",
            ),
        ]

    def __str__(self) -> str:
        return f"index of {self.quarter}"


class IndexRow(models.Model):
    """One business in an issue. `measures`: by name what `indexing.counting.measure_facts` says; without what has too
    few cases. `is_out`: taken out by a correction."""

    issue = models.ForeignKey(BusinessIndex, on_delete=models.CASCADE, related_name="rows", db_index=False)
    business = models.ForeignKey(Business, on_delete=models.PROTECT, related_name="index_rows")
    name = models.CharField(max_length=120)  # as it was called then
    trade = models.CharField(max_length=20)
    city = models.CharField(max_length=6)
    size = models.CharField(max_length=12)
    group = models.PositiveIntegerField()  # its place in `issue.groups`
    measures = models.JSONField(default=dict)
    is_out = models.BooleanField(default=False)

    class Meta:
        db_table = "insight_index_row"
        ordering = ["trade", "city", "name", "id"]
        constraints = [
            models.UniqueConstraint(fields=["issue", "business"], name="insight_index_row_once"),
        ]
        indexes = [
            models.Index(fields=["issue", "trade", "city", "name", "id"], name="insight_index_row_listed")
        ]

    def __str__(self) -> str:
        return f"{self.name} in {self.issue_id}"


class IndexCorrection(models.Model):
    """A row that the office has counted anew, once the night has done it: what stood there, what stands now, why."""

    row = models.ForeignKey(IndexRow, on_delete=models.CASCADE, related_name="corrections")
    reason = models.CharField(max_length=300)
    by = models.CharField(max_length=80)
    at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)

    class Meta:
        db_table = "insight_index_correction"
        ordering = ["-at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["row"], condition=Q(done_at=None), name="insight_index_one_correction_waits"
            ),
        ]

    def __str__(self) -> str:
        return f"correction of {self.row_id}"
