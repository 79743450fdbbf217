"""Which entries of the books the lines of one page could prove, and which open orders they name: two queries."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import F

from huaihai.compensation import books
from huaihai.compensation.actions.statements import NEAR
from huaihai.compensation.models import Entry, Fund, PaymentOrder, StatementLine


@dataclass(frozen=True)
class Suggestion:
    """One line, the entries of its sum some days around (the nearest first), and an open order that it names."""

    line: StatementLine
    entries: list[Entry] = field(default_factory=list)
    order: PaymentOrder | None = None


def suggestions(fund: Fund, lines: Sequence[StatementLine]) -> list[Suggestion]:
    """For each line what fits it."""
    if not lines:
        return []
    entries, orders = _entries(fund, lines), _orders(fund, lines)
    return [Suggestion(line, _fitting(line, entries), _named(line, orders)) for line in lines]


def _entries(fund: Fund, lines: Sequence[StatementLine]) -> list[Entry]:
    days = [line.booked_on for line in lines]
    found = Entry.objects.filter(
        fund=fund,
        statement_line=None,
        postings__account=books.BANK,
        postings__amount_fen__in={line.fen for line in lines},
        value_on__range=(min(days) - NEAR, max(days) + NEAR),
    )
    return list(found.annotate(fen=F("postings__amount_fen")).select_related("claim__case", "payment"))


def _orders(fund: Fund, lines: Sequence[StatementLine]) -> list[PaymentOrder]:
    sums = {-line.fen for line in lines}
    found = fund.orders.filter(state__in=["ordered", "sent"], sum_fen__in=sums)
    return list(found.select_related("claim__case"))


def _fitting(line: StatementLine, entries: list[Entry]) -> list[Entry]:
    near = [
        entry
        for entry in entries
        if getattr(entry, "fen", None) == line.fen and abs(entry.value_on - line.booked_on) <= NEAR
    ]
    return sorted(near, key=lambda entry: (abs(entry.value_on - line.booked_on), entry.number))


def _named(line: StatementLine, orders: list[PaymentOrder]) -> PaymentOrder | None:
    said = f"{line.reference} {line.text}"
    return next((order for order in orders if order.sum_fen == -line.fen and order.reference in said), None)
