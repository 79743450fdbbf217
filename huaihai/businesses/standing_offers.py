"""Which standing offers fit a consumer's facts, and what each then gives. No clock: the days are told.

A sale is judged by the versions in force on its own day and on the day of filing: for each offer, whichever is better
for the consumer (more money, then sooner, then newer). So a new version takes nothing from who bought before it, and
whoever bought before there was any offer has today's.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from huaihai.businesses import pledges
from huaihai.businesses.models import Business, StandingOfferVersion
from huaihai.businesses.standing_terms import ASKED, FORMAT, NOTHING, RECEIPT, Terms
from huaihai.kit.clock import ZONE


class Why(StrEnum):
    """Why an offer does not fit; `IF_TOLD` would fit once the consumer says more."""

    NOT_IN_FORCE = "not_in_force"
    OTHER_MATTER = "other_matter"
    OTHER_GOODS = "other_goods"
    OTHER_PLACE = "other_place"
    OTHER_REMEDY = "other_remedy"
    TOO_LATE = "too_late"
    OVER_CAP = "over_cap"
    NO_RECEIPT = "no_receipt"
    NOT_INTACT = "not_intact"
    DAY_UNKNOWN = "day_unknown"
    PRICE_UNKNOWN = "price_unknown"


IF_TOLD = frozenset({Why.DAY_UNKNOWN, Why.PRICE_UNKNOWN})


@dataclass(frozen=True)
class Facts:
    """What the consumer says. Sums in fen; None: not said. `remedies` empty: not said yet."""

    filed_on: date
    nature: str = ""
    category: str = ""
    remedies: tuple[str, ...] = ()
    price_fen: int | None = None
    asked_fen: int | None = None
    bought_on: date | None = None
    received_on: date | None = None
    place_id: UUID | None = None
    has_receipt: bool | None = None
    is_intact: bool | None = None

    @property
    def days(self) -> tuple[date, ...]:
        """The days whose versions count: of filing, and of the sale."""
        if self.bought_on is None or self.bought_on >= self.filed_on:
            return (self.filed_on,)
        return (self.filed_on, self.bought_on)


@dataclass(frozen=True)
class Fit:
    """Whether it fits; if not, why; if so, the sum in fen (None: no money is given)."""

    ok: bool
    reasons: tuple[Why, ...] = ()
    sum_fen: int | None = None

    @property
    def would_if_told(self) -> bool:
        """It fits but for what the consumer has not said."""
        return not self.ok and IF_TOLD.issuperset(self.reasons)


@dataclass(frozen=True)
class Fitting:
    """A version with its terms and how it fits."""

    version: StandingOfferVersion
    terms: Terms
    fit: Fit

    @property
    def rank(self) -> tuple[int, int, int]:
        """The higher, the better for the consumer: more money, then sooner, then newer."""
        return (self.fit.sum_fen or 0, -self.terms.hours, self.version.number)


def fits(version: StandingOfferVersion, facts: Facts) -> Fit:
    """Whether this version answers these facts, and with what sum. It gives all of the sum or does not fit."""
    terms = Terms.of(version.terms)
    reasons = [] if any(version.is_in_force(day) for day in facts.days) else [Why.NOT_IN_FORCE]
    reasons += _matter(terms, facts) + _time(terms, facts)
    sum_fen, wrong = _sum(terms, facts)
    reasons += wrong
    return Fit(False, tuple(reasons)) if reasons else Fit(True, (), sum_fen)


def best(versions: Iterable[StandingOfferVersion], facts: Facts) -> list[Fitting]:
    """For each offer the version best for the consumer among those that fit; the best offer first."""
    found: dict[UUID, Fitting] = {}
    for one in assessed(versions, facts):
        held = found.get(one.version.offer_id)
        if one.fit.ok and (held is None or one.rank > held.rank):
            found[one.version.offer_id] = one
    return sorted(found.values(), key=lambda one: one.rank, reverse=True)


def assessed(versions: Iterable[StandingOfferVersion], facts: Facts) -> list[Fitting]:
    """Each version with how it fits."""
    return [Fitting(version, Terms.of(version.terms), fits(version, facts)) for version in versions]


def versions_for(business: Business, days: Collection[date]) -> list[StandingOfferVersion]:
    """The versions in force on one of these days, of this business and of the groups above it."""
    of_line = frozenset().union(*pledges.line(business))
    rows = StandingOfferVersion.objects.in_force_on(*days).filter(offer__business__in=of_line)
    return list(rows.with_business())


def to_json(version: StandingOfferVersion) -> dict[str, Any]:
    """One version as it is published for machines; docs/guides/standing-offers.md says what each field means."""
    offer = version.offer
    return {
        "format": FORMAT,
        "id": str(offer.pk),
        "number": version.number,
        "business": {"name": offer.business.name, "credit_code": offer.business.credit_code},
        "from_on": version.from_on.isoformat(),
        "until_on": version.until_on.isoformat() if version.until_on else None,
        "terms": version.terms,
        "note": version.note,
        "law_gives_more": version.falls_short,
        "fingerprint": version.fingerprint,
        "published_at": version.published_at.astimezone(ZONE).isoformat(),
    }


def _matter(terms: Terms, facts: Facts) -> list[Why]:
    place = str(facts.place_id) if facts.place_id else ""
    asked, given = set(facts.remedies), set(terms.remedies)
    wrong = {
        Why.OTHER_MATTER: terms.natures and facts.nature not in terms.natures,
        Why.OTHER_GOODS: terms.categories and facts.category not in terms.categories,
        Why.OTHER_PLACE: terms.places and place not in terms.places,
        Why.OTHER_REMEDY: asked and not asked & given,
        Why.NO_RECEIPT: terms.needs_receipt and facts.has_receipt is False,
        Why.NOT_INTACT: terms.needs_intact and facts.is_intact is False,
    }
    return [why for why, is_so in wrong.items() if is_so]


def _time(terms: Terms, facts: Facts) -> list[Why]:
    if terms.within_days is None:
        return []
    start = (facts.received_on or facts.bought_on) if terms.counted_from == RECEIPT else facts.bought_on
    if start is None:
        return [Why.DAY_UNKNOWN]
    return [Why.TOO_LATE] if (facts.filed_on - start).days > terms.within_days else []


def _sum(terms: Terms, facts: Facts) -> tuple[int | None, list[Why]]:
    if terms.pays == NOTHING:
        return None, []
    said = (facts.asked_fen if terms.pays == ASKED else None) or facts.price_fen
    if not said:
        return None, [Why.PRICE_UNKNOWN]
    if terms.most_fen is not None and said > terms.most_fen:
        return None, [Why.OVER_CAP]
    return said, []
