"""Which fund answers for a business: its own, or that of whoever stands above it (market, scenic area, platform)."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import Q, Sum

from huaihai.businesses.models import Business, Mandate
from huaihai.compensation import books
from huaihai.compensation.lives import STANDING
from huaihai.compensation.models import Fund, FundTerms, Posting


def above(business: UUID, *, on: date) -> list[UUID]:
    """The business itself and those that stand over it on this day, nearest first: what it was merged into, its group,
    whoever answers for it by mandate, and so on upwards.
    """
    known, newest = [business], {business}
    in_force = Q(from_on__lte=on) & (Q(until_on=None) | Q(until_on__gte=on))
    while newest:
        rows = Business.objects.filter(pk__in=newest).values_list("merged_into_id", "parent_id")
        over = {key for pair in rows for key in pair} - {None}
        over |= set(Mandate.objects.filter(in_force, principal__in=newest).values_list("agent_id", flat=True))
        newest = over - set(known)
        known += sorted(newest)
    return known


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
    paid_into = Posting.objects.filter(business__in=over, account=books.DEPOSITS).values("fund")
    held = Fund.objects.filter(Q(owner__in=over) | Q(pk__in=paid_into), stage__in=STANDING)
    found = []
    for fund in sorted(held.select_related("owner", "body"), key=lambda fund: _nearness(fund, over)):
        terms = fund.terms_on(on)
        if terms is not None and covers(fund, terms, business, on=on):
            found.append((fund, terms))
    return found


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
