from datetime import datetime, timedelta
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huaihai.cases.models.case import Case
from huaihai.kit.fields import SealedTextField
from huaihai.kit.ids import new_id
from huaihai.members.actors import Actor

LASTS = timedelta(hours=1)


class AppointmentQuerySet(models.QuerySet["Appointment", Any]):
    def visible_to(self, actor: Actor) -> "AppointmentQuerySet":
        """Those of the cases that the actor sees."""
        return self.filter(case__in=Case.objects.visible_to(actor))

    def planned(self) -> "AppointmentQuerySet":
        """Those that stand: neither held nor called off. One whose hour is past waits for its minutes."""
        return self.filter(state=Appointment.State.PLANNED)

    def due(self, until: datetime) -> "AppointmentQuerySet":
        """Those that stand and begin before this moment, the next first: what waits for whoever has the case."""
        return self.planned().filter(starts_at__lt=until).order_by("starts_at", "pk")


class Appointment(models.Model):
    """When and where both sides meet for a mediation: in a room, by video or on the telephone."""

    sealed_with = "case"

    class Kind(models.TextChoices):
        ROOM = "room", _("in a room")
        VIDEO = "video", _("by video")
        PHONE = "phone", _("on the telephone")

    class State(models.TextChoices):
        PLANNED = "planned", _("planned")
        HELD = "held", _("held")
        OFF = "off", _("called off")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="appointments")
    kind = models.CharField(max_length=6, choices=Kind.choices)
    starts_at = models.DateTimeField()
    place = SealedTextField()  # the room, the link, or who calls whom
    invites_consumer = models.BooleanField(default=True)
    invites_business = models.BooleanField(default=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.PLANNED)
    sequence = models.PositiveSmallIntegerField(
        default=0
    )  # how often it was moved: calendars take the newest
    made_by = models.CharField(max_length=80)
    made_at = models.DateTimeField()

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(state="planned"), name="appointment_one_planned_a_case"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["room", "video", "phone"]), name="appointment_kind_is_known"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["planned", "held", "off"]), name="appointment_state_is_known"
            ),
            models.CheckConstraint(
                condition=Q(invites_consumer=True) | Q(invites_business=True),
                name="appointment_invites_somebody",
            ),
        ]
        indexes = [
            models.Index(fields=["starts_at"], condition=Q(state="planned"), name="appointment_due"),
        ]

    @property
    def invited(self) -> list[str]:
        """The sides that are."""
        sides = {"consumer": self.invites_consumer, "business": self.invites_business}
        return [side for side, is_invited in sides.items() if is_invited]

    def __str__(self) -> str:
        return f"{self.kind} of {self.case_id}"

    @property
    def ends_at(self) -> datetime:
        """Nobody is asked how long it takes: a calendar keeps an hour free."""
        return self.starts_at + LASTS
