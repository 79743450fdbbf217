"""Who is on duty, swaps and leave."""

from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huaihai.governance import standing
from huaihai.governance.lives import NEW, Life
from huaihai.kit.fields import SealedTextField
from huaihai.kit.ids import new_id
from huaihai.members.models import Account, Organisation, Post, Role

if TYPE_CHECKING:
    from huaihai.members.actors import Actor

ON_DUTY_ROLES = frozenset({Role.OFFICER, Role.MEDIATOR, Role.HEAD, Role.SECRETARIAT})

SWAP = Life(
    _("swap"),
    {
        "asked": pgettext_lazy("swap", "waiting for an answer"),
        "accepted": pgettext_lazy("swap", "accepted"),
        "refused": pgettext_lazy("swap", "refused"),
        "withdrawn": pgettext_lazy("swap", "taken back"),
        "overtaken": pgettext_lazy("swap", "overtaken by another change"),
        "lapsed": pgettext_lazy("swap", "not answered in time"),
    },
    {
        "ask": {NEW: "asked"},
        "accept": {"asked": "accepted"},
        "refuse": {"asked": "refused"},
        "withdraw": {"asked": "withdrawn"},
        "overtake": {"asked": "overtaken"},
        "lapse": {"asked": "lapsed"},  # a shift that it is about has begun
    },
)


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


class SwapQuerySet(models.QuerySet["Swap"]):
    def visible_to(self, actor: "Actor") -> "SwapQuerySet":
        """The two people's own; and for those who plan, all of their body."""
        if actor.kind == "system":
            return self
        if not standing.reads_office(actor):
            return self.none()
        own = Q(asked_by_id=actor.account_id) | Q(asked_id=actor.account_id)
        return self.filter(own | Q(organisation=standing.delegation_of(actor)))

    def waiting(self, day: date) -> "SwapQuerySet":
        """Those that can still be answered when the last shift that has begun is that of `day`."""
        not_begun = Q(return_on__isnull=True) | Q(return_on__gt=day)
        return self.filter(not_begun, stage="asked", on__gt=day)

    def lapsing(self, day: date) -> "SwapQuerySet":
        """Those without an answer of which a shift has begun, when the last one that has is that of `day`."""
        return self.filter(Q(on__lte=day) | Q(return_on__lte=day), stage="asked")


class Swap(models.Model):
    """One person asks a colleague to take the shift of the day `on`, or to exchange it for that of `return_on`.

    Until it is accepted nothing changes. It names days, not shifts, so that a new plan need not mind it.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="swaps")
    on = models.DateField()
    return_on = models.DateField(null=True, blank=True)
    asked_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="swaps_wanted")
    asked = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="swaps_asked")
    words = SealedTextField(blank=True, default="")
    stage = models.CharField(max_length=16)
    version = models.PositiveIntegerField(default=1)
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)

    objects = SwapQuerySet.as_manager()

    class Meta:
        db_table = "governance_swap"
        ordering = ["on", "asked_at"]
        verbose_name = _("swap")
        constraints = [
            models.CheckConstraint(condition=Q(stage__in=list(SWAP.stages)), name="swap_stage_is_known"),
            models.CheckConstraint(condition=~Q(asked_by=F("asked")), name="swap_is_between_two"),
            models.CheckConstraint(
                condition=Q(return_on__isnull=True) | ~Q(return_on=F("on")), name="swap_is_of_two_days"
            ),
            models.UniqueConstraint(
                fields=["organisation", "on", "asked"],
                condition=Q(stage="asked"),
                name="one_open_swap_a_day_and_person",
            ),
        ]
        indexes = [models.Index(fields=["organisation", "stage", "on"], name="swap_by_body")]

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
