"""Time limits that an organisation adopted for itself."""

from django.db import models

from huaihai.members.models.organisation import Organisation


class AdoptedClock(models.Model):
    """One organisation's own time limit from a day on, with its source and how sure we are of it.

    It stands in for the limit of the same name in `huaihai.law.limits` (see `members.clocks.limit_for`).
    `decided_by` is the record's key of what set it ("resolution:2026-1"); "" for a row of the alliance's folder.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="adopted_clocks")
    limit = models.CharField(max_length=60)
    number = models.PositiveSmallIntegerField()
    unit = models.CharField(max_length=20)
    in_force_from = models.DateField()
    source = models.CharField(max_length=300)
    mark = models.CharField(max_length=16)
    decided_by = models.CharField(max_length=64, blank=True, default="")

    class Meta:
        db_table = "members_adopted_clock"
        ordering = ["organisation", "limit", "in_force_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "limit", "in_force_from"], name="one_adopted_clock_a_day"
            ),
            models.CheckConstraint(condition=models.Q(number__gt=0), name="adopted_clock_is_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.limit}: {self.number} {self.unit} ({self.in_force_from})"
