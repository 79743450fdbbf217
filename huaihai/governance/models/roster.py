"""Who is on duty, and leave."""

from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from huaihai.governance import standing
from huaihai.kit.ids import new_id
from huaihai.members.models import Account, Organisation, Post, Role

if TYPE_CHECKING:
    from huaihai.members.actors import Actor

ON_DUTY_ROLES = frozenset({Role.OFFICER, Role.MEDIATOR, Role.HEAD, Role.SECRETARIAT})


class ShiftQuerySet(models.QuerySet["Shift"]):
    def visible_to(self, actor: "Actor") -> "ShiftQuerySet":
        """Who is on duty by name is for staff; the public is told by `roster.public_duty` only that somebody is."""
        if actor.kind == "system" or standing.reads_office(actor):
            return self
        return self.none()

    def living(self) -> "ShiftQuerySet":
        """Those whose person can sign in and still holds a post there on the day."""
        held = Post.objects.filter(
            Q(until_on__isnull=True) | Q(until_on__gte=OuterRef("on")),
            account_id=OuterRef("account_id"),
            organisation_id=OuterRef("organisation_id"),
            from_on__lte=OuterRef("on"),
            role__in=ON_DUTY_ROLES,
        )
        return self.filter(Exists(held), account__is_active=True)


class Shift(models.Model):
    """One person on duty for one body: from the fixed hour of the day `on` until the next shift begins."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="shifts")
    on = models.DateField()
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="shifts")

    objects = ShiftQuerySet.as_manager()

    class Meta:
        db_table = "governance_shift"
        ordering = ["on", "organisation_id"]
        verbose_name = _("shift")
        constraints = [
            models.UniqueConstraint(fields=["organisation", "on"], name="one_shift_a_body_and_day")
        ]
        indexes = [
            models.Index(fields=["on"], name="shift_by_day"),
            models.Index(fields=["account", "on"], name="shift_by_person"),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} {self.on}"


class LeaveQuerySet(models.QuerySet["Leave"]):
    def visible_to(self, actor: "Actor") -> "LeaveQuerySet":
        """One's own; and for those who plan, all of their body. Why somebody is away is nowhere kept."""
        if actor.kind == "system":
            return self
        if not standing.reads_office(actor):
            return self.none()
        return self.filter(Q(account_id=actor.account_id) | Q(organisation=standing.delegation_of(actor)))

    def touching(self, first: date, last: date) -> "LeaveQuerySet":
        """Those that have a day in this span."""
        return self.filter(from_on__lte=last, until_on__gte=first)


class Leave(models.Model):
    """Days on which a person takes no shift; `until_on` is the last one."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="leaves")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="leaves")
    from_on = models.DateField()
    until_on = models.DateField()

    objects = LeaveQuerySet.as_manager()

    class Meta:
        db_table = "governance_leave"
        ordering = ["from_on", "id"]
        verbose_name = _("leave")
        constraints = [
            models.CheckConstraint(condition=Q(until_on__gte=F("from_on")), name="leave_ends_after_it_begins")
        ]

    def __str__(self) -> str:
        return f"{self.organisation} {self.from_on} – {self.until_on}"
