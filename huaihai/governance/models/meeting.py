"""Meetings: invitation, agenda, papers and who was there."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huaihai.governance import standing
from huaihai.governance.lives import MEETING
from huaihai.kit.fields import SealedTextField
from huaihai.kit.ids import new_id
from huaihai.members.models import Organisation

if TYPE_CHECKING:
    from huaihai.members.actors import Actor


class MeetingQuerySet(models.QuerySet["Meeting"]):
    def visible_to(self, actor: "Actor") -> "MeetingQuerySet":
        """All meetings to whoever reads the office's pages; none to others."""
        return self if standing.reads_office(actor) else self.none()


class Meeting(models.Model):
    """One meeting. One that is adjourned goes on as a new one, which names it in `resumes`."""

    class Kind(models.TextChoices):
        YEARLY = "yearly", _("yearly meeting")
        EXTRAORDINARY = "extraordinary", _("extraordinary meeting")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    year = models.PositiveSmallIntegerField()
    serial = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=16, choices=Kind.choices)
    title = models.CharField(max_length=120)
    place = models.CharField(max_length=200)
    begins_at = models.DateTimeField()
    stage = models.CharField(max_length=16)
    convened_by = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="meetings_convened")
    resumes = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="resumed_by"
    )
    short_notice_reason = models.CharField(max_length=300, blank=True)
    adjourned_reason = models.CharField(max_length=300, blank=True)
    invited_at = models.DateTimeField(null=True, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        db_table = "governance_meeting"
        ordering = ["-begins_at", "-serial"]
        constraints = [
            models.UniqueConstraint(fields=["year", "serial"], name="one_meeting_a_number"),
            models.CheckConstraint(
                condition=Q(stage__in=list(MEETING.stages)), name="meeting_stage_is_known"
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
        """Its name in the record."""
        return f"meeting:{self.pk}"

    @property
    def stage_label(self) -> str:
        """Its stage in words."""
        return str(MEETING.stages[self.stage])


class AgendaItem(models.Model):
    """One point of the agenda; with a motion if something is to be decided."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="agenda")
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    text = models.TextField(blank=True)
    motion = models.ForeignKey(
        "governance.Motion", on_delete=models.PROTECT, null=True, blank=True, related_name="agenda_items"
    )

    class Meta:
        db_table = "governance_agenda_item"
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "motion"], name="one_motion_once_on_an_agenda"),
        ]

    def __str__(self) -> str:
        return self.title


class Paper(models.Model):
    """A file that belongs to a meeting; its content lies in the file store under its hash."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="papers")
    name = models.CharField(max_length=120)
    sha256 = models.CharField(max_length=64)
    derivative = models.CharField(max_length=120, blank=True)
    kind = models.CharField(max_length=60)
    size = models.PositiveBigIntegerField()
    added_by = models.CharField(max_length=80)
    added_at = models.DateTimeField()

    class Meta:
        db_table = "governance_paper"
        ordering = ["added_at", "id"]

    def __str__(self) -> str:
        return self.name


class AttendanceQuerySet(models.QuerySet["Attendance"]):
    def present_at(self, moment: datetime) -> "AttendanceQuerySet":
        """Bodies that had come by this moment and had not left."""
        return self.filter(Q(left_at__isnull=True) | Q(left_at__gt=moment), came_at__lte=moment)


class Attendance(models.Model):
    """A body's stay in a meeting, from coming to leaving; one that comes back has a second row."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="attendance")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    delegates = SealedTextField(blank=True, default="")
    came_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True, blank=True)

    objects = AttendanceQuerySet.as_manager()

    class Meta:
        db_table = "governance_attendance"
        ordering = ["came_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "organisation"],
                condition=Q(left_at__isnull=True),
                name="a_body_is_in_a_meeting_once",
            ),
            models.CheckConstraint(
                condition=Q(left_at__isnull=True) | Q(left_at__gte=models.F("came_at")),
                name="attendance_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} {self.came_at:%H:%M}"
