"""A month of a fund's books as plain data, for the page that prints and for the table: opening, every entry, closing.

Counted by the day of the books, which never runs back: the statement of a month that is over never changes.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Sum

from huaihai.businesses.models import Business
from huaihai.compensation import books, ledger
from huaihai.compensation.books import Book, Line, Lines
from huaihai.compensation.models import Claim, Entry, Fund, FundShare, Posting
from huaihai.kit.fen import split
from huaihai.members.models import Organisation

DECEMBER = 12


@dataclass(frozen=True)
class Balances:
    """How the fund stands at one moment, in fen: every sum as people say it, above nothing."""

    bank: int
    approved: int  # approved, not paid yet
    free: int
    deposits: int
    owed: int
    cost: int
    lost: int
    income: int


@dataclass(frozen=True)
class Row:
    """One entry: what it moved in the bank (`bank_fen`), its size, and the bank's balance after it."""

    entry: Entry
    lines: Lines
    fen: int
    bank_fen: int
    bank_after: int
    case_number: str
    reference: str  # of the payment order or of the bank, if any


@dataclass(frozen=True)
class OfBusiness:
    """What one business (None: the owner's own money) paid in, was charged with and paid back in the month, in fen."""

    business: Business | None
    paid_in: int
    charged: int
    paid_back: int
    owed_after: int


@dataclass(frozen=True)
class OfCity:
    """What one city bears of the month's payments, in fen."""

    city: Organisation
    fen: int


@dataclass(frozen=True)
class MonthlyStatement:
    """One fund, one month."""

    fund: Fund
    year: int
    month: int
    opening: Balances
    rows: list[Row]
    closing: Balances
    by_business: list[OfBusiness]
    by_city: list[OfCity]

    @property
    def paid_out(self) -> int:
        """What went to consumers, less what came back from the bank, in fen."""
        return -sum(row.bank_fen for row in self.rows if row.entry.kind in ("pay", "bounce"))


def statement(fund: Fund, year: int, month: int) -> MonthlyStatement:
    """The statement of a month. A constant number of queries, however long the history.

    Raises ValueError for a month that is none.
    """
    first, after = date(year, month, 1), _month_after(year, month)
    book = _book_before(fund, first)
    opening = balances(book)
    entries = list(
        Entry.objects.filter(fund=fund, booked_on__gte=first, booked_on__lt=after)
        .order_by("number")
        .select_related("claim__case", "claim__terms", "payment", "statement_line")
        .prefetch_related("postings")
    )
    rows = [_row(entry, book) for entry in entries]
    return MonthlyStatement(
        fund=fund,
        year=year,
        month=month,
        opening=opening,
        rows=rows,
        closing=balances(book),
        by_business=_by_business(rows, book),
        by_city=_by_city(fund, rows),
    )


def balances(book: Book) -> Balances:
    """How a book stands, as people say it."""
    return Balances(
        bank=book.balance(books.BANK),
        approved=-book.balance(books.PAYABLE),
        free=book.free,
        deposits=-book.balance(books.DEPOSITS),
        owed=book.balance(books.RECEIVABLE),
        cost=book.balance(books.COST),
        lost=book.balance(books.LOSS),
        income=-book.balance(books.INCOME),
    )


def _month_after(year: int, month: int) -> date:
    return date(year + 1, 1, 1) if month == DECEMBER else date(year, month + 1, 1)


def _book_before(fund: Fund, day: date) -> Book:
    book = Book()
    lines = Posting.objects.filter(fund=fund, entry__booked_on__lt=day).order_by()
    for account, business, fen in lines.values_list("account", "business_id").annotate(Sum("amount_fen")):
        book.add([Line(account, fen, ledger.key_of(business))])
    return book


def _row(entry: Entry, book: Book) -> Row:
    lines = tuple(
        Line(posting.account, posting.amount_fen, ledger.key_of(posting.business_id))
        for posting in entry.postings.all()
    )
    book.add(lines)
    payment, proof = getattr(entry, "payment", None), getattr(entry, "statement_line", None)
    return Row(
        entry=entry,
        lines=lines,
        fen=sum(line.fen for line in lines if line.fen > 0),
        bank_fen=sum(line.fen for line in lines if line.account == books.BANK),
        bank_after=book.balance(books.BANK),
        case_number=(entry.claim.case.number or "") if entry.claim else "",
        reference=payment.reference if payment else proof.reference if proof else "",
    )


def _by_business(rows: list[Row], book: Book) -> list[OfBusiness]:
    paid_in: Counter[str] = Counter()
    charged: Counter[str] = Counter()
    paid_back: Counter[str] = Counter()
    for row in rows:
        for line in row.lines:
            if line.account == books.DEPOSITS:
                paid_in[line.business] -= line.fen
            elif line.account == books.RECEIVABLE and row.entry.kind in ("recourse", "call_off"):
                charged[line.business] += line.fen
            elif line.account == books.RECEIVABLE and row.entry.kind != "write_off":
                paid_back[line.business] -= line.fen
    owed = {key: fen for (account, key), fen in book.balances.items() if account == books.RECEIVABLE and fen}
    keys = sorted({*paid_in, *charged, *paid_back, *owed})
    known = Business.objects.in_bulk([UUID(key) for key in keys if key])
    return [
        OfBusiness(
            known[UUID(key)] if key else None, paid_in[key], charged[key], paid_back[key], owed.get(key, 0)
        )
        for key in keys
    ]


def _by_city(fund: Fund, rows: list[Row]) -> list[OfCity]:
    """Each payment is split by the shares of its claim's rules; without shares the fund's own city bears it."""
    shares: dict[UUID, dict[str, int]] = {}
    for terms, city, parts in FundShare.objects.filter(terms__fund=fund).values_list(
        "terms_id", "city__key", "parts"
    ):
        shares.setdefault(terms, {})[city] = parts
    own = fund.body.city or fund.body
    borne: Counter[str] = Counter()
    for row in rows:
        if row.entry.kind in ("pay", "bounce") and row.entry.claim is not None:
            borne.update(_pieces(row, row.entry.claim, shares, own.key))
    cities = {city.key: city for city in Organisation.objects.filter(key__in=list(borne))}
    return [OfCity(cities[key], borne[key]) for key in sorted(borne, key=lambda key: cities[key].position)]


def _pieces(row: Row, claim: Claim, shares: dict[UUID, dict[str, int]], own: str) -> Counter[str]:
    pieces = split(row.fen, shares.get(claim.terms_id) or {own: 1})
    sign = -1 if row.entry.kind == "bounce" else 1
    return Counter({key: sign * fen for key, fen in pieces.items()})
