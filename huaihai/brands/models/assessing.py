"""Who offered to assess, the rounds of assessment with their draws and seats, and the points that were given."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from huaihai.brands.models.entries import Entry
from huaihai.brands.models.programme import CriteriaVersion
from huaihai.desk.sealed.rows import SealedModel
from huaihai.governance.models import Motion, Resolution
from huaihai.kit.ids import new_id
from huaihai.members.models import Account, Organisation

GIVEN_UP = ("conflict", "late", "gone")  # states of seats whose place somebody else takes
OWING = ("called", "ready")  # states of seats whose points are waited for


class AssessorOffer(models.Model):
    """Somebody of a city's staff who is ready to be drawn as an assessor, until `ended_at`."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="assessor_offers")
    body = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")  # a city's
    since_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "brands_assessor_offer"
        ordering = ["since_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["account"], condition=Q(ended_at__isnull=True), name="one_open_assessor_offer"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} {self.body_id}"

    @property
    def record_key(self) -> str:
        """Its name in the record."""
        return f"assessor:{self.pk}"


class AssessmentRound(models.Model):
    """One assessment of an entry: by which criteria and which sheet, and what came of it.

    `renews`: it is made while the mark is held. `result` is what the assessors' points came to
    (`assessing.sheet`), `missing` what was not enough. Each change writes an event on the entry's chain.
    """

    class Outcome(models.TextChoices):
        UNDER_WAY = "", pgettext_lazy("assessment", "under way")
        SHORT = "short", pgettext_lazy("assessment", "not enough")
        NOTICE = "notice", pgettext_lazy("assessment", "public notice")
        CALLED_OFF = "called-off", pgettext_lazy("assessment", "called off after an objection")
        ADMITTED = "admitted", pgettext_lazy("assessment", "admitted")
        REFUSED = "refused", pgettext_lazy("assessment", "not admitted by the vote")
        DROPPED = "dropped", pgettext_lazy("assessment", "ended because the entry left")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="assessment_rounds")
    number = models.PositiveSmallIntegerField()
    criteria = models.ForeignKey(CriteriaVersion, on_delete=models.PROTECT, related_name="+")
    sheet_version = models.PositiveSmallIntegerField()
    sheet_hash = models.CharField(max_length=64)
    renews = models.BooleanField(default=False)
    opened_at = models.DateTimeField()
    completed_at = models.DateTimeField(null=True, blank=True)  # all points that are needed are there
    result = models.JSONField(default=dict, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=12, choices=Outcome.choices, blank=True)
    missing = models.JSONField(default=list, blank=True)
    motion = models.ForeignKey(Motion, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    resolution = models.ForeignKey(
        Resolution, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        db_table = "brands_assessment_round"
        ordering = ["-opened_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["entry", "number"], name="assessment_round_number"),
            models.UniqueConstraint(
                fields=["entry"], condition=Q(closed_at__isnull=True), name="one_open_assessment_an_entry"
            ),
        ]
        indexes = [models.Index(fields=["closed_at", "completed_at"], name="assessment_round_open")]

    def __str__(self) -> str:
        return f"{self.entry_id} {self.number}"


class AssessorDraw(SealedModel):
    """The lots of a round: all who could be drawn (`frame`: [offer, city's key]), and the order that `seed` gives.

    Anybody who holds the row can draw again (`drawing`).
    """

    seal_name: ClassVar[str] = "assessor-draw"

    round = models.ForeignKey(AssessmentRound, on_delete=models.PROTECT, related_name="draws")
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")
    seed = models.CharField(max_length=64)
    frame = models.JSONField()
    frame_hash = models.CharField(max_length=64)
    order = models.JSONField()
    at = models.DateTimeField()

    class Meta:
        db_table = "brands_assessor_draw"
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.round_id} {self.seed}"


class AssessorSeat(models.Model):
    """Who was drawn for a round, and how far he or she is. `rank` is the place in the order of `draw`, from 1.

    Its clock (`record.clocks`, subject `record_key`) runs from `drawn_at`.
    """

    class State(models.TextChoices):
        CALLED = "called", pgettext_lazy("assessor", "drawn, has not declared yet")
        READY = "ready", pgettext_lazy("assessor", "assessing")
        DONE = "done", pgettext_lazy("assessor", "points are in")
        CONFLICT = "conflict", pgettext_lazy("assessor", "conflict of interest")
        LATE = "late", pgettext_lazy("assessor", "time was over")
        GONE = "gone", pgettext_lazy("assessor", "not available any more")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    round = models.ForeignKey(AssessmentRound, on_delete=models.PROTECT, related_name="seats")
    draw = models.ForeignKey(AssessorDraw, on_delete=models.PROTECT, related_name="seats")
    offer = models.ForeignKey(AssessorOffer, on_delete=models.PROTECT, related_name="seats")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    body = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    rank = models.PositiveSmallIntegerField()
    is_third = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=State.choices, default=State.CALLED)
    drawn_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "brands_assessor_seat"
        ordering = ["drawn_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["round", "account"], name="one_seat_a_round_and_person"),
            models.UniqueConstraint(
                fields=["round", "body"],
                condition=~Q(state__in=["conflict", "late", "gone"]) & Q(is_third=False),
                name="assessors_of_different_cities",
            ),
        ]
        indexes = [models.Index(fields=["account", "state"], name="assessor_seat_own")]

    def __str__(self) -> str:
        return f"{self.round_id} {self.rank}"

    @property
    def record_key(self) -> str:
        """Its name in the record."""
        return f"brand-seat:{self.pk}"


class Assessment(SealedModel):
    """The points of one assessor: for each item of the sheet a step (0 to 100) and why. Nobody else sees it until all
    points of the round are in."""

    seal_name: ClassVar[str] = "assessment"

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="assessments")
    round = models.ForeignKey(AssessmentRound, on_delete=models.PROTECT, related_name="assessments")
    seat = models.OneToOneField(AssessorSeat, on_delete=models.PROTECT, related_name="assessment")
    sheet_version = models.PositiveSmallIntegerField()
    sheet_hash = models.CharField(max_length=64)
    points = models.JSONField()
    reasons = models.JSONField()
    at = models.DateTimeField()

    class Meta:
        db_table = "brands_assessment"
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.round_id} {self.seat_id}"
