"""What the checks of a claim ask for: which fund answers, how the case stands, what became of it meanwhile."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet, Sum
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from huaihai.businesses.models import Business, Mandate, in_force
from huaihai.cases.models import Case, Evidence
from huaihai.compensation import books, ledger
from huaihai.compensation.grounds import Bought, Situation
from huaihai.compensation.life import STANDING
from huaihai.compensation.models import Claim, Fund, FundTerms, Posting
from huaihai.compensation.models.claim import ClaimQuerySet
from huaihai.kit.compiled import Compiled


def above(business: UUID, *, on: date) -> list[UUID]:
    """The business itself and those that stand over it on this day, nearest first: what it was merged into, its group,
    whoever answers for it by mandate, and so on upwards.
    """
    known, newest = [business], {business}
    while newest:
        rows = _entries(keys=list(newest))
        over = {key for row in rows for key in (row.merged_into_id, row.parent_id) if key is not None}
        over |= {row.agent_id for row in _mandates(keys=list(newest), on=on)}
        newest = over - set(known)
        known += sorted(newest)
    return known


_entries: Compiled[Business] = Compiled(
    lambda keys: Business.objects.filter(pk__in=keys).only("merged_into", "parent"), keys=Business._meta.pk
)
_mandates: Compiled[Mandate] = Compiled(
    lambda keys, on: Mandate.objects.filter(in_force(on), principal__in=keys).only("agent"),
    keys=Mandate._meta.get_field("principal"),
    on=Mandate._meta.get_field("from_on"),
)


def covers(fund: Fund, terms: FundTerms, business: UUID, *, on: date) -> bool:
    """Whether these terms answer for this business."""
    over = above(business, on=on)
    match terms.covers:
        case FundTerms.Covers.OWNER:
            return fund.owner_id in _same(business, over)
        case FundTerms.Covers.BENEATH:
            return fund.owner_id in over
    return bool(_paid_in(fund, over))


def fund_for(business: UUID, *, on: date, ground: str) -> tuple[Fund, FundTerms] | None:
    """The fund that answers for this business on this ground and day: the nearest owner's, else one it paid into.

    None if there is none. A fund that is being wound up takes no new claims.
    """
    return next((one for one in answering(business, on=on) if ground in one[1].grounds), None)


def answering(business: UUID, *, on: date) -> list[tuple[Fund, FundTerms]]:
    """All funds that answer for this business on a day, on whatever grounds, with their terms; the nearest first."""
    over = above(business, on=on)
    found = []
    for fund in sorted(_funds(keys=over), key=lambda fund: _nearness(fund, over)):
        terms = fund.terms_on(on)
        if terms is not None and covers(fund, terms, business, on=on):
            found.append((fund, terms))
    return found


def _funds_of(keys: list[UUID]) -> "QuerySet[Fund, Any]":
    paid_into = Posting.objects.filter(business__in=keys, account=books.DEPOSITS).values("fund")
    held = Fund.objects.filter(Q(owner__in=keys) | Q(pk__in=paid_into), stage__in=STANDING)
    return held.select_related("owner", "body")


_funds: Compiled[Fund] = Compiled(_funds_of, keys=Business._meta.pk)


def _nearness(fund: Fund, over: list[UUID]) -> tuple[int, str]:
    return (over.index(fund.owner_id) if fund.owner_id in over else len(over), str(fund.pk))


def _same(business: UUID, over: Iterable[UUID]) -> set[UUID]:
    """The business and the entries that it was merged into."""
    rows = dict(Business.objects.filter(pk__in=over).values_list("pk", "merged_into_id"))
    same, here = {business}, rows.get(business)
    while here is not None and here not in same:
        same.add(here)
        here = rows.get(here)
    return same


def _paid_in(fund: Fund, businesses: Iterable[UUID]) -> bool:
    lines = Posting.objects.filter(fund=fund, account=books.DEPOSITS, business__in=businesses)
    return (lines.aggregate(sum=Sum("amount_fen"))["sum"] or 0) < 0


GIVEN_UP = ("withdrawn", "abandoned")
WORDS: dict[str, Promise | str] = {
    "withdrawn": _("The consumer has withdrawn the complaint meanwhile."),
    "kept": _("The consumer has confirmed meanwhile that the business did what was agreed, or a part of it."),
}


def since_approved(case: Case, *, sum_fen: int) -> str:
    """What speaks against paying this sum although it was approved: "withdrawn", "kept" or nothing.

    One query for the promises of the case, none where they are loaded.
    """
    if case.stage in GIVEN_UP:
        return "withdrawn"
    return "kept" if is_kept(case, sum_fen=sum_fen) else ""


def is_kept(case: Case, *, sum_fen: int) -> bool:
    """Whether the consumer has confirmed so much that this sum would be paid twice, wholly or in part."""
    if case.result == Case.Result.FULFILLED:
        return True
    left = left_of(case)
    return kept_of(case) > 0 and (left is None or sum_fen > left)


def kept_of(case: Case) -> int:
    """What the consumer has confirmed as done, in fen."""
    return sum(one.sum_fen or 0 for one in case.promises.all() if one.confirmed_at is not None)


def left_of(case: Case) -> int | None:
    """What the agreement names, less what the consumer has confirmed, in fen; None where none names a sum."""
    agreement = getattr(case, "agreement", None)
    if agreement is None or agreement.sum_fen is None:
        return None
    left: int = agreement.sum_fen - kept_of(case)
    return max(left, 0)


CLAIM_OVER = ("refused", "cancelled")


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
        agreed_fen=left_of(case),
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
    if is_kept(case, sum_fen=sum_fen):
        found.append("fulfilled")
    if case.stage in GIVEN_UP:
        found.append("withdrawn")
    standing = Claim.objects.exclude(pk=claim.pk).exclude(stage__in=CLAIM_OVER)
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
