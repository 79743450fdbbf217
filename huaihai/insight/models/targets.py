"""Live measures of the charter month by month, and the targets that resolutions set for them."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q
from django.utils.translation import pgettext_lazy

from huaihai.governance.models import Resolution
from huaihai.kit.ids import new_id
from huaihai.kit.versions import VersionedQuerySet, versioned

if TYPE_CHECKING:
    from datetime import date

    from huaihai.members.actors import Actor


@versioned
class MeasureReading(models.Model):
    """One measure in one month: `part` out of `of`, in the measure's smallest unit. Can be computed anew at any time.

    `of` is 0 where there was nothing to measure. `facts` holds what the pages say besides (never about a person).
    """

    key = models.CharField(max_length=40)
    month = models.DateField()  # its first day
    part = models.BigIntegerField(default=0)
    of = models.BigIntegerField(default=0)
    facts = models.JSONField(default=dict, blank=True)
    computed_at = models.DateTimeField()

    objects = VersionedQuerySet["MeasureReading"].as_manager()

    class Meta:
        db_table = "insight_measure_reading"
        ordering = ["key", "month"]
        constraints = [
            models.UniqueConstraint(fields=["key", "month"], name="insight_measure_once_a_month"),
            models.CheckConstraint(condition=Q(month__day=1), name="insight_measure_begins_on_its_first"),
            models.CheckConstraint(condition=Q(of__gte=0), name="insight_measure_of_something"),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.month:%Y-%m}"


class TargetQuerySet(models.QuerySet["Target"]):
    def visible_to(self, actor: "Actor") -> "TargetQuerySet":
        """What the alliance means to reach is public, also what was replaced."""
        return self

    def in_force(self, day: "date") -> "TargetQuerySet":
        """Those that count on this day: adopted, not replaced, and their resolution not repealed."""
        standing = self.filter(replaced_by=None, from_on__lte=day)
        return standing.filter(Q(resolution__repealed_from=None) | Q(resolution__repealed_from__gt=day))


class Target(models.Model):
    """What one measure should reach in one year, in the unit of the measure. Only a resolution sets one.

    Never changed: the next resolution about the same measure and year replaces it, and both stay.
    """

    class Direction(models.TextChoices):
        AT_LEAST = "at_least", pgettext_lazy("target", "at least")
        AT_MOST = "at_most", pgettext_lazy("target", "at most")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    measure = models.CharField(max_length=40)
    year = models.PositiveSmallIntegerField()
    direction = models.CharField(max_length=8, choices=Direction.choices)
    value = models.DecimalField(max_digits=14, decimal_places=2)
    resolution = models.ForeignKey(Resolution, on_delete=models.PROTECT, related_name="targets")
    from_on = models.DateField()
    adopted_at = models.DateTimeField()
    replaced_by = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaces"
    )

    objects = TargetQuerySet.as_manager()

    class Meta:
        db_table = "insight_target"
        ordering = ["-year", "measure", "-adopted_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["measure", "year"],
                condition=Q(replaced_by__isnull=True),
                name="insight_one_target_a_measure_and_year",
            ),
            models.CheckConstraint(
                condition=Q(direction__in=["at_least", "at_most"]), name="insight_target_direction_is_known"
            ),
            models.CheckConstraint(condition=Q(value__gte=0), name="insight_target_is_not_negative"),
            models.CheckConstraint(
                condition=Q(replaced_by__isnull=True) | ~Q(replaced_by=F("pk")),
                name="insight_target_is_replaced_by_another",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.measure} {self.year}"

    @property
    def record_key(self) -> str:
        """Its name in the record: all targets of a measure and year are one story."""
        return f"target:{self.measure}:{self.year}"
