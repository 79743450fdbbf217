"""When somebody is away, and who stands in."""

from datetime import date

from django.db import models
from django.db.models import Q

from huaihai.kit.ids import new_id
from huaihai.kit.versions import VersionedQuerySet, versioned
from huaihai.members.actors import Actor
from huaihai.members.models import Account, Organisation


class AbsenceQuerySet(VersionedQuerySet["Absence"]):
    def visible_to(self, actor: Actor) -> "AbsenceQuerySet":
        """Those of the own body and below."""
        if actor.kind == "system":
            return self
        if actor.kind != "officer" or actor.organisation is None:
            return self.none()
        return self.filter(organisation__path__under=actor.organisation.path)

    def on(self, day: date) -> "AbsenceQuerySet":
        """Of whoever is away on this day; the last day counts."""
        return self.filter(from_on__lte=day, until_on__gte=day, ended_at=None)


@versioned
class Absence(models.Model):
    """Somebody is away from a body from a day to a day. The cases stay theirs; `stands_in` has them on the list too."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="absences")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    stands_in = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="standing_in")
    from_on = models.DateField()
    until_on = models.DateField()
    ended_at = models.DateTimeField(null=True)  # came back earlier, or never went

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(until_on__gte=models.F("from_on")), name="absence_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=~Q(stands_in=models.F("account")), name="absence_stood_in_by_another"
            ),
        ]
        indexes = [models.Index(fields=["organisation", "until_on"], name="absence_body_until")]

    def __str__(self) -> str:
        return f"{self.account_id} {self.from_on}..{self.until_on}"

    def runs_on(self, day: date) -> bool:
        """Whether somebody is away on this day; the last day counts."""
        return self.from_on <= day <= self.until_on and self.ended_at is None
