"""Which bodies belong to the alliance, the terms of the rotating secretariat, and the rota of those to come."""

from datetime import date

from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from huaihai.kit.versions import VersionedQuerySet, versioned
from huaihai.law.sureness import Sureness
from huaihai.members.models import Organisation


@versioned
class SecretariatTerm(models.Model):
    """The time in which one member is the secretariat. `until_on` is the last day; none: until further notice.

    Terms never overlap: `rotation.agree_term` ends the one before.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="secretariat_terms")
    from_on = models.DateField(unique=True)
    until_on = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=300)
    mark = models.CharField(max_length=16)

    objects = VersionedQuerySet["SecretariatTerm"].as_manager()

    class Meta:
        db_table = "governance_secretariat_term"
        ordering = ["from_on"]
        verbose_name = _("term of the secretariat")
        constraints = [
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gte=models.F("from_on")),
                name="term_ends_after_it_begins",
            ),
            models.UniqueConstraint(
                # An open term ends on no day, and NULLs never collide: this lets one be open at most.
                Coalesce("until_on", models.Value(date(9999, 12, 31))),
                name="terms_end_on_different_days",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} {self.from_on}"

    @property
    def is_confirmed(self) -> bool:
        """Whether the term is on record, and not only presumed."""
        return self.mark != Sureness.UNCONFIRMED


class RotaTurn(models.Model):
    """Whose turn it is to be the secretariat, and from which day: the plan, not the fact.

    The turns come from the alliance's data, or from the resolution that set them.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="rota_turns")
    from_on = models.DateField(unique=True)
    resolution = models.ForeignKey(
        "governance.Resolution", on_delete=models.PROTECT, null=True, blank=True, related_name="rota_turns"
    )
    source = models.CharField(max_length=300)
    mark = models.CharField(max_length=16)

    class Meta:
        db_table = "governance_rota_turn"
        ordering = ["from_on"]

    def __str__(self) -> str:
        return f"{self.organisation} {self.from_on}"

    @property
    def is_agreed(self) -> bool:
        """Whether the bodies agreed on it: a hand-over may rest on it."""
        return self.mark != Sureness.UNCONFIRMED


class MembershipQuerySet(VersionedQuerySet["Membership"]):
    def on(self, day: date) -> "MembershipQuerySet":
        """Those that run on this day; the last day counts."""
        return self.filter(Q(until_on__isnull=True) | Q(until_on__gte=day), from_on__lte=day)


@versioned
class Membership(models.Model):
    """The time in which a body is a member. `until_on` is the last day; none: until further notice.

    `resolution` let the body in, `ended_by` excluded it; one that leaves by notice has none.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="memberships")
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)
    resolution = models.ForeignKey(
        "governance.Resolution", on_delete=models.PROTECT, null=True, blank=True, related_name="memberships"
    )
    ended_by = models.ForeignKey(
        "governance.Resolution", on_delete=models.PROTECT, null=True, blank=True, related_name="exclusions"
    )
    source = models.CharField(max_length=300)
    mark = models.CharField(max_length=16)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        db_table = "governance_membership"
        ordering = ["from_on", "organisation__position", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gte=models.F("from_on")),
                name="membership_ends_after_it_begins",
            ),
            models.UniqueConstraint(
                # An open membership ends on no day, and NULLs never collide: this lets one be open at most.
                "organisation",
                Coalesce("until_on", models.Value(date(9999, 12, 31))),
                name="memberships_end_on_different_days",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} {self.from_on}"

    def runs_on(self, day: date) -> bool:
        """Whether it runs on this day; the last day counts."""
        return self.from_on <= day and (self.until_on is None or self.until_on >= day)
