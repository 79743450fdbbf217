"""Drawing people of different cities by a seed: whoever holds frame and seed draws the same.

The frame is a list of [offer, city]. A lot is the SHA-256 of "seed:offer" (`supervision.visiting.sampling` draws places
in the same way); the frame in rising order of lots is the order. Seats are given in this order, passing over people who
had a seat in the round and cities that have one now.
"""

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from huaihai.brands.models import Declaration, Entry
from huaihai.governance import membership
from huaihai.kit.canonical import canonical
from huaihai.members.models import Organisation, Post
from huaihai.supervision.powers import WORKING

type Frame = Sequence[Sequence[str]]  # [offer, city's key]


def order_of(seed: str, frame: Frame) -> list[str]:
    """All offers of the frame, in the order in which this seed draws them."""
    return sorted({offer for offer, _city in frame}, key=lambda offer: (_lot(seed, offer), offer))


def frame_hash(frame: Frame) -> str:
    """SHA-256 of the sorted frame as canonical JSON."""
    return hashlib.sha256(canonical(sorted([offer, city] for offer, city in frame))).hexdigest()


def next_of(
    order: Sequence[str], frame: Frame, *, seated: Collection[str], cities: Collection[str]
) -> str | None:
    """Who is drawn next: the first that had no seat in the round and is of a city without a seat now."""
    city_of = {pair[0]: pair[1] for pair in frame}
    return next(
        (offer for offer in order if offer not in seated and city_of[offer] not in cities),
        None,
    )


def _lot(seed: str, offer: str) -> str:
    return hashlib.sha256(f"{seed}:{offer}".encode()).hexdigest()


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
    by_key = {str(one.account): one for one in candidates}
    frame = frame_of(candidates)
    order = order_of(seed, frame)
    drawn: list[Candidate] = []
    while len(drawn) < count:
        seated = [str(one.account) for one in drawn]
        cities = [str(city) for city in taken] + [str(one.city) for one in drawn]
        found = next_of(order, frame, seated=seated, cities=cities)
        if found is None:
            break
        drawn.append(by_key[found])
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
