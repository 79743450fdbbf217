from datetime import date, datetime
from typing import Any

from django.db import models
from django.db.models import Q

from huaihai.kit.versions import VersionedQuerySet, versioned


class ClockQuerySet(models.QuerySet["Clock", Any]):
    def running(self) -> "ClockQuerySet":
        """Clocks that have not ended: counting or paused."""
        return self.filter(ended_at=None)

    def overdue(self, today: date) -> "ClockQuerySet":
        """Counting clocks whose last day is over."""
        return self.running().filter(paused_on=None, due_on__lt=today)


class Clock(models.Model):
    """A time limit that runs for a subject: the rule, the facts it counts from, and the stored last day.

    `due_at` is set only for limits in hours. "Overdue" is a query, never a counter.
    """

    subject = models.CharField(max_length=80)
    name = models.CharField(max_length=40)
    owner = models.CharField(max_length=80)
    limit_name = models.CharField(max_length=60)
    number = models.PositiveIntegerField()
    unit = models.CharField(max_length=20)
    article = models.CharField(max_length=200, blank=True)
    mark = models.CharField(max_length=20, blank=True)
    started_at = models.DateTimeField()
    due_on = models.DateField()
    due_at = models.DateTimeField(null=True)
    is_provisional = models.BooleanField(default=False)
    is_extended = models.BooleanField(default=False)
    paused_on = models.DateField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=60, blank=True)

    objects = ClockQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subject", "name"], condition=Q(ended_at=None), name="record_clock_one_running_a_name"
            ),
        ]
        indexes = [
            models.Index(fields=["subject"], name="record_clock_subject"),
            models.Index(fields=["owner", "due_on"], condition=Q(ended_at=None), name="record_clock_due"),
            models.Index(fields=["name", "due_on"], condition=Q(ended_at=None), name="record_clock_name_due"),
        ]

    def __str__(self) -> str:
        return f"{self.name} of {self.subject}, due {self.due_on}"

    @property
    def is_paused(self) -> bool:
        return self.paused_on is not None

    def is_overdue(self, now: datetime) -> bool:
        """Whether the limit is over at this moment; a paused or ended clock never is."""
        if self.is_paused or self.ended_at:
            return False
        return self.due_at < now if self.due_at else self.due_on < now.date()


class ClockPause(models.Model):
    """Whole days, both ends included, that do not count. `until_on` is empty while the pause lasts."""

    clock = models.ForeignKey(Clock, on_delete=models.CASCADE, related_name="pauses")
    from_on = models.DateField()
    until_on = models.DateField(null=True)
    reason = models.CharField(max_length=60)

    class Meta:
        ordering = ["from_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until_on=None) | Q(until_on__gte=models.F("from_on")),
                name="record_pause_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.from_on}..{self.until_on or ''}"


@versioned
class HolidayNotice(models.Model):
    """A yearly holiday notice loaded after this program was published."""

    year = models.PositiveIntegerField(unique=True)
    content = models.TextField()
    loaded_at = models.DateTimeField()

    objects = VersionedQuerySet["HolidayNotice"].as_manager()

    def __str__(self) -> str:
        return str(self.year)
