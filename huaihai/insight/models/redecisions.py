"""Re-decisions: a year's draw of decided files, the blind files, who was drawn, and what they decided (sealed)."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import pgettext_lazy

from huaihai.cases.models import Case
from huaihai.kit.fields import SealedFactsField
from huaihai.kit.ids import new_id
from huaihai.members.actors import Actor
from huaihai.members.models import Account, Organisation


class RedecisionRound(models.Model):
    """One year's round, drawn in `year` of the decisions from `since_on` to `until_on`.

    Frame and seed give the sample again. `result` is what `redecisions.agreeing` found when the round was closed.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    year = models.PositiveSmallIntegerField(unique=True)
    since_on = models.DateField()
    until_on = models.DateField()
    wanted = models.PositiveSmallIntegerField()  # files of each kind
    frame_size = models.PositiveIntegerField()
    frame_hash = models.CharField(max_length=64)
    beacon_event = models.UUIDField(null=True)
    beacon_hash = models.CharField(max_length=64, blank=True)
    seed = models.CharField(max_length=64)
    drawn_at = models.DateTimeField()
    drawn_by = models.CharField(max_length=80)
    due_on = models.DateField()
    closed_at = models.DateTimeField(null=True, blank=True)
    result = models.JSONField(default=dict, blank=True)
    is_demo = models.BooleanField(default=False)

    class Meta:
        db_table = "insight_redecision_round"
        ordering = ["-year"]

    def __str__(self) -> str:
        return str(self.year)

    @property
    def record_key(self) -> str:
        """Its name in the record."""
        return f"redecision-round:{self.pk}"


class RedecisionFrame(models.Model):
    """The frame of a round as it was drawn from: [case, kind, city's code]. Kept apart: it is long."""

    round = models.OneToOneField(
        RedecisionRound, on_delete=models.PROTECT, primary_key=True, related_name="frame"
    )
    rows = models.JSONField()

    class Meta:
        db_table = "insight_redecision_frame"

    def __str__(self) -> str:
        return str(self.round_id)


class BlindFile(models.Model):
    """One decided case as the two people see it, frozen at the draw. Both sides of it are sealed.

    `shown` holds what is shown, `original` what was decided then: {"admit", "ground", "remedies", "share"}.
    """

    sealed_with = "case"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    round = models.ForeignKey(RedecisionRound, on_delete=models.PROTECT, related_name="files")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()  # by lot: neither city nor day can be read from it
    shown = SealedFactsField(default=dict)
    original = SealedFactsField(default=dict)

    class Meta:
        db_table = "insight_blind_file"
        ordering = ["round", "number"]
        constraints = [
            models.UniqueConstraint(fields=["round", "case"], name="insight_blind_file_once_a_round"),
            models.UniqueConstraint(fields=["round", "number"], name="insight_blind_file_number"),
        ]

    def __str__(self) -> str:
        return f"{self.round_id} {self.number}"


class RedecisionSeatQuerySet(models.QuerySet["RedecisionSeat", Any]):
    def visible_to(self, actor: Actor) -> "RedecisionSeatQuerySet":
        """Only whoever was drawn sees a seat, and only the own one."""
        if actor.account_id is None or actor.kind != "officer":
            return self.none()
        return self.filter(account=actor.account_id)

    def waiting(self) -> "RedecisionSeatQuerySet":
        """Those whose sheet is not in yet."""
        return self.filter(state=RedecisionSeat.State.OPEN, file__round__closed_at=None)


class RedecisionSeat(models.Model):
    """Who was drawn for a file. One person once, one city once; never a city or a person of the case."""

    sealed_with = "file"

    class State(models.TextChoices):
        OPEN = "open", pgettext_lazy("re-decision", "to be decided")
        DONE = "done", pgettext_lazy("re-decision", "handed in")
        KNOWN = "known", pgettext_lazy("re-decision", "knew the case")
        LATE = "late", pgettext_lazy("re-decision", "time was over")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    file = models.ForeignKey(BlindFile, on_delete=models.PROTECT, related_name="seats")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    body = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")  # a city's
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    drawn_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[Any] = RedecisionSeatQuerySet.as_manager()

    class Meta:
        db_table = "insight_redecision_seat"
        ordering = ["drawn_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["file", "account"], name="insight_redecision_person_once"),
            models.UniqueConstraint(fields=["file", "body"], name="insight_redecision_city_once"),
        ]
        indexes = [models.Index(fields=["account", "state"], name="insight_redecision_own")]

    def __str__(self) -> str:
        return f"{self.file_id} {self.account_id}"

    @property
    def record_key(self) -> str:
        """Its name in the record."""
        return f"redecision-seat:{self.pk}"


class RedecisionSheet(models.Model):
    """What somebody decided, sealed: {"admit", "ground", "remedy", "share", "why"} (`redecisions.sheet`)."""

    sealed_with = "seat"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    seat = models.OneToOneField(RedecisionSeat, on_delete=models.PROTECT, related_name="sheet")
    decided = SealedFactsField(default=dict)
    at = models.DateTimeField()

    class Meta:
        db_table = "insight_redecision_sheet"

    def __str__(self) -> str:
        return str(self.seat_id)
