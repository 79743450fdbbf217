"""A post, or a way in with a new second factor, that waits for the yes of a second person."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huaihai.kit.ids import new_id
from huaihai.kit.versions import by_version
from huaihai.members.models.account import Account, Post, Role
from huaihai.members.models.organisation import Organisation, tree

if TYPE_CHECKING:
    from huaihai.members.actors import Actor

OPEN_FOR = timedelta(days=7)
CONFIRMING = frozenset({Role.SYSTEM_ADMIN.value, Role.SECURITY_ADMIN.value})


class PowerRequestQuerySet(models.QuerySet["PowerRequest"]):
    def visible_to(self, actor: "Actor") -> "PowerRequestQuerySet":
        """What concerns oneself; for an administrator and a head the own part of the tree; for the head of a city also
        what no head of another body can confirm (`members.pairs`).
        """
        if actor.kind == "system":
            return self
        if actor.kind != "officer" or actor.organisation is None:
            return self.none()
        seen = Q(account_id=actor.account_id)
        if actor.roles & CONFIRMING:
            seen |= Q(organisation__path__under=actor.organisation.path)
        if Role.HEAD.value in actor.roles:
            seen |= Q(organisation__path__under=actor.organisation.path)
            if actor.organisation.kind == Organisation.Kind.CITY:
                seen |= _without_another_head()
        return self.filter(seen)

    def open(self, at: datetime) -> "PowerRequestQuerySet":
        """Those that nobody has answered; after a week they have lapsed."""
        return self.filter(outcome="", asked_at__gt=at - OPEN_FOR)


def _without_another_head() -> Q:
    """About bodies that nobody is head of, and about those who are."""
    heads = Post.objects.filter(role=Role.HEAD, until_on__isnull=True)
    return Q(organisation__in=bodies_without_a_head()) | Q(account__in=heads.values("account"))


@by_version
def bodies_without_a_head() -> list[UUID]:
    """Those of which, and of the bodies above which, nobody is head."""
    heads = Post.objects.filter(role=Role.HEAD, until_on__isnull=True)
    held = set(heads.values_list("organisation__path", flat=True))
    return [node.pk for node in tree().by_pk.values() if not held.intersection(node.paths_above_and_own())]


class PowerRequest(models.Model):
    """What an administrator asked for somebody: a post in `organisation`, or, without a role, a link for a new password
    and a new second factor.
    """

    class Outcome(models.TextChoices):
        CONFIRMED = "confirmed", pgettext_lazy("power", "confirmed")
        REFUSED = "refused", pgettext_lazy("power", "refused")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="power_requests")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=20, choices=Role.choices, blank=True)
    asked_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True)
    answered_by = models.ForeignKey(
        Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)

    objects = PowerRequestQuerySet.as_manager()

    class Meta:
        db_table = "members_power_request"
        ordering = ["-asked_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(role__in=["", *(role.value for role in Role)]), name="asked_role_is_known"
            ),
            models.CheckConstraint(
                condition=Q(outcome="", answered_by__isnull=True, answered_at__isnull=True)
                | (
                    Q(outcome__in=["confirmed", "refused"], answered_at__isnull=False)
                    & Q(answered_by__isnull=False)
                ),
                name="power_request_is_answered_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=["", "refused"]) | ~Q(answered_by=models.F("asked_by")),
                name="power_request_is_confirmed_by_another",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.what} · {self.organisation}"

    @property
    def what(self) -> str:
        """What is asked for, as pages say it."""
        return self.get_role_display() if self.role else str(_("a new second step"))

    def is_open(self, at: datetime) -> bool:
        """Whether it may still be confirmed or refused."""
        return not self.outcome and at < self.asked_at + OPEN_FOR
