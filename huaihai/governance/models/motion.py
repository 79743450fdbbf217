"""Motions, amendments, votes, and how they were counted."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from huaihai.governance import standing
from huaihai.governance.lives import MOTION
from huaihai.governance.models.meeting import Meeting
from huaihai.kit.ids import new_id
from huaihai.members.models import Organisation

if TYPE_CHECKING:
    from huaihai.governance.models.resolution import Minutes
    from huaihai.members.actors import Actor


class MotionQuerySet(models.QuerySet["Motion"]):
    def visible_to(self, actor: "Actor") -> "MotionQuerySet":
        """All that are tabled to whoever reads the office's pages; a draft only to the body that writes it."""
        if actor.kind == "system":
            return self
        if not standing.reads_office(actor):
            return self.none()
        return self.exclude(~Q(proposed_by=actor.organisation), stage="draft")


class Motion(models.Model):
    """A text to be decided, and what changes if it is carried (`effects`).

    An amendment is a motion that names another one in `amends`; carried, it replaces that one's text.
    `terms` are the quorum and majority that counted when the vote was opened; `document_hash` is the text voted on.
    """

    class Weight(models.TextChoices):
        ORDINARY = "ordinary", _("ordinary")
        WEIGHTY = "weighty", _("weighty")

    class Mode(models.TextChoices):
        MEETING = "meeting", _("in a meeting")
        WRITTEN = "written", _("in writing")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    year = models.PositiveSmallIntegerField()
    serial = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=120)
    text = models.TextField()
    grounds = models.TextField(blank=True)
    proposed_by = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="motions")
    weight = models.CharField(max_length=16, choices=Weight.choices, default=Weight.ORDINARY)
    effects = models.JSONField(default=list, blank=True)
    in_force_from = models.DateField(null=True, blank=True)
    stage = models.CharField(max_length=16)
    amends = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="amendments"
    )
    mode = models.CharField(max_length=16, choices=Mode.choices, blank=True)
    meeting = models.ForeignKey(
        Meeting, on_delete=models.PROTECT, null=True, blank=True, related_name="motions"
    )
    round = models.PositiveSmallIntegerField(default=0)
    terms = models.JSONField(default=dict, blank=True)
    document_hash = models.CharField(max_length=64, blank=True)
    voting_opened_at = models.DateTimeField(null=True, blank=True)
    voting_closes_at = models.DateTimeField(null=True, blank=True)
    voting_closed_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()

    objects = MotionQuerySet.as_manager()

    class Meta:
        db_table = "governance_motion"
        ordering = ["-created_at", "-serial"]
        constraints = [
            models.UniqueConstraint(fields=["year", "serial"], name="one_motion_a_number"),
            models.CheckConstraint(condition=Q(stage__in=list(MOTION.stages)), name="motion_stage_is_known"),
            models.CheckConstraint(
                condition=~Q(stage="voting") | (Q(voting_opened_at__isnull=False) & ~Q(document_hash="")),
                name="a_vote_is_on_a_fixed_text",
            ),
        ]
        indexes = [models.Index(fields=["stage", "voting_closes_at"], name="motion_closing")]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """Its lasting number: year and serial."""
        return f"{self.year}-{self.serial}"

    @property
    def record_key(self) -> str:
        """Its name in the record."""
        return f"motion:{self.pk}"

    @property
    def is_amendment(self) -> bool:
        """Whether it would change the text of another motion."""
        return self.amends_id is not None

    @property
    def minutes(self) -> "Minutes | None":
        """The minutes of its last vote in writing; each round has its own."""
        return self.minutes_of_rounds.order_by("-round").first()

    @property
    def stage_label(self) -> str:
        """Its stage in words."""
        return str(MOTION.stages[self.stage])


class Choice(models.TextChoices):
    """What a body can say to a motion."""

    FOR = "for", _("for")
    AGAINST = "against", _("against")
    ABSTAIN = "abstain", _("abstention")


class Vote(models.Model):
    """What one body said to a motion. Withdrawn votes stay as they were; one counts at most."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    motion = models.ForeignKey(Motion, on_delete=models.PROTECT, related_name="votes")
    round = models.PositiveSmallIntegerField()
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    choice = models.CharField(max_length=8, choices=Choice.choices)
    reason = models.TextField(blank=True)
    document_hash = models.CharField(max_length=64)
    cast_by = models.CharField(max_length=80)
    cast_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "governance_vote"
        ordering = ["cast_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["motion", "round", "organisation"],
                condition=Q(withdrawn_at__isnull=True),
                name="one_vote_a_body",
            ),
            models.CheckConstraint(condition=Q(choice__in=Choice.values), name="choice_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.choice}"


class Count(models.Model):
    """How one round of votes was counted: whole bodies, all of them members on the day."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    motion = models.ForeignKey(Motion, on_delete=models.PROTECT, related_name="counts")
    round = models.PositiveSmallIntegerField()
    counted_at = models.DateTimeField()
    members = models.JSONField()  # keys of the bodies that were members
    present = models.JSONField()  # keys of those that count for the quorum
    votes_for = models.PositiveSmallIntegerField()
    votes_against = models.PositiveSmallIntegerField()
    abstentions = models.PositiveSmallIntegerField()
    quorum_needed = models.PositiveSmallIntegerField()
    majority_needed = models.PositiveSmallIntegerField()
    has_quorum = models.BooleanField()
    is_carried = models.BooleanField()

    class Meta:
        db_table = "governance_count"
        ordering = ["round"]
        constraints = [
            models.UniqueConstraint(fields=["motion", "round"], name="one_count_a_round"),
            models.CheckConstraint(
                condition=Q(is_carried=False) | Q(has_quorum=True, votes_for__gte=F("majority_needed")),
                name="carried_only_with_quorum_and_majority",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.motion_id} {self.round}"
