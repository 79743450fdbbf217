from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Q

from huaihai.cases import rights
from huaihai.cases.models.case import Case
from huaihai.kit.ids import new_id
from huaihai.members.actors import Actor
from huaihai.members.models import Organisation
from huaihai.record.models import Clock


class ForwardingQuerySet(models.QuerySet["Forwarding", Any]):
    def visible_to(self, actor: Actor) -> "ForwardingQuerySet":
        """As rows of a list: those from or to the officer's own city; all of them for the alliance's desk."""
        if rights.reads_all(actor):
            return self
        city = _key_of(rights.own_city(actor))
        return self.filter(Q(from_city=city) | Q(to_city=city))

    def first_seen_by(self, actor: Actor) -> datetime | None:
        """When the first of them was sent, with one look into an index for each side."""
        if rights.reads_all(actor):
            sides: list[dict[str, Any]] = [{}]
        else:
            city = _key_of(rights.own_city(actor))
            sides = [{"from_city": city}, {"to_city": city}]
        found = [self.filter(**side).aggregate(first=models.Min("forwarded_at"))["first"] for side in sides]
        return min((one for one in found if one), default=None)

    def sent_within(self, start: datetime, end: datetime) -> "ForwardingQuerySet":
        """Those forwarded from `start` on and before `end`."""
        return self.filter(forwarded_at__gte=start, forwarded_at__lt=end)


def _key_of(city: str) -> models.Subquery:
    """The key of the city with this path ("" is none's), to be compared with and not joined."""
    return models.Subquery(Organisation.objects.filter(path=city).values("pk")[:1])


class Forwarding(models.Model):
    """One case on its way from one city to another (转办). Written once, by the verb that forwards.

    What becomes of it is told by the three clocks it names: the home body's for forwarding, the receiving body's
    for taking it and for deciding. They keep what they were due on, when they ended and by which verb.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="forwardings")
    from_city = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="forwarded_away", db_index=False
    )
    to_city = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="forwarded_here", db_index=False
    )
    forwarded_at = models.DateTimeField()
    forward_clock = models.ForeignKey(Clock, on_delete=models.PROTECT, related_name="+")
    take_clock = models.OneToOneField(Clock, on_delete=models.PROTECT, related_name="+")
    decide_clock = models.OneToOneField(Clock, on_delete=models.PROTECT, related_name="+")

    objects = ForwardingQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["forwarded_at"], name="forwarding_when"),
            models.Index(fields=["to_city", "forwarded_at"], name="forwarding_to_city"),
            models.Index(fields=["from_city", "forwarded_at"], name="forwarding_from_city"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(from_city=models.F("to_city")), name="forwarding_between_two_cities"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} from {self.from_city_id} to {self.to_city_id}"
