"""Which standing offers fit a draft, as far as it says. No clock: the day of filing is told."""

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from huaihai import alliance
from huaihai.businesses.models import Business, Place
from huaihai.businesses.standing import facts as standing_facts
from huaihai.businesses.standing.facts import IF_TOLD, Facts, Fitting, Why
from huaihai.businesses.standing.terms import More, more_by_law
from huaihai.cases.models import Case, Taking
from huaihai.law.errors import UnknownPlace


@dataclass(frozen=True)
class Found:
    """What fits, the best first; what would, once price or day are told; what does not for price, day or matter."""

    fitting: list[Fitting]
    nearly: list[Fitting]
    unfit: list[Fitting] = field(default_factory=list)

    @property
    def keys(self) -> set[str]:
        """What is remembered as shown: an offer that would fit is another thing once it does."""
        return {str(one.version.pk) for one in self.fitting} | {f"{one.version.pk}?" for one in self.nearly}

    def one(self, version_id: str) -> Fitting | None:
        """The fitting one with this id."""
        return next((one for one in self.fitting if str(one.version.pk) == version_id), None)


NONE = Found([], [])
TOLD = frozenset({Why.OVER_CAP, Why.TOO_LATE, Why.OTHER_MATTER, Why.OTHER_GOODS})  # why not, if that is all


def of(case: Case, *, on: date) -> Found:
    """The standing offers for this draft, filed on this day. None for a business that no body of ours could watch."""
    business, place = business_of(case)
    if business is None or not _is_ours(case, business, place):
        return NONE
    facts = facts_of(case, place, on=on)
    versions = standing_facts.versions_for(business, facts.days)
    fitting = standing_facts.best(versions, facts)
    known = {one.version.offer_id for one in fitting}
    assessed = standing_facts.assessed(versions, facts)
    nearly = [one for one in assessed if one.fit.would_if_told and one.version.offer_id not in known]
    known |= {one.version.offer_id for one in nearly}
    return Found(fitting, nearly, [one for one in _newest(assessed) if _is_told(one, known)])


def is_to_be_shown(case: Case, found: Found) -> bool:
    """Whether something fits that the consumer has not been shown yet."""
    held = taking_of(case)
    return not found.keys <= set(held.shown if held else [])


def taking_of(case: Case) -> Taking | None:
    """What the consumer answered, if asked."""
    return Taking.objects.select_related("version__offer__business").filter(case=case).first()


def facts_of(case: Case, place: Place | None, *, on: date) -> Facts:
    """What the draft says, for matching."""
    return Facts(
        filed_on=on,
        nature=case.nature,
        category=case.category,
        remedies=tuple(case.remedies),
        price_fen=case.price_fen,
        asked_fen=case.asked_fen,
        bought_on=case.bought_on,
        received_on=case.received_goods_on,
        place_id=place.pk if place else None,
    )


def business_of(case: Case) -> tuple[Business | None, Place | None]:
    """Which business of the register the draft names: begun at one of its places, or by its credit code."""
    if case.business is not None:
        return case.business.merged_into or case.business, case.place
    code = case.stated_business.get("code", "")
    named = (
        Business.objects.filter(credit_code=code).select_related("merged_into", "parent") if code else None
    )
    business = named.first() if named is not None else None
    if business is None:
        return None, None
    business = business.merged_into or business
    return business, _place_named(case, business)


def law_gives_more(case: Case, one: Fitting) -> tuple[More, ...]:
    """Where the law gives more than this offer, in this very matter."""
    natures = (case.nature,) if case.nature else ()
    return more_by_law(one.terms, natures=natures, categories=(case.category,) if case.category else ())


def _newest(assessed: list[Fitting]) -> list[Fitting]:
    """The newest version of each offer."""
    rising = sorted(assessed, key=lambda one: one.version.number)
    return list({one.version.offer_id: one for one in rising}.values())


def _is_told(one: Fitting, known: set[UUID]) -> bool:
    return one.version.offer_id not in known and TOLD.issuperset(set(one.fit.reasons) - IF_TOLD)


def _place_named(case: Case, business: Business) -> Place | None:
    """The place of the business with the same sign or address in the same region."""
    said = case.stated_business
    names = {said.get("sign"), said.get("address")} - {"", None}
    places = business.places.filter(region_code=said.get("region_code", ""))
    return next((place for place in places if {place.sign, place.address} & names), None)


def _is_ours(case: Case, business: Business, place: Place | None) -> bool:
    stated = case.stated_business.get("region_code", "")
    code = (place.region_code if place else "") or stated or business.registered_at
    zone = alliance.load().zone
    try:
        return bool(code) and zone.city_of(zone.place(code)) is not None
    except UnknownPlace:
        return False
