"""Call-backs: each quarter's draw among the unknown, the calls, their attempts, and what people answered (sealed)."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from huaihai.cases.models import Case
from huaihai.kit.fields import SealedFactsField
from huaihai.kit.ids import new_id
from huaihai.members.actors import Actor
from huaihai.members.models import Organisation


class CallRound(models.Model):
    """One quarter's round. Frame and seed give the sample again (`callbacks.lots`); `result` is what was estimated.

    `beacon_event` and its hash name the event from which the seed comes. `strata` is {city: [frame, drawn]}.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    quarter = models.CharField(max_length=7, unique=True)  # 2026-Q1
    method = models.PositiveSmallIntegerField(default=1)
    frame_size = models.PositiveIntegerField()
    frame_hash = models.CharField(max_length=64)
    beacon_event = models.UUIDField(null=True)  # the event's id; None where the record was empty
    beacon_hash = models.CharField(max_length=64, blank=True)
    seed = models.CharField(max_length=64)
    strata = models.JSONField(default=dict)
    drawn_at = models.DateTimeField()
    due_on = models.DateField()  # the last day of calling
    closed_at = models.DateTimeField(null=True, blank=True)
    result = models.JSONField(default=dict, blank=True)
    is_demo = models.BooleanField(default=False)

    class Meta:
        db_table = "insight_call_round"
        ordering = ["-quarter"]

    def __str__(self) -> str:
        return self.quarter

    @property
    def record_key(self) -> str:
        """Its name in the record."""
        return f"call-round:{self.pk}"


class CallFrame(models.Model):
    """The frame of a round as it was drawn from: [case, city's code, kind of trade]. Kept apart: it is long."""

    round = models.OneToOneField(CallRound, on_delete=models.PROTECT, primary_key=True, related_name="frame")
    rows = models.JSONField()

    class Meta:
        db_table = "insight_call_frame"

    def __str__(self) -> str:
        return str(self.round_id)


class CallQuerySet(models.QuerySet["Call", Any]):
    def visible_to(self, actor: Actor) -> "CallQuerySet":
        """Officers who work on files see the calls of their own city; nobody else sees one."""
        city = actor.organisation.city if actor.organisation is not None else None
        if not actor.may_open_files or city is None:
            return self.none()
        return self.filter(city=city)

    def waiting(self) -> "CallQuerySet":
        """Those that are still to be called."""
        return self.filter(state=Call.State.OPEN, round__closed_at=None)


class Call(models.Model):
    """One case of the sample. Nothing that is said here changes the case's own result."""

    sealed_with = "case"

    class State(models.TextChoices):
        OPEN = "open", pgettext_lazy("call-back", "to be called")
        ANSWERED = "answered", pgettext_lazy("call-back", "answered")
        REFUSED = "refused", pgettext_lazy("call-back", "does not want to")
        WRONG = "wrong", pgettext_lazy("call-back", "wrong number")
        GONE = "gone", pgettext_lazy("call-back", "cannot be asked any more")
        UNREACHED = "unreached", pgettext_lazy("call-back", "not reached")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    round = models.ForeignKey(CallRound, on_delete=models.PROTECT, related_name="calls")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    city = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    stratum = models.CharField(max_length=6)
    kind = models.CharField(max_length=10)
    rank = models.PositiveIntegerField()  # its place among the drawn of its city, from 1
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    attempts_made = models.PositiveSmallIntegerField(default=0)
    last_tried_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=0)

    objects: ClassVar[Any] = CallQuerySet.as_manager()

    class Meta:
        db_table = "insight_call"
        ordering = ["city", "rank"]
        constraints = [
            models.UniqueConstraint(fields=["round", "case"], name="insight_call_once_a_round"),
            models.UniqueConstraint(fields=["round", "city", "rank"], name="insight_call_rank"),
            models.CheckConstraint(
                condition=Q(attempts_made__lte=3), name="insight_call_at_most_three_attempts"
            ),
        ]
        indexes = [models.Index(fields=["city", "state", "round"], name="insight_call_waiting")]

    def __str__(self) -> str:
        return f"{self.round_id} {self.case_id}"

    @property
    def record_key(self) -> str:
        """Its name in the record."""
        return f"call:{self.pk}"

    @property
    def stage_label(self) -> str:
        """Its state in words."""
        return self.get_state_display()


class CallAttempt(models.Model):
    """One time somebody dialled, and what came of it."""

    class Outcome(models.TextChoices):
        ANSWERED = "answered", pgettext_lazy("call-back", "Reached, and answered")
        NO_ANSWER = "no_answer", pgettext_lazy("call-back", "Nobody picked up")
        BUSY = "busy", pgettext_lazy("call-back", "Busy or switched off")
        LATER = "later", pgettext_lazy("call-back", "Asked to be called another time")
        REFUSED = "refused", pgettext_lazy("call-back", "Does not want to answer")
        WRONG = "wrong", pgettext_lazy("call-back", "Wrong number, or the number is dead")
        GONE = "gone", pgettext_lazy("call-back", "Died, or cannot be asked any more")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="attempts")
    number = models.PositiveSmallIntegerField()
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    by = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        db_table = "insight_call_attempt"
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["call", "number"], name="insight_call_attempt_number"),
        ]

    def __str__(self) -> str:
        return f"{self.call_id} {self.number}"


class CallAnswer(models.Model):
    """What the person said, sealed: {"done", "money", "satisfied", "note"} (`callbacks.questions`)."""

    sealed_with = "call"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    call = models.OneToOneField(Call, on_delete=models.PROTECT, related_name="answer")
    said = SealedFactsField(default=dict)
    by = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        db_table = "insight_call_answer"

    def __str__(self) -> str:
        return str(self.call_id)
