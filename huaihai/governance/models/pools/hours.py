"""The time that was given: lines that are only ever added, and the answer to each."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from huaihai.governance import standing
from huaihai.governance.models.pools.requests import PoolRequest
from huaihai.kit.fields import SealedTextField
from huaihai.kit.ids import new_id
from huaihai.members.models import Organisation

if TYPE_CHECKING:
    from huaihai.members.actors import Actor

LONGEST_MINUTES = 16 * 60  # in one line, which is about one day
MINUTES_OF_A_DAY = 24 * 60


class PoolHoursQuerySet(models.QuerySet["PoolHours"]):
    def visible_to(self, actor: "Actor") -> "PoolHoursQuerySet":
        """Who reads the office's pages: a line names cities, a day and minutes, no person."""
        return self if standing.reads_office(actor) else self.none()

    def counted(self) -> "PoolHoursQuerySet":
        """Those that the receiving body has confirmed."""
        return self.filter(answer__is_confirmed=True)


class PoolHours(models.Model):
    """Whole minutes worked on one day for a request. A line is never changed: one that was wrong is countered
    by a line of as many minutes less than nothing (`counters`)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    request = models.ForeignKey(PoolRequest, on_delete=models.PROTECT, related_name="hours")
    giver = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="pool_hours_given")
    receiver = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="pool_hours_received")
    worked_on = models.DateField()
    minutes = models.SmallIntegerField()
    counters = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="countered_by"
    )
    entered_by = models.CharField(max_length=80)
    entered_at = models.DateTimeField()

    objects = PoolHoursQuerySet.as_manager()

    class Meta:
        db_table = "governance_pool_hours"
        ordering = ["-worked_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(counters__isnull=True, minutes__gte=1, minutes__lte=LONGEST_MINUTES)
                | Q(counters__isnull=False, minutes__lte=-1, minutes__gte=-LONGEST_MINUTES),
                name="pool_hours_less_than_nothing_only_to_counter",
            ),
        ]
        indexes = [
            models.Index(fields=["giver", "worked_on"], name="pool_hours_giver"),
            models.Index(fields=["receiver", "worked_on"], name="pool_hours_receiver"),
        ]

    def __str__(self) -> str:
        return f"{self.worked_on} {self.minutes} min"


class PoolHoursAnswer(models.Model):
    """What the receiving body says to a line. The person who entered it does not answer it."""

    line = models.OneToOneField(PoolHours, on_delete=models.PROTECT, related_name="answer")
    is_confirmed = models.BooleanField()
    reason = SealedTextField(blank=True, default="")
    answered_by = models.CharField(max_length=80)
    answered_at = models.DateTimeField()

    class Meta:
        db_table = "governance_pool_hours_answer"

    def __str__(self) -> str:
        return f"{self.line} {'confirmed' if self.is_confirmed else 'refused'}"
