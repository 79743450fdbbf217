from django.db import models


class TradeMonth(models.Model):
    """What became of the cases of one trade that were received in one month, in all cities: a stored count.

    It can be counted anew from the cases at any time (`cases.business_numbers`), and must come out the same.
    """

    category = models.CharField(max_length=20)
    month = models.DateField()  # its first day
    counts = models.JSONField(default=dict)  # business_figures.Counts
    counted_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["category", "month"], name="trade_month_once"),
            models.CheckConstraint(condition=models.Q(month__day=1), name="trade_month_begins_on_its_first"),
        ]

    def __str__(self) -> str:
        return f"{self.category} {self.month:%Y-%m}"
