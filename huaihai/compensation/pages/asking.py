"""Whether a fund can be asked for a case, and on which grounds."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Sum

from huaihai.cases import pledged
from huaihai.cases.models import Case
from huaihai.compensation import coverage, situation
from huaihai.compensation.actions.claims import ASKED_NO_MORE
from huaihai.compensation.grounds import BY_CODE, Ground
from huaihai.compensation.models import Fund, FundTerms


@dataclass(frozen=True)
class Way:
    """One fund that can be asked on one ground, and by what the business bound itself, if by anything."""

    ground: Ground
    fund: Fund
    terms: FundTerms
    source: str


def ways(case: Case, *, today: date) -> list[Way]:
    """Every ground that holds for this case and on which a fund answers; each with the fund that would be asked."""
    if case.business_id is None or case.stage in ASKED_NO_MORE or case.result == Case.Result.FULFILLED:
        return []
    funds = coverage.answering(case.business_id, on=today)
    if not funds:
        return []
    source = source_of(case, today=today)
    bought = situation.bought(case, source=source, on=today)
    found: dict[str, Way] = {}
    for fund, terms in funds:
        for code in terms.grounds:
            if code not in found and BY_CODE[code].holds(bought):
                found[code] = Way(BY_CODE[code], fund, terms, source)
    return sorted(found.values(), key=lambda way: (not way.ground.is_clear, way.ground.code))


def sum_of(case: Case) -> int | None:
    """What was agreed and not confirmed as paid, else what was asked for, else the price: in fen."""
    agreement = getattr(case, "agreement", None)
    if agreement is not None and agreement.sum_fen:
        kept = case.promises.kept().aggregate(sum=Sum("sum_fen"))["sum"] or 0
        return max(agreement.sum_fen - kept, 0) or None
    return case.asked_fen or case.price_fen


def source_of(case: Case, *, today: date) -> str:
    """How the record names what the business bound itself by: the standing offer that was taken, or the pledge used."""
    agreement = getattr(case, "agreement", None)
    offer = agreement.offer if agreement is not None else None
    if offer is not None and offer.standing_version_id is not None:
        return f"standing_offer_version:{offer.standing_version_id}"
    held = pledged.of(case, today=today) if case.pledge_id else None
    return f"pledge_version:{held.used.pk}" if held is not None and held.used is not None else ""
