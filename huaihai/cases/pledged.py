"""The pledge that a case uses: which version counts for the day of the sale, and whether the case is within its days.

The consumer chose a pledge (`Case.pledge` is the version that was on display then); the sale is judged by the version
of the same pledge in force on its own day. Nothing is decided here: the words are shown to all three sides alike.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise

from huaihai.businesses.models import Place, PledgeVersion
from huaihai.businesses.pledges import facts as pledges_facts
from huaihai.businesses.pledges import terms as pledges_terms
from huaihai.businesses.pledges import words
from huaihai.businesses.pledges.terms import PriceTerms, ReturnTerms
from huaihai.cases.models import Case
from huaihai.kit import clock
from huaihai.law.calendar import Calendar
from huaihai.law.errors import CalendarNotHeld
from huaihai.record import clocks


@dataclass(frozen=True)
class Pledged:
    """The pledge in words. `used` is None if it promised nothing on the day of the sale, or not at that place.

    `last_on`: the last day for this purchase, for pledges that count days; `is_within`: whether the case was filed by
    then (or would be today). `return_place` is where the consumer wants to hand the goods in, `return_city` its city.
    """

    kind: Promise | str
    promised_by: str
    chosen: PledgeVersion
    used: PledgeVersion | None
    first: str = ""
    rest: list[str] = field(default_factory=list)
    own: str = ""
    days: str = ""
    bought_on: date | None = None
    last_on: date | None = None
    is_within: bool | None = None
    is_other_version: bool = False
    return_place: dict[str, Any] | None = None
    return_city: str = ""


def of(case: Case, *, today: date) -> Pledged | None:
    """The pledge of this case in words; None if it uses none, or is about another business by now."""
    chosen = _chosen(case)
    if chosen is None:
        return None
    used = version_for(case, chosen)
    kind = words.SHORT[chosen.pledge.kind]
    promised_by = pledges_facts.standing(chosen.pledge.business).name
    if used is None:
        return Pledged(kind, promised_by, chosen, None, bought_on=case.bought_on)
    said = words.version_in_words(used, today=today)
    filed_on = clock.local_day(case.submitted_at) if case.submitted_at else today
    last_on = last_day(used, case.bought_on, calendar=clocks.calendar())
    return Pledged(
        kind,
        promised_by,
        chosen,
        used,
        said.first,
        said.rest,
        said.own,
        said.days,
        case.bought_on,
        last_on,
        None if last_on is None or case.bought_on is None else case.bought_on <= filed_on <= last_on,
        used.pk != chosen.pk,
        **_returning(case),
    )


def version_for(case: Case, chosen: PledgeVersion) -> PledgeVersion | None:
    """The version by which the sale is judged; the chosen one as long as the day of the sale is not known."""
    used = pledges_facts.on_day(chosen, case.bought_on) if case.bought_on else chosen
    if used is None or (case.place is not None and not pledges_facts.covers(used, case.place)):
        return None
    return used


def last_day(version: PledgeVersion, bought_on: date | None, *, calendar: Calendar) -> date | None:
    """The last day for what was bought on this day; None for pledges without days, or beyond the calendar."""
    terms = pledges_facts.terms(version)
    if bought_on is None or not isinstance(terms, ReturnTerms | PriceTerms):
        return None
    try:
        return pledges_terms.last_day(terms, bought_on, calendar=calendar)
    except CalendarNotHeld:
        return None


def hand_in_places(case: Case) -> "QuerySet[Place]":
    """Where this consumer may hand the goods in; none unless the pledge is one across shops."""
    chosen = _chosen(case)
    used = version_for(case, chosen) if chosen else None
    return pledges_facts.hand_in_places(used) if used else Place.objects.none()


def is_across_shops(case: Case) -> bool:
    """Whether the pledge lets goods be handed in elsewhere."""
    return case.pledge is not None and case.pledge.pledge.kind == pledges_terms.CROSS_SHOP


def _chosen(case: Case) -> PledgeVersion | None:
    """The version that the consumer came with, as long as the case is about its business (or a member of it)."""
    if case.pledge_id is None:
        return None
    chosen: PledgeVersion = PledgeVersion.objects.with_parts().get(pk=case.pledge_id)
    if case.business is None:
        return chosen
    levels = pledges_facts.line(case.business)
    return chosen if any(chosen.pledge.business_id in keys for keys in levels) else None


def _returning(case: Case) -> dict[str, Any]:
    if case.return_place is None:
        return {}
    names = pledges_facts.city_names([case.return_place.region_code])
    return {
        "return_place": words.place_words(case.return_place),
        "return_city": next(iter(names), ""),
    }
