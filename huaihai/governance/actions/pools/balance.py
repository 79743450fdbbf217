"""Hours given and received: one confirmed line is given once and received once, so the two sums are equal."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Sum

from huaihai.governance.models import PoolHours
from huaihai.members.actors import Actor
from huaihai.members.models import Organisation


@dataclass(frozen=True)
class Account:
    """What one city gave and received, in whole minutes."""

    city: Organisation
    given: int
    received: int


@dataclass(frozen=True)
class Balance:
    """One year, city by city in the alliance's own order."""

    year: int
    accounts: list[Account]

    @property
    def given(self) -> int:
        return sum(account.given for account in self.accounts)

    @property
    def received(self) -> int:
        return sum(account.received for account in self.accounts)


def of_year(year: int, *, seen_by: Actor) -> Balance:
    """The confirmed hours of a year. Three queries, however many lines."""
    lines = PoolHours.objects.visible_to(seen_by).counted().filter(worked_on__year=year).order_by()
    given = _sums(lines.values_list("giver_id").annotate(Sum("minutes")))
    received = _sums(lines.values_list("receiver_id").annotate(Sum("minutes")))
    cities = Organisation.objects.cities()
    return Balance(year, [Account(city, given.get(city.pk, 0), received.get(city.pk, 0)) for city in cities])


def years(*, seen_by: Actor) -> list[int]:
    """The years in which hours were confirmed, the newest first."""
    days = PoolHours.objects.visible_to(seen_by).counted().dates("worked_on", "year", order="DESC")
    return [day.year for day in days]


def _sums(rows: Iterable[tuple[object, int]]) -> dict[object, int]:
    return dict(rows)
