"""Which standing offers fit a consumer's facts, an offer in plain words, how often one was taken, which fund pays.

A sale is judged by the versions in force on its own day and on the day of filing: for each offer, whichever is better
for the consumer (more money, then sooner, then newer). So a new version takes nothing from who bought before it, and
whoever bought before there was any offer has today's.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from huaihai import reactions
from huaihai.businesses.models import Business, Place, StandingOfferVersion
from huaihai.businesses.pledges import facts as pledges_facts
from huaihai.businesses.standing.terms import ASKED, FORMAT, HOURS, NOTHING, PRICE, RECEIPT, Terms
from huaihai.kit import local_words, spoken
from huaihai.kit.clock import ZONE
from huaihai.law import beyond, kinds, remedies


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
    if not business.__dict__.get("may_offer", True):  # read with it (`Business.objects.with_code`)
        return []
    of_line = frozenset().union(*pledges_facts.line(business))
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


def given(terms: Terms, sum_fen: int | None = None) -> str:
    """What the business does, with the sum if it is known."""
    parts = [local_words.said(remedy) for remedy in remedies.ALL if remedy.code in terms.remedies]
    return " · ".join(filter(None, (local_words.listed(parts), money(terms, sum_fen))))


def money(terms: Terms, sum_fen: int | None = None) -> str:
    """How much: the sum, or the rule for it; nothing where no money is given."""
    if terms.pays == NOTHING:
        return ""
    if sum_fen is not None:
        return spoken.money(sum_fen)
    if terms.most_fen is None:
        return _("the price you paid")
    most = {"sum": spoken.money(terms.most_fen)}
    if terms.pays == PRICE:
        return _("the price you paid, if it is %(sum)s or less") % most
    return _("what you ask for, if it is %(sum)s or less") % most


def done_within(terms: Terms) -> str:
    """How soon, counted from the moment it is taken."""
    number = {"n": terms.perform_number}
    if terms.perform_unit == HOURS:
        return ngettext("done within %(n)s hour", "done within %(n)s hours", terms.perform_number) % number
    return ngettext("done within %(n)s day", "done within %(n)s days", terms.perform_number) % number


def payer(terms: Terms) -> str:
    """Who pays; nothing where no money is given."""
    if terms.pays == NOTHING:
        return ""
    return _("An advance-compensation fund pays.") if terms.paid_by_fund else _("The business pays itself.")


def to_have(terms: Terms) -> list[str]:
    """What the consumer must still have; taking the offer says that it is so."""
    needed = []
    if terms.needs_receipt:
        needed.append(_("You have the receipt or the record of payment."))
    if terms.needs_intact:
        needed.append(_("The goods are whole and complete."))
    return needed


def conditions(terms: Terms, places: Iterable[Place] = ()) -> list[str]:
    """All conditions, one sentence each; `places` are those that the offer names."""
    held = []
    if terms.within_days is not None:
        words = (
            ngettext(
                "Within %(n)s day of receiving the goods.",
                "Within %(n)s days of receiving the goods.",
                terms.within_days,
            )
            if terms.counted_from == RECEIPT
            else ngettext(
                "Within %(n)s day of the purchase.", "Within %(n)s days of the purchase.", terms.within_days
            )
        )
        held.append(words % {"n": terms.within_days})
    if terms.natures:
        held.append(_("If this is wrong: %(kinds)s.") % {"kinds": _named(terms.natures)})
    if terms.categories:
        held.append(_("For: %(kinds)s.") % {"kinds": _named(terms.categories)})
    if terms.places:
        names = local_words.listed(filter(None, (place.sign or place.address for place in places)))
        held.append(_("Only at: %(places)s.") % {"places": names or _("the places it names")})
    return [*held, *to_have(terms)]


def law_gives_more(codes: Iterable[str]) -> list[tuple[str, str]]:
    """Where the law gives more, in a sentence each, with the article."""
    held = beyond.by_code()
    found = [held[code] for code in codes if code in held]
    return [(local_words.said(more), local_words.in_script(more.article)) for more in found]


def whole(terms: Terms, sum_fen: int | None, note: str) -> str:
    """What was taken, as the agreement's text says it."""
    what = _("%(what)s, %(when)s.") % {"what": given(terms, sum_fen), "when": done_within(terms)}
    return "\n".join(filter(None, (what, payer(terms), *conditions(terms), note)))


def _named(codes: Iterable[str]) -> str:
    return local_words.listed(
        local_words.said(kinds.BY_CODE[code]) for code in codes if code in kinds.BY_CODE
    )


def version_in_words(version: StandingOfferVersion, places: Mapping[str, Place]) -> dict[str, Any]:
    """What is given, when, to whom, where the law gives more, and on which days it is in force."""
    terms = Terms.of(version.terms)
    named = [places[key] for key in terms.places if key in places]
    return {
        **version_words(terms, named),
        "number": version.number,
        "from_on": version.from_on,
        "until_on": version.until_on,
        "never_began": version.never_began,
        "note": version.note,
        "law_more": law_gives_more(version.falls_short),
        "fingerprint": version.fingerprint,
        "published_at": version.published_at,
    }


def version_words(terms: Terms, places: list[Place]) -> dict[str, Any]:
    """Terms alone, before anything is published."""
    return {
        "given": given(terms),
        "when": done_within(terms),
        "payer": payer(terms),
        "conditions": conditions(terms, places),
    }


@dataclass(frozen=True)
class Taken:
    """Times taken, by what became of it; sums in fen. `kept` counts only what the consumer confirmed."""

    times: int = 0
    sum_fen: int = 0
    kept: int = 0
    kept_fen: int = 0
    claimed: int = 0
    waiting: int = 0
    broken: int = 0
    unknown: int = 0


def taken(offer_ids: Collection[UUID]) -> dict[UUID, Taken]:
    """The figures of these offers, in one query; an offer nobody took is left out."""
    found: dict[UUID, Taken] = import_string(reactions.STANDING_OFFERS_TAKEN)(offer_ids)
    return found


GROUND = "standing_offer"


def fund_name(business: UUID, *, on: date) -> str:
    """The fund that has agreed to pay the standing offers of this business on this day; "" if none has."""
    found = _found(business, on=on)
    return str(found.name) if found is not None else ""


def fund_and_owner(business: UUID, *, on: date) -> str:
    """The same fund with whose it is: who gets the data when it is asked to pay; "" if there is none."""
    found = _found(business, on=on)
    if found is None or found.owner is None:
        return str(found.name) if found is not None else ""
    return _("“%(fund)s” of %(owner)s") % {"fund": found.name, "owner": found.owner.name}


def _found(business: UUID, *, on: date) -> Any:
    found: tuple[Any, Any] | None = import_string(reactions.FUND_FOR)(business, on=on, ground=GROUND)
    return found[0] if found is not None else None
