"""The rules that the alliance sets itself, each value with the day from which it counts."""

from datetime import date

from django.db import models


class RuleRowQuerySet(models.QuerySet["RuleRow"]):
    def in_force_on(self, day: date) -> "RuleRowQuerySet":
        """Rows that had begun on this day, the newest first; of one day, the one decided last.

        Decided is when the vote was counted as of, not when a late night run wrote it down.
        """
        decided = models.F("resolution__count__counted_at").desc(nulls_last=True)
        return self.filter(in_force_from__lte=day).order_by("-in_force_from", decided, "-pk")


class RuleRow(models.Model):
    """One value of one rule from a day on. Rows are only added: the next one ends the one before.

    `name` is a rule of `governance.rules`, or stands below one of its open families ("criterion.refund-days"),
    whose `title` then says what it is.
    """

    name = models.CharField(max_length=80, db_index=True)
    title = models.CharField(max_length=120, blank=True)
    value = models.CharField(max_length=400)
    in_force_from = models.DateField()
    resolution = models.ForeignKey(
        "governance.Resolution", on_delete=models.PROTECT, null=True, blank=True, related_name="rules"
    )
    source = models.CharField(max_length=300)
    mark = models.CharField(max_length=16)

    objects = RuleRowQuerySet.as_manager()

    class Meta:
        db_table = "governance_rule"
        ordering = ["name", "in_force_from", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["name", "in_force_from", "resolution"], name="one_value_a_resolution_and_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} = {self.value} ({self.in_force_from})"
