"""Drawing people of different cities for an entry: who is in the pool, whose lot comes next (`desk.lots`)."""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from huaihai.brands.models import Declaration, Entry
from huaihai.desk import lots
from huaihai.governance import membership
from huaihai.members.models import Organisation, Post
from huaihai.supervision.powers import WORKING


@dataclass(frozen=True, order=True)
class Candidate:
    """Somebody who can be drawn, and the city that she or he works for."""

    account: UUID
    city: UUID


def pool(entry: Entry, *, on: date, without: Collection[UUID] = ()) -> list[Candidate]:
    """Working staff of the member cities but the entry's own, who have not declared a conflict of interest.

    `without` are accounts that had a part already. Somebody with posts in two cities stands here once. Five queries.
    """
    cities = [body for body in membership.members_on(on) if body != entry.body]
    posts = Post.objects.held_on(on).filter(role__in=WORKING, account__is_active=True)
    held = posts.exclude(account__in=set(without) | _of_the_city(entry, on) | _in_conflict(entry))
    found: dict[UUID, Candidate] = {}
    rows = held.order_by("account", "from_on", "id").values_list("account", "organisation__path")
    for account, path in rows:
        city = next((body for body in cities if path.startswith(body.path)), None)
        if city is not None:
            found.setdefault(account, Candidate(account, city.pk))
    return sorted(found.values())


def draw(
    candidates: Collection[Candidate], *, seed: str, count: int, taken: Collection[UUID] = ()
) -> list[Candidate]:
    """At most `count` of them, each of another city and none of a city in `taken`, in the order drawn. Pure."""
    by_key, cities = {str(one.account): one for one in candidates}, set(taken)
    drawn: list[Candidate] = []
    for one in map(by_key.__getitem__, lots.order_of(seed, by_key)):
        if len(drawn) < count and one.city not in cities:
            drawn.append(one)
            cities.add(one.city)
    return drawn


def frame_of(candidates: Collection[Candidate]) -> list[list[str]]:
    """The pool as the lots take it, and as `frame_hash` puts its fingerprint into the record."""
    return [[str(one.account), str(one.city)] for one in sorted(candidates)]


def seed_of(*parts: str) -> str:
    """A seed from what nobody can choose: the head of the entry's chain, and what it is drawn for."""
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _of_the_city(entry: Entry, on: date) -> set[UUID]:
    """Whoever has a post in the entry's own city too."""
    own = Organisation.objects.within(entry.body).values("pk")
    return set(Post.objects.held_on(on).filter(organisation__in=own).values_list("account", flat=True))


def _in_conflict(entry: Entry) -> set[UUID]:
    """Whose newest declaration says so."""
    rows = Declaration.objects.filter(entry=entry).order_by("at", "pk").values_list("account", "has_conflict")
    return {account for account, has_conflict in dict(rows).items() if has_conflict}
