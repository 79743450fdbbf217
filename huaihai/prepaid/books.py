"""What is open on a prepaid card, from its entries alone. Pure: rows, or all that has their columns. Sums in fen.

A use or a card given back counts as its side noted it, unless the holder doubts it: then it counts neither way, and
what is open is a range, from `certain_fen` to `certain_fen + doubtful_fen`. What may be taken is what is left in any
case, so that nothing is ever taken twice. What a use is worth says the law (法释〔2025〕4号 arts. 15, 18, 22): at the
discount that was bought; of an unlimited card, the days.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple, Protocol

from huaihai.law import amounts

VALUE, TIMES, TERM = "value", "times", "term"
SALE, TOP_UP, USE, REFUND, UNDO, DOUBT, SETTLE = (
    "sale",
    "top_up",
    "use",
    "refund",
    "undo",
    "doubt",
    "settle_doubt",
)
SHOP, HOLDER, BODY = "shop", "holder", "body"
PAYS_IN, TAKES = (SALE, TOP_UP), (USE, REFUND)
# Who may note what. A sale is never taken back: the money is given back.
MAY_NOTE = {
    SALE: (SHOP,),
    TOP_UP: (SHOP,),
    USE: (SHOP, HOLDER),
    REFUND: (SHOP,),
    UNDO: (SHOP, BODY),
    DOUBT: (HOLDER,),
    SETTLE: (HOLDER, BODY),
}


class CardFacts(Protocol):
    """What is asked of a card."""

    @property
    def kind(self) -> Any: ...

    @property
    def from_on(self) -> Any: ...

    @property
    def until_on(self) -> Any: ...


class EntryFacts(Protocol):
    """What is asked of an entry."""

    @property
    def id(self) -> Any: ...

    @property
    def kind(self) -> Any: ...

    @property
    def fen(self) -> Any: ...

    @property
    def bonus_fen(self) -> Any: ...

    @property
    def uses(self) -> Any: ...

    @property
    def of_id(self) -> Any: ...


class Refused(ValueError):
    """An entry that cannot be noted; `why` is one of: "side", "nothing", "too_much", "given_back", "no_such_entry",
    "already", "no_top_up"."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class Open(NamedTuple):
    """What the holder is owed: in any case, and what is doubted beside it."""

    certain_fen: int
    doubtful_fen: int


@dataclass(frozen=True)
class Line:
    """One thing that happened, as the receipt lists it; `left` is what could still be taken after it, in any case."""

    entry: Any
    counts: bool
    is_doubted: bool
    is_undone: bool
    left: int


@dataclass(frozen=True)
class Balance:
    """A card as its entries have it. `bought`, `used` and `doubted` are fen of credit, or uses; of a span of time,
    visits. `left` may be taken in any case."""

    open: Open
    paid_fen: int
    bonus_fen: int
    bought: int
    used: int
    doubted: int
    is_given_back: bool

    @property
    def left(self) -> int:
        return 0 if self.is_given_back else max(0, self.bought - self.used - self.doubted)


def sums(card: CardFacts, entries: Iterable[EntryFacts], *, on: date) -> Open:
    """What is open on a day; of a span of time, of the days from that day on (the shop serves no more on it)."""
    return balance(card, entries, on=on).open


def balance(card: CardFacts, entries: Iterable[EntryFacts], *, on: date) -> Balance:
    """A card's entries added up."""
    rows = list(entries)
    undone, doubted = _states(rows)
    paid = sum(row.fen for row in rows if row.kind in PAYS_IN)
    bonus = sum(row.bonus_fen for row in rows if row.kind in PAYS_IN)
    bought = paid + bonus if card.kind == VALUE else sum(row.uses for row in rows if row.kind in PAYS_IN)
    uses = [row for row in rows if row.kind == USE and row.id not in undone]
    used = sum(_taken(card, row) for row in uses if row.id not in doubted)
    in_doubt = sum(_taken(card, row) for row in uses if row.id in doubted)
    low, high = (_worth(card, paid, bought, taken, on) for taken in (used + in_doubt, used))
    back = [row for row in rows if row.kind == REFUND and row.id not in undone]
    for (
        row
    ) in back:  # what was not given back stays open until the holder, or the body, says that it is settled
        after = {one.kind for one in rows if one.of_id == row.id}
        is_settled = SETTLE in after and DOUBT not in after  # else only the doubt was
        low = 0 if is_settled else max(0, low - row.fen)
        high = 0 if is_settled else max(low, high - (0 if row.id in doubted else row.fen))
    return Balance(Open(low, high - low), paid, bonus, bought, used, in_doubt, bool(back))


