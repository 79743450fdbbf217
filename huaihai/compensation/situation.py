"""Gathering what the checks of a claim ask for, from the case, the fund and its books."""

from datetime import date

from django.db.models import Q

from huaihai.cases.models import Case, Evidence
from huaihai.compensation import ledger, meanwhile
from huaihai.compensation.checks import Situation
from huaihai.compensation.coverage import covers
from huaihai.compensation.grounds import Bought
from huaihai.compensation.lives import STANDING
from huaihai.compensation.models import Claim, Fund
from huaihai.compensation.models.claim import ClaimQuerySet

GIVEN_UP = ("refused", "cancelled")


def of_claim(claim: Claim, fund: Fund, *, on: date, sum_fen: int) -> Situation:
    """How things stand for this claim on this day. Who decides by it holds case, fund and claim locked."""
    case, terms = claim.case, claim.terms
    today = fund.terms_on(on) or terms  # the caps of a day are those in force on it
    return Situation(
        ground=claim.ground,
        sum_fen=sum_fen,
        bought=bought(case, source=claim.source, on=on),
        terms_in_force=terms.is_confirmed,
        terms_grounds=frozenset(terms.grounds),
        takes_claims=fund.stage in STANDING,
        is_active=fund.stage == "active",
        covers=case.business_id is not None and covers(fund, terms, case.business_id, on=on),
        claim_cap_fen=terms.per_claim_cap_fen,
        day_cap_fen=today.per_day_cap_fen,
        at_once_cap_fen=terms.at_once_cap_fen,
        at_once_day_cap_fen=today.at_once_per_day_cap_fen,
        today_fen=ledger.approved_on(fund, on),
        at_once_today_fen=ledger.approved_on(fund, on, at_once=True),
        free_fen=ledger.standing_of(fund).free,
        evidence=Evidence.objects.filter(case=case).count(),
        has_agreement=getattr(case, "agreement", None) is not None,
        elsewhere=_elsewhere(claim, case, sum_fen),
        has_payee=bool(claim.payee.get("name")),
        agreed_fen=meanwhile.left_of(case),
    )


def bought(case: Case, *, source: str, on: date) -> Bought:
    """What the case is about, as far as a ground asks for it; `source` as of a claim, the rest as the case has it."""
    agreement = getattr(case, "agreement", None)
    took = agreement.offer if agreement is not None else None
    return Bought(
        category=case.category,
        way=case.bought,
        has_pledge=source.startswith("pledge"),
        has_standing_offer=took is not None and took.standing_version_id is not None,
        agreement=agreement.kind if agreement else "",
        is_unkept=agreement is not None and (case.stage == "breached" or agreement.perform_by_on < on),
    )


def _elsewhere(claim: Claim, case: Case, sum_fen: int) -> tuple[str, ...]:
    found = []
    if meanwhile.is_kept(case, sum_fen=sum_fen):
        found.append("fulfilled")
    if case.stage in meanwhile.GIVEN_UP:
        found.append("withdrawn")
    standing = Claim.objects.exclude(pk=claim.pk).exclude(stage__in=GIVEN_UP)
    if standing.filter(Q(case__linked_to=case) | Q(case=case.linked_to_id)).exists():
        found.append("linked")
    if _is_same_purchase(standing, case):
        found.append("same")
    return tuple(found)


def _is_same_purchase(standing: ClaimQuerySet, case: Case) -> bool:
    """Another claim of the same telephone about the same purchase: a complaint that was filed twice."""
    person = getattr(case, "complainant", None)
    if person is None or not person.phone_index or case.price_fen is None or case.bought_on is None:
        return False
    same = standing.filter(
        case__complainant__phone_index=person.phone_index,
        case__business=case.business_id,
        case__bought_on=case.bought_on,
        case__price_fen=case.price_fen,
    )
    return same.exists()
