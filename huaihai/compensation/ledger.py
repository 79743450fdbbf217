"""Reading the ledger: balances are sums of lines, always; where every fen of a claim went and came from."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import F, Sum

from huaihai.compensation import books
from huaihai.compensation.books import Book, ClaimAccount, Line, Lines
from huaihai.compensation.models import (
    Claim,
    Entry,
    Fund,
    Instalment,
    PaymentOrder,
    Posting,
    Recourse,
    Recovered,
    StatementLine,
)
from huaihai.kit.clock import local_day


def book_of(fund: Fund, claim: Claim | None = None) -> Book:
    """The fund's book as it stands, with this one claim's account. Two queries at most.

    Who writes by it holds the fund's row lock (`actions.posting`).
    """
    book = Book()
    sums = Posting.objects.filter(fund=fund).order_by().values_list("account", "business_id")
    for account, business, fen in sums.annotate(Sum("amount_fen")):
        book.add([Line(account, fen, key_of(business))])
    if claim is not None:
        book.claims[str(claim.pk)] = account_of(claim)
    return book


def account_of(claim: Claim) -> ClaimAccount:
    """What became of one claim. One query."""
    return accounts_of([claim.pk])[claim.pk]


def accounts_of(claims: Iterable[UUID]) -> dict[UUID, ClaimAccount]:
    """What became of these claims. One query."""
    keys = list(claims)
    sums: dict[UUID, dict[str, int]] = {key: {} for key in keys}
    debits = Posting.objects.filter(entry__claim__in=keys, amount_fen__gt=0).order_by()
    for claim, kind, fen in debits.values_list("entry__claim_id", "entry__kind").annotate(Sum("amount_fen")):
        sums[claim][kind] = fen
    return {key: ClaimAccount.of_sums(held) for key, held in sums.items()}


@dataclass(frozen=True)
class Standing:
    """How a fund stands, in fen. `free` is what is in the bank and approved for nobody."""

    bank: int
    free: int
    deposits: int
    owed: int
    cost: int
    lost: int


def standings(funds: Iterable[Fund]) -> dict[UUID, Standing]:
    """How these funds stand, for lists. One query."""
    keys = [fund.pk for fund in funds]
    sums: dict[UUID, dict[str, int]] = {key: {} for key in keys}
    rows = Posting.objects.filter(fund__in=keys).order_by().values_list("fund_id", "account")
    for fund, account, fen in rows.annotate(Sum("amount_fen")):
        sums[fund][account] = fen
    return {key: _standing(held) for key, held in sums.items()}


def standing_of(fund: Fund) -> Standing:
    """How this fund stands. One query."""
    return standings([fund])[fund.pk]


def _standing(sums: dict[str, int]) -> Standing:
    bank = sums.get(books.BANK, 0)
    return Standing(
        bank=bank,
        free=bank + sums.get(books.PAYABLE, 0),
        deposits=-sums.get(books.DEPOSITS, 0),
        owed=sums.get(books.RECEIVABLE, 0),
        cost=sums.get(books.COST, 0),
        lost=sums.get(books.LOSS, 0),
    )


def books_day(fund: Fund, at: datetime) -> date:
    """The day on which something that happens now is booked: today, but never before what was booked last."""
    last = Entry.objects.filter(fund=fund).order_by("-number").values_list("booked_on", flat=True).first()
    return max(local_day(at), last or date.min)


def approved_on(fund: Fund, day: date, *, at_once: bool = False) -> int:
    """The sum approved on this day and not cancelled since, in fen; of all claims, or of those approved at once."""
    claims = Claim.objects.filter(fund=fund, approved_on=day).exclude(stage="cancelled")
    if at_once:
        claims = claims.filter(is_at_once=True)
    return claims.aggregate(sum=Sum("approved_fen"))["sum"] or 0


def lines_of(entry: Entry) -> Lines:
    """The lines of an entry, as they are in the books."""
    rows = entry.postings.order_by("pk").values_list("account", "amount_fen", "business_id")
    return tuple(Line(account, fen, key_of(business)) for account, fen, business in rows)


def moved_in_bank(entry: Entry) -> int:
    """What the entry moved in the bank, in fen: above nothing what came in."""
    return entry.postings.filter(account=books.BANK).aggregate(sum=Sum("amount_fen"))["sum"] or 0


def not_proved(fund: Fund) -> "list[Entry]":
    """Entries that moved money and that no line of a statement proves yet, the newest first."""
    moved = Entry.objects.filter(fund=fund, postings__account=books.BANK, statement_line=None)
    return list(moved.annotate(fen=F("postings__amount_fen")).order_by("-number"))


def key_of(business: UUID | None) -> str:
    """How the books name a business's sub-account; the owner's own is "" """
    return str(business) if business else ""


@dataclass(frozen=True)
class Step:
    """One entry about the claim, its lines, and the bank's line that proves it (None: not proved, or no need)."""

    entry: Entry
    lines: Lines
    proof: StatementLine | None

    @property
    def moved_money(self) -> bool:
        """Whether the bank had to move something for it."""
        return any(line.account == books.BANK for line in self.lines)


@dataclass(frozen=True)
class Back:
    """One instalment, and the entries that paid it: in fen, below nothing where a recovery was taken back."""

    instalment: Instalment
    paid: list[tuple[Entry, int]]


@dataclass(frozen=True)
class Trace:
    """Everything about the money of one claim, in the order in which it happened."""

    claim: Claim
    account: ClaimAccount
    steps: list[Step]
    orders: list[PaymentOrder]
    recourse: Recourse | None
    back: list[Back]

    @property
    def not_proved(self) -> list[Step]:
        """Steps that moved money and that no bank statement proves yet."""
        return [step for step in self.steps if step.moved_money and step.proof is None]

    @property
    def still_owed_fen(self) -> int:
        """What the business still owes."""
        return self.account.owed


def trace(claim: Claim) -> Trace:
    """Follow the money of one claim. Seven queries, however long its history."""
    entries = list(
        claim.entries.order_by("number").prefetch_related("postings").select_related("statement_line")
    )
    recourse = (
        claim.recourses.select_related("business").order_by(F("called_off_at").asc(nulls_first=True)).first()
    )
    return Trace(
        claim=claim,
        account=account_of(claim),
        steps=[_step(entry) for entry in entries],
        orders=list(claim.orders.select_related("file").order_by("ordered_at")),
        recourse=recourse,
        back=_back(recourse) if recourse else [],
    )


def _step(entry: Entry) -> Step:
    lines = tuple(
        books.Line(posting.account, posting.amount_fen, key_of(posting.business_id))
        for posting in entry.postings.all()
    )
    return Step(entry, lines, getattr(entry, "statement_line", None))


def _back(recourse: Recourse) -> list[Back]:
    rows = (
        Recovered.objects.filter(instalment__recourse=recourse)
        .select_related("entry")
        .order_by("entry__number")
    )
    paid: dict[object, list[tuple[Entry, int]]] = {}
    for row in rows:
        paid.setdefault(row.instalment_id, []).append((row.entry, row.fen))
    return [Back(part, paid.get(part.pk, [])) for part in recourse.instalments.all()]
