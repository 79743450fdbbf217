"""Which bodies belong to the alliance, from when until when."""

from datetime import date

from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce

from huaihai.members.models import Organisation


class MembershipQuerySet(models.QuerySet["Membership"]):
    def on(self, day: date) -> "MembershipQuerySet":
        """Those that run on this day; the last day counts."""
        return self.filter(Q(until_on__isnull=True) | Q(until_on__gte=day), from_on__lte=day)


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
