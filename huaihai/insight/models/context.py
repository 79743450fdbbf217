"""Figures of other authorities beside ours: residents, retail sales, visitors. Nothing is claimed from them."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from huaihai.kit.ids import new_id

if TYPE_CHECKING:
    from huaihai.members.actors import Actor


class ContextFigureQuerySet(models.QuerySet["ContextFigure"]):
    def visible_to(self, actor: "Actor") -> "ContextFigureQuerySet":
        """They were public before we read them."""
        return self

    def standing(self) -> "ContextFigureQuerySet":
        """Those that no later file corrects."""
        return self.filter(replaced_at=None)


class ContextFigure(models.Model):
    """One figure of one place and period, as its source gives it, and the day on which we read it there.

    `place` is "all" for the region, a city's code or a county's; `period` is 2025, 2025-Q4 or 2025-10. `indicator` is
    one of `Indicator`, or the code of a row of the country's yearly sheet that others count.
    """

    class Indicator(models.TextChoices):
        POPULATION = "population", pgettext_lazy("context figure", "residents")
        RETAIL = "retail_sales", pgettext_lazy("context figure", "retail sales of consumer goods")
        VISITORS = "visitors", pgettext_lazy("context figure", "visits by tourists")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    place = models.CharField(max_length=6)
    period = models.CharField(max_length=7)
    indicator = models.CharField(max_length=16)
    value = models.DecimalField(max_digits=18, decimal_places=2)
    unit = models.CharField(max_length=20)
    source = models.CharField(max_length=200)
    read_on = models.DateField()
    loaded_at = models.DateTimeField()
    loaded_by = models.CharField(max_length=80)
    replaced_at = models.DateTimeField(null=True, blank=True)

    objects = ContextFigureQuerySet.as_manager()

    class Meta:
        db_table = "insight_context_figure"
        ordering = ["indicator", "-period", "place", "-loaded_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "place", "period"],
                condition=Q(replaced_at__isnull=True),
                name="insight_one_context_figure",
            ),
            models.CheckConstraint(condition=Q(value__gte=0), name="insight_context_is_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.indicator} {self.place} {self.period}"
