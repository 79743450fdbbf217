"""Counts that can be counted anew from the cases at any time, and must come out the same; and cities compared."""

from typing import Final

from django.db import models
from django.db.models import F, Q

from huaihai.insight.axes import Axis

EVERYWHERE: Final = "all"  # the county of the rows of all cities together, whose city is empty


class Measured(models.Model):
    """How many cases were received, what became of them, and the sums of money, in fen.

    The six outcomes (`outcomes.Outcome`) add up to `received`. `recovered_fen` is what consumers confirmed;
    `largest_fen` the largest single sum in it, for disclosure control.
    """

    received = models.PositiveIntegerField(default=0)
    open = models.PositiveIntegerField(default=0)
    confirmed = models.PositiveIntegerField(default=0)
    not_solved = models.PositiveIntegerField(default=0)
    unknown = models.PositiveIntegerField(default=0)
    withdrawn = models.PositiveIntegerField(default=0)
    elsewhere = models.PositiveIntegerField(default=0)
    asked_fen = models.BigIntegerField(default=0)
    recovered_fen = models.BigIntegerField(default=0)
    largest_fen = models.BigIntegerField(default=0)

    class Meta:
        abstract = True


class MonthCount(Measured):
    """Cases received in a month by consumers of one place, under one key of one axis.

    `city` is the code of the home city; `county` the code of the home county or zone, empty in the rows of whole
    cities. A city's row counts all its cases, so rows with a county are never added to it. Rows with a county stand
    on the axes all, category and nature only. Rows of all cities together have no city, and the county `EVERYWHERE`.
    """

    month = models.DateField()  # its first day
    axis = models.CharField(max_length=10, choices=[(axis.value, axis.value) for axis in Axis])
    key = models.CharField(max_length=20)
    city = models.CharField(max_length=6)
    county = models.CharField(max_length=6, blank=True)

    class Meta:
        db_table = "insight_month_count"
        constraints = [
            models.UniqueConstraint(
                fields=["axis", "county", "month", "city", "key"], name="insight_month_count_once"
            ),
            models.CheckConstraint(condition=Q(month__day=1), name="insight_month_count_begins_on_its_first"),
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.city}{self.county} {self.axis}={self.key}"


class MixCount(Measured):
    """Cases received in a month that one city handles (its lead, else its home), by the mix that explains outcomes.

    For comparing cities after adjustment, never for totals by place of the consumer. `in_60_days` counts those
    that ended within 60 whole days of their receipt, whatever became of them.
    """

    month = models.DateField()
    city = models.CharField(max_length=6)
    category = models.CharField(max_length=20)
    nature = models.CharField(max_length=4)
    amount = models.CharField(max_length=12)
    in_60_days = models.PositiveIntegerField(default=0)

    class Meta:
        db_table = "insight_mix_count"
        constraints = [
            models.UniqueConstraint(
                fields=["month", "city", "category", "nature", "amount"], name="insight_mix_count_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.city} {self.category} {self.nature} {self.amount}"


class DayCount(models.Model):
    """Cases received on one day from one county about one category and nature: what early warning reads."""

    day = models.DateField()
    city = models.CharField(max_length=6)
    county = models.CharField(max_length=6, blank=True)
    category = models.CharField(max_length=20)
    nature = models.CharField(max_length=4)
    received = models.PositiveIntegerField()

    class Meta:
        db_table = "insight_day_count"
        constraints = [
            models.UniqueConstraint(
                fields=["day", "city", "county", "category", "nature"], name="insight_day_count_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.city}{self.county} {self.category} {self.nature}"


class DayCounted(models.Model):
    """When the cases received on this day were last counted. A day without such a row was never counted, or
    something has happened since to a case received on it."""

    day = models.DateField(primary_key=True)
    counted_at = models.DateTimeField()

    class Meta:
        db_table = "insight_day_counted"

    def __str__(self) -> str:
        return str(self.day)


class Followed(models.Model):
    """How far the record's log was followed when days were last marked to be counted anew: one row."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    # Leaves read so far: neither ids nor moments of events follow the order of their commits.
    leaves = models.PositiveBigIntegerField(default=0)
    at = models.DateTimeField()

    class Meta:
        db_table = "insight_followed"
        constraints = [models.CheckConstraint(condition=Q(id=1), name="insight_followed_once")]

    def __str__(self) -> str:
        return f"followed until {self.at}"


class Tally(models.Model):
    """How many complaints and agreements there were before a moment: one row, counted by night."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    before = models.DateTimeField()
    first_at = models.DateTimeField(null=True)  # when the very first complaint was received
    received = models.PositiveBigIntegerField()
    settled = models.PositiveBigIntegerField()

    class Meta:
        db_table = "insight_tally"
        constraints = [models.CheckConstraint(condition=Q(id=1), name="insight_tally_once")]

    def __str__(self) -> str:
        return f"{self.received} received before {self.before}"


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
