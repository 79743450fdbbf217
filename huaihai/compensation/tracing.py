"""Where every fen of a claim went and came from: books, order, bank, and what was got back."""

from dataclasses import dataclass

from django.db.models import F

from huaihai.compensation import books, ledger
from huaihai.compensation.books import ClaimAccount, Lines
from huaihai.compensation.models import (
    Claim,
    Entry,
    Instalment,
    PaymentOrder,
    Recourse,
    Recovered,
    StatementLine,
)


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
        account=ledger.account_of(claim),
        steps=[_step(entry) for entry in entries],
        orders=list(claim.orders.select_related("file").order_by("ordered_at")),
        recourse=recourse,
        back=_back(recourse) if recourse else [],
    )


def _step(entry: Entry) -> Step:
    lines = tuple(
        books.Line(posting.account, posting.amount_fen, ledger.key_of(posting.business_id))
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
