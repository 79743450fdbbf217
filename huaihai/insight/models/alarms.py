"""Early warning: the nights in which was looked, and what was found."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from huaihai.cases import rights
from huaihai.governance import standing
from huaihai.insight.alarms.life import ALARM, STAGES
from huaihai.kit.ids import new_id
from huaihai.members.models import Organisation

if TYPE_CHECKING:
    from huaihai.members.actors import Actor


class Night(models.Model):
    """One run of the engine over the counts up to a day.

    `fed_hash` is the SHA-256 of the canonical JSON that the engine was given, `fed` that JSON, compressed (zlib); it is
    kept where an alarm came of it, and then for a year. `answer_hash` is the hash of all that the engine answered.
    """

    day = models.DateField(primary_key=True)  # the last day that was looked at
    ran_at = models.DateTimeField()
    cells = models.PositiveIntegerField()
    cases = models.PositiveIntegerField()
    parameters = models.JSONField(default=dict)  # all of what was given but the counts
    fed_hash = models.CharField(max_length=64)
    fed = models.BinaryField(null=True)
    answer_hash = models.CharField(max_length=64)
    found = models.PositiveSmallIntegerField(default=0)
    raised = models.PositiveSmallIntegerField(default=0)

    class Meta:
        db_table = "insight_night"
        ordering = ["-day"]

    def __str__(self) -> str:
        return str(self.day)


class AlarmQuerySet(models.QuerySet["Alarm"]):
    def visible_to(self, actor: "Actor") -> "AlarmQuerySet":
        """To staff those that concern their own city; to whoever reads the rows of all cities, all (`cases.rights`).

        Nobody else sees any: the numbers behind an alarm are too small for the public.
        """
        if not standing.reads_office(actor):
            return self.none()
        if rights.reads_all(actor):
            return self
        city = actor.organisation.city if actor.organisation is not None else None
        if city is None:
            return self.none()
        return self.filter(pk__in=AlarmPlace.objects.filter(city=city).values("alarm"))

    def going_on(self) -> "AlarmQuerySet":
        return self.filter(ended_on=None)

    def asking(self, city: Organisation) -> "AlarmQuerySet":
        """Those that this city is to judge: its complaints are in them, or it is not known whose are."""
        placed = AlarmPlace.objects.filter(alarm=OuterRef("pk"))
        return self.filter(Exists(placed.filter(city=city)) | ~Exists(placed))

    def unjudged(self) -> "AlarmQuerySet":
        return self.filter(stage="new")


class Alarm(models.Model):
    """More complaints than expected about one thing in some places since a day.

    `key` says about what ("pair:G01:N07", "category:G01", "business:<id>", "word:…", "all"), `places` holds codes of
    counties and cities. `observed` and `expected` are cases from `since` to `until`; `score`, `p` and
    `recurrence_days` (chance alone shows as much, among all that is looked at, once in so many days) are the engine's
    (`scanning.jobs.Alarm`). They are those of the night in which it was last found (`seen`); how they were every night
    stands in `AlarmSighting`. `budget` is how many false
    alarms a fortnight were allowed when it was raised. `plain_on`: the day after the first month, from that in which it
    began, which anybody would have seen without it (`scanning.scores.is_plain`).
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.CharField(max_length=12, unique=True)  # 2026-7
    identity = models.CharField(max_length=120)  # the engine's name of the event, the same every night
    key = models.CharField(max_length=60)
    places = models.JSONField(default=list)
    since = models.DateField()
    until = models.DateField()
    observed = models.PositiveIntegerField()
    expected = models.FloatField()
    score = models.FloatField()
    p = models.FloatField()
    recurrence_days = models.FloatField()
    by_place = models.JSONField(default=dict)  # code: [observed, expected]
    detector = models.CharField(max_length=24)
    budget = models.FloatField()
    stage = models.CharField(max_length=12)
    raised_by = models.ForeignKey(Night, on_delete=models.PROTECT, related_name="raised_alarms")
    seen = models.ForeignKey(Night, on_delete=models.PROTECT, related_name="seen_alarms")
    raised_at = models.DateTimeField()
    ended_on = models.DateField(null=True, blank=True)
    watched_until = models.DateField(null=True, blank=True)
    plain_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    is_demo = models.BooleanField(default=False)

    objects = AlarmQuerySet.as_manager()

    class Meta:
        db_table = "insight_alarm"
        ordering = ["-raised_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(stage__in=list(STAGES)), name="insight_alarm_stage_is_known"),
            models.UniqueConstraint(
                fields=["identity"], condition=Q(ended_on=None), name="insight_one_alarm_an_event"
            ),
            models.CheckConstraint(
                condition=Q(until__gte=models.F("since")), name="insight_alarm_ends_after_it_began"
            ),
            models.CheckConstraint(
                condition=~Q(stage="watched") | Q(watched_until__isnull=False),
                name="insight_alarm_is_watched_until_a_day",
            ),
        ]
        indexes = [
            models.Index(fields=["stage", "raised_at"], name="insight_alarm_list"),
            models.Index(fields=["key"], condition=Q(ended_on=None), name="insight_alarm_going_on"),
        ]

    def __str__(self) -> str:
        return f"alarm {self.number}"

    @property
    def record_key(self) -> str:
        """Its name in the record."""
        return f"alarm:{self.pk}"

    @property
    def stage_label(self) -> str:
        return str(ALARM.stages[self.stage])

    @property
    def family(self) -> str:
        """What sort of thing it is about: "pair", "category", "business", "word" or "all"."""
        return self.key.partition(":")[0]

    @property
    def about(self) -> Sequence[str]:
        """The rest of the key: codes, or the id of a business."""
        return self.key.split(":")[1:]

    @property
    def office_url(self) -> str:
        return reverse("office-alarm", args=[self.pk])


class AlarmPlace(models.Model):
    """A place in which an alarm was ever seen, and its city."""

    alarm = models.ForeignKey(Alarm, on_delete=models.CASCADE, related_name="place_rows")
    code = models.CharField(max_length=6)
    city = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")

    class Meta:
        db_table = "insight_alarm_place"
        ordering = ["city__position", "code"]
        constraints = [models.UniqueConstraint(fields=["alarm", "code"], name="insight_alarm_place_once")]
        indexes = [models.Index(fields=["city", "alarm"], name="insight_alarm_of_city")]

    def __str__(self) -> str:
        return f"{self.alarm_id} {self.code}"


class AlarmSighting(models.Model):
    """What one night's run said of an alarm: the same numbers as `Alarm`, as they were then."""

    alarm = models.ForeignKey(Alarm, on_delete=models.CASCADE, related_name="sightings")
    night = models.ForeignKey(Night, on_delete=models.PROTECT, related_name="sightings")
    said = models.JSONField()  # the engine's own answer

    class Meta:
        db_table = "insight_alarm_sighting"
        ordering = ["night_id"]
        constraints = [models.UniqueConstraint(fields=["alarm", "night"], name="insight_alarm_seen_once")]

    def __str__(self) -> str:
        return f"{self.alarm_id} {self.night_id}"


class ScoredYear(models.Model):
    """A year's file of the early warning as it was closed and signed; before that it is made when somebody asks."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    closed_at = models.DateTimeField()
    file = models.TextField()  # the signed JSON, byte for byte

    class Meta:
        db_table = "insight_scored_year"
        ordering = ["-year"]

    def __str__(self) -> str:
        return str(self.year)
