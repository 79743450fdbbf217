"""Cities compared: what the page of one standard reads. Counted anew at any time, and kept as it was published."""

from django.db import models
from django.db.models import F, Q


class Comparison(models.Model):
    """Twelve months of like cases compared across cities, under one measure. Made once, never changed.

    `content` holds, for every city with cases enough, the sums of `comparing.adjusting.Compared`.
    """

    through = models.DateField()  # first day of the last month
    measure = models.CharField(max_length=16)  # comparing.measuring.MEASURES
    content = models.JSONField(default=list)
    made_at = models.DateTimeField()

    class Meta:
        db_table = "insight_comparison"
        ordering = ["-through", "measure"]
        constraints = [
            models.UniqueConstraint(fields=["through", "measure"], name="insight_one_comparison"),
            models.CheckConstraint(condition=Q(through__day=1), name="insight_comparison_ends_with_a_month"),
        ]

    def __str__(self) -> str:
        return f"{self.measure} through {self.through:%Y-%m}"


class StepCount(models.Model):
    """Of the clocks of one name whose last day fell into a month: how many a city had, and how many ended in time."""

    month = models.DateField()  # its first day
    city = models.CharField(max_length=6)
    clock = models.CharField(max_length=40)
    due = models.PositiveIntegerField()
    in_time = models.PositiveIntegerField()

    class Meta:
        db_table = "insight_step_count"
        constraints = [
            models.UniqueConstraint(fields=["month", "city", "clock"], name="insight_step_count_once"),
            models.CheckConstraint(condition=Q(in_time__lte=F("due")), name="insight_steps_in_time_are_some"),
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.city} {self.clock}"
