"""A shop with a standing offer, for the tests of any room that meets one."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from huaihai.businesses.models import Business, StandingOfferVersion
from huaihai.businesses.standing import verbs as standing_verbs
from huaihai.businesses.standing.terms import Terms
from huaihai.businesses.standing.verbs import Proposal
from huaihai.kit.clock import local_day
from huaihai.members.actors import Actor

REFUND = Terms(
    remedies=("return", "refund"), most_fen=50_000, within_days=30, perform_number=2, perform_unit="hours"
)


class AFund:
    """What a page shows of a fund."""

    name = "Fund (test)"
    owner = None


def a_fund(_business: UUID, **_asked: Any) -> tuple[AFund, None]:
    """In the place of `reactions.FUND_FOR`: a fund that pays for every business."""
    return AFund(), None


def published(
    business: Business,
    by: Actor,
    at: datetime,
    *,
    note: str = "",
    from_on: date | None = None,
    until_on: date | None = None,
    **terms: Any,
) -> StandingOfferVersion:
    """The refund of the price up to 500 yuan within 30 days, done in two hours; other terms by name."""
    first = from_on or local_day(at)
    proposal = Proposal(replace(REFUND, **terms), note, first, until_on, has_seen_law=True)
    return standing_verbs.publish(business, proposal, by=by, at=at)


def followed(
    version: StandingOfferVersion, by: Actor, at: datetime, *, from_on: date, **terms: Any
) -> StandingOfferVersion:
    """Another version of the same offer."""
    offer = version.offer
    offer.refresh_from_db()
    proposal = Proposal(
        replace(Terms.of(version.terms), **terms), version.note, from_on, None, has_seen_law=True
    )
    return standing_verbs.change(offer, proposal, seen=offer.version, by=by, at=at)
