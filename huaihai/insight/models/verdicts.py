"""What officers say of an alarm, and what came of it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from huaihai.education.models import Publication
from huaihai.insight.models.alarms import Alarm
from huaihai.members.models import Organisation
from huaihai.supervision.models import Project


class Verdict(models.Model):
    """What a city's body says of an alarm. None is ever changed: the body's next one takes its place."""

    class Kind(models.TextChoices):
        REAL = "real", pgettext_lazy("verdict", "real: something is wrong there")
        EXPLAINED = "explained", pgettext_lazy("verdict", "explained: there is another reason for the rise")
        FALSE = "false", pgettext_lazy("verdict", "false: nothing but chance")
        WATCH = "watch", pgettext_lazy("verdict", "not clear yet: watch it")

    class Why(models.TextChoices):
        CAMPAIGN = "campaign", pgettext_lazy("verdict", "a campaign that asked people to complain")
        IMPORT = "import", pgettext_lazy("verdict", "older complaints were brought in")
        HOLIDAY = "holiday", pgettext_lazy("verdict", "a holiday or a sales festival")
        DUPLICATE = "duplicate", pgettext_lazy("verdict", "the same complaint filed several times")
        OTHER = "other", pgettext_lazy("verdict", "something else")

    alarm = models.ForeignKey(Alarm, on_delete=models.PROTECT, related_name="verdicts")
    body = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    why = models.CharField(max_length=12, choices=Why.choices, blank=True)
    reason = models.TextField()
    watch_until = models.DateField(null=True, blank=True)
    harm_fen = models.BigIntegerField(null=True, blank=True)  # avoided, in fen; None: unknown
    harm_method = models.TextField(blank=True, default="", db_default="")  # how that was worked out
    at = models.DateTimeField()
    by = models.CharField(max_length=80)

    class Meta:
        db_table = "insight_verdict"
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["real", "explained", "false", "watch"]),
                name="insight_verdict_kind_is_known",
            ),
            models.CheckConstraint(
                condition=~Q(kind="explained") | ~Q(why=""), name="insight_verdict_explains_by_something"
            ),
            models.CheckConstraint(
                condition=~Q(kind="watch") | Q(watch_until__isnull=False),
                name="insight_verdict_watches_until_a_day",
            ),
            models.CheckConstraint(
                condition=Q(harm_fen=None) | (Q(harm_fen__gte=0) & ~Q(harm_method="")),
                name="insight_verdict_says_how_harm_was_worked_out",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.alarm_id} {self.kind}"


class AlarmText(models.Model):
    """A text that was begun because of an alarm."""

    alarm = models.ForeignKey(Alarm, on_delete=models.PROTECT, related_name="texts")
    publication = models.OneToOneField(Publication, on_delete=models.PROTECT, related_name="+")
    by = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        db_table = "insight_alarm_text"
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.alarm_id} {self.publication_id}"


class AlarmSweep(models.Model):
    """A sweep that was planned because of an alarm."""

    alarm = models.ForeignKey(Alarm, on_delete=models.PROTECT, related_name="sweeps")
    project = models.OneToOneField(Project, on_delete=models.PROTECT, related_name="+")
    by = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        db_table = "insight_alarm_sweep"
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.alarm_id} {self.project_id}"