def lines(card: CardFacts, entries: Iterable[EntryFacts]) -> list[Line]:
    """What happened, in order, and what was left after each: added up step by step, apart from `balance`."""
    rows = list(entries)
    undone, doubted = _states(rows)
    by_id, left, back = {row.id: row for row in rows}, 0, set()
    found = []
    for row in rows:
        of = by_id.get(row.of_id)
        if row.kind in PAYS_IN:
            left += row.fen + row.bonus_fen if card.kind == VALUE else row.uses
        elif row.kind == USE and card.kind != TERM:
            left -= _taken(card, row)
        elif row.kind == REFUND:
            back.add(row.id)
        elif row.kind == UNDO and of is not None:
            back.discard(of.id)
            left += _taken(card, of) if of.kind == USE and card.kind != TERM else 0
        stands = row.id not in undone and row.id not in doubted
        found.append(
            Line(
                row,
                counts=row.kind in (*PAYS_IN, *TAKES) and stands,
                is_doubted=row.id in doubted,
                is_undone=row.id in undone,
                left=0 if back or card.kind == TERM else left,
            )
        )
    return found


def check(
    card: CardFacts,
    entries: Sequence[EntryFacts],
    kind: str,
    *,
    by: str,
    fen: int = 0,
    bonus_fen: int = 0,
    uses: int = 0,
    of: Any = None,
    on: date,
) -> None:
    """Whether this may be noted next. Raises Refused."""
    if by not in MAY_NOTE[kind]:
        raise Refused("side")
    if min(fen, bonus_fen, uses) < 0:
        raise Refused("nothing")
    if kind in (UNDO, DOUBT, SETTLE):
        _check_of(entries, kind, of)
        return
    now = balance(card, entries, on=on)
    if now.is_given_back:
        raise Refused("given_back")
    if kind in PAYS_IN:
        _check_paid(card, entries, kind, fen, uses)
    elif kind == REFUND:
        _check_sum(fen, most=sum(now.open))
    elif card.kind == TERM:
        _check_sum(uses, most=uses)
    else:
        _check_sum(fen if card.kind == VALUE else uses, most=now.left)


def _check_paid(card: CardFacts, entries: Sequence[EntryFacts], kind: str, fen: int, uses: int) -> None:
    if fen <= 0 or (card.kind == TIMES and uses <= 0):
        raise Refused("nothing")
    if (kind == SALE) == bool(entries):
        raise Refused("already")
    if kind == TOP_UP and card.kind == TERM:
        raise Refused("no_top_up")


def _check_sum(amount: int, *, most: int) -> None:
    if amount <= 0:
        raise Refused("nothing")
    if amount > most:
        raise Refused("too_much")


def _check_of(entries: Sequence[EntryFacts], kind: str, of: Any) -> None:
    """What is doubted, settled or taken back: something taken that stands, doubted at most once."""
    row = next((one for one in entries if one.id == of), None)
    if row is None or row.kind not in TAKES:
        raise Refused("no_such_entry")
    undone, doubted = _states(entries)
    was = {one.kind for one in entries if one.of_id == of}
    is_over = SETTLE in was or (kind == DOUBT and DOUBT in was)
    may_settle = of in doubted or row.kind == REFUND  # the holder also agrees to a sum that is less
    if of in undone or (kind != UNDO and is_over) or (kind == SETTLE and not may_settle):
        raise Refused("already")


def _states(rows: Sequence[EntryFacts]) -> tuple[set[Any], set[Any]]:
    """What was taken back, and what is doubted now."""
    of = {kind: {row.of_id for row in rows if row.kind == kind} for kind in (UNDO, DOUBT, SETTLE)}
    return of[UNDO], of[DOUBT] - of[SETTLE] - of[UNDO]


def _taken(card: CardFacts, row: EntryFacts) -> int:
    return int(row.fen if card.kind == VALUE else row.uses)


def _worth(card: CardFacts, paid: int, bought: int, taken: int, on: date) -> int:
    """What is to be given back when so much was taken."""
    if not paid:
        return 0
    if card.kind == TERM:
        days = (card.until_on - card.from_on).days + 1
        left = (card.until_on - max(on, card.from_on)).days + 1
        return amounts.unlimited_card_refund(paid, days_left=min(max(left, 0), days), days_in_all=days)
    if card.kind == TIMES:
        delivered = amounts.delivered_of_uses(taken, uses=bought, paid=paid)
    else:
        delivered = amounts.delivered_at_discount(taken, paid=paid, bonus=bought - paid)
    return amounts.prepaid_refund(paid, delivered)
