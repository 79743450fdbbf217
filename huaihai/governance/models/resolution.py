"""What was decided: resolutions, the rules they set, minutes, the file that proves them, and the duties that follow."""

from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q

from huaihai.governance import standing
from huaihai.governance.lives import DUTY
from huaihai.governance.models.meeting import Meeting
from huaihai.governance.models.motion import Count, Motion
from huaihai.kit.ids import new_id
from huaihai.members.models import Organisation

if TYPE_CHECKING:
    from huaihai.members.actors import Actor


class ResolutionQuerySet(models.QuerySet["Resolution"]):
    def visible_to(self, actor: "Actor") -> "ResolutionQuerySet":
        """The register is public."""
        return self


class Resolution(models.Model):
    """A motion that was carried, as it stands in the public register.

    The numbers of its count stand here once more, so that the database itself refuses one without quorum.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    year = models.PositiveSmallIntegerField()
    serial = models.PositiveSmallIntegerField()
    motion = models.OneToOneField(Motion, on_delete=models.PROTECT, related_name="resolution")
    count = models.OneToOneField(Count, on_delete=models.PROTECT, related_name="resolution")
    title = models.CharField(max_length=120)
    text = models.TextField()
    effects = models.JSONField(default=list, blank=True)
    document_hash = models.CharField(max_length=64)
    adopted_on = models.DateField()
    in_force_from = models.DateField()
    present = models.PositiveSmallIntegerField()
    quorum_needed = models.PositiveSmallIntegerField()
    votes_for = models.PositiveSmallIntegerField()
    majority_needed = models.PositiveSmallIntegerField()
    repealed_by = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="repeals"
    )
    repealed_from = models.DateField(null=True, blank=True)

    objects = ResolutionQuerySet.as_manager()

    class Meta:
        db_table = "governance_resolution"
        ordering = ["-adopted_on", "-serial"]
        constraints = [
            models.UniqueConstraint(fields=["year", "serial"], name="one_resolution_a_number"),
            models.CheckConstraint(
                condition=Q(
                    quorum_needed__gt=0,
                    present__gte=F("quorum_needed"),
                    majority_needed__gt=0,
                    votes_for__gte=F("majority_needed"),
                ),
                name="no_resolution_without_quorum_and_majority",
            ),
            models.CheckConstraint(
                condition=Q(in_force_from__gte=F("adopted_on")), name="no_resolution_reaches_back"
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """Its lasting number: year and serial."""
        return f"{self.year}-{self.serial}"

    @property
    def record_key(self) -> str:
        """Its name in the record, and in rooms below this one."""
        return f"resolution:{self.number}"

    def state_on(self, day: date) -> str:
        """ "waiting", "in_force" or "repealed" on this day."""
        if self.repealed_from is not None and self.repealed_from <= day:
            return "repealed"
        return "in_force" if self.in_force_from <= day else "waiting"


class Minutes(models.Model):
    """What a meeting, or one round of a vote in writing, came to. A draft until approved; then fixed with its hash."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    meeting = models.OneToOneField(
        Meeting, on_delete=models.PROTECT, null=True, blank=True, related_name="minutes"
    )
    motion = models.ForeignKey(
        Motion, on_delete=models.PROTECT, null=True, blank=True, related_name="minutes_of_rounds"
    )
    round = models.PositiveSmallIntegerField(null=True, blank=True)
    text = models.TextField()
    drafted_at = models.DateTimeField()
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.CharField(max_length=80, blank=True)
    document_hash = models.CharField(max_length=64, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        db_table = "governance_minutes"
        constraints = [
            models.CheckConstraint(
                condition=Q(meeting__isnull=False, motion__isnull=True, round__isnull=True)
                | Q(meeting__isnull=True, motion__isnull=False, round__isnull=False),
                name="minutes_of_one_thing",
            ),
            models.UniqueConstraint(fields=["motion", "round"], name="one_minutes_a_round"),
            models.CheckConstraint(
                condition=Q(approved_at__isnull=True) | ~Q(document_hash=""),
                name="approved_minutes_are_fixed",
            ),
        ]

    def __str__(self) -> str:
        return f"minutes {self.pk}"

    @property
    def record_key(self) -> str:
        """Its name in the record."""
        return f"minutes:{self.pk}"


class Dossier(models.Model):
    """The one file about a resolution: vote, minutes and text, as canonical JSON, signed by the platform."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    resolution = models.OneToOneField(Resolution, on_delete=models.PROTECT, related_name="dossier")
    content = models.TextField()
    content_hash = models.CharField(max_length=64)
    key_id = models.CharField(max_length=64)
    signature = models.CharField(max_length=200)
    made_at = models.DateTimeField()

    class Meta:
        db_table = "governance_dossier"

    def __str__(self) -> str:
        return f"dossier {self.resolution_id}"


class DutyQuerySet(models.QuerySet["Duty"]):
    def visible_to(self, actor: "Actor") -> "DutyQuerySet":
        """All to whoever reads the office's pages; none to others."""
        return self if standing.reads_office(actor) else self.none()


class Duty(models.Model):
    """Something a meeting or a resolution asked somebody to do, and until when (the last day counts).

    `owner` is a body; the alliance itself stands for the office, whoever that is on the day.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    resolution = models.ForeignKey(
        Resolution, on_delete=models.PROTECT, null=True, blank=True, related_name="duties"
    )
    meeting = models.ForeignKey(
        Meeting, on_delete=models.PROTECT, null=True, blank=True, related_name="duties"
    )
    text = models.CharField(max_length=400)
    owner = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="duties")
    due_on = models.DateField()
    stage = models.CharField(max_length=16)
    set_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    note = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = DutyQuerySet.as_manager()

    class Meta:
        db_table = "governance_duty"
        ordering = ["due_on", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(stage__in=list(DUTY.stages)), name="duty_stage_is_known"),
        ]
        indexes = [models.Index(fields=["stage", "due_on"], name="duty_waiting")]

    def __str__(self) -> str:
        return self.text

    @property
    def record_key(self) -> str:
        """Its name in the record."""
        return f"duty:{self.pk}"

    @property
    def stage_label(self) -> str:
        """Its stage in words."""
        return str(DUTY.stages[self.stage])

    def is_late(self, today: date) -> bool:
        """Whether it is still open after its last day."""
        return self.stage == "open" and self.due_on < today


class RuleRowQuerySet(models.QuerySet["RuleRow"]):
    def in_force_on(self, day: date) -> "RuleRowQuerySet":
        """Rows that had begun on this day, the newest first; of one day, the one decided last.

        Decided is when the vote was counted as of, not when a late night run wrote it down.
        """
        decided = models.F("resolution__count__counted_at").desc(nulls_last=True)
        return self.filter(in_force_from__lte=day).order_by("-in_force_from", decided, "-pk")


class RuleRow(models.Model):
    """One value of one rule from a day on. Rows are only added: the next one ends the one before.

    `name` is a rule of `governance.rules`, or stands below one of its open families ("criterion.refund-days"),
    whose `title` then says what it is.
    """

    name = models.CharField(max_length=80, db_index=True)
    title = models.CharField(max_length=120, blank=True)
    value = models.CharField(max_length=400)
    in_force_from = models.DateField()
    resolution = models.ForeignKey(
        "governance.Resolution", on_delete=models.PROTECT, null=True, blank=True, related_name="rules"
    )
    source = models.CharField(max_length=300)
    mark = models.CharField(max_length=16)

    objects = RuleRowQuerySet.as_manager()

    class Meta:
        db_table = "governance_rule"
        ordering = ["name", "in_force_from", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["name", "in_force_from", "resolution"], name="one_value_a_resolution_and_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} = {self.value} ({self.in_force_from})"
