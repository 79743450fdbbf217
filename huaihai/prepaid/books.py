"""What is open on a prepaid card, from its entries alone. Pure: rows, or all that has their columns. Sums in fen.

A use or a card given back counts as its side noted it, unless the holder doubts it: then it counts neither way, and
what is open is a range, from `certain_fen` to `certain_fen + doubtful_fen`. What may be taken is what is left in any
case, so that nothing is ever taken twice. What a use is worth says the law (法释〔2025〕4号 arts. 15, 18, 22): at the
discount that was bought; of an unlimited card, the days.

A card that was sold before begins with what was left on it. Its holder's doubt says how much more it was: that much is
doubtful, and nobody uses it before it is settled; taken back, the figure of the holder holds.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple, Protocol

from huaihai.law import amounts

VALUE, TIMES, TERM = "value", "times", "term"
SALE, BROUGHT, TOP_UP, USE, REFUND, UNDO, DOUBT, SETTLE = (
    "sale",
    "brought_in",
    "top_up",
    "use",
    "refund",
    "undo",
    "doubt",
    "settle_doubt",
)
SHOP, HOLDER, BODY = "shop", "holder", "body"
BEGINS, TAKES = (SALE, BROUGHT), (USE, REFUND)
PAYS_IN, DOUBTED = (*BEGINS, TOP_UP), (*TAKES, BROUGHT)
# Who may note what. A sale is never taken back: the money is given back.
MAY_NOTE = {
    SALE: (SHOP,),
    BROUGHT: (SHOP,),
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


class Claim(NamedTuple):
    """What the holder says was left beyond what was entered: of which entry, worth how much, how many uses."""

    of: Any
    fen: int
    uses: int


NO_CLAIM = Claim(None, 0, 0)


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
    visits. `left` may be taken in any case. `claimed`: what its holder says was left beyond the figure of the shop."""

    open: Open
    paid_fen: int
    bonus_fen: int
    bought: int
    used: int
    doubted: int
    is_given_back: bool
    claimed: Claim

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
    claim = claim_of(rows)
    granted, asked = (claim, NO_CLAIM) if claim.of in undone else (NO_CLAIM, claim)
    asked = asked if claim.of in doubted else NO_CLAIM
    paid = sum(row.fen for row in rows if row.kind in PAYS_IN) + granted.fen
    bonus = sum(row.bonus_fen for row in rows if row.kind in PAYS_IN)
    uses_bought = sum(row.uses for row in rows if row.kind in PAYS_IN) + granted.uses
    bought = paid + bonus if card.kind == VALUE else uses_bought
    most_bought = bought + (asked.fen if card.kind == VALUE else asked.uses)
    uses = [row for row in rows if row.kind == USE and row.id not in undone]
    used = sum(_taken(card, row) for row in uses if row.id not in doubted)
    in_doubt = sum(_taken(card, row) for row in uses if row.id in doubted)
    low = _worth(card, paid, bought, used + in_doubt, on)
    high = _worth(card, paid + asked.fen, most_bought, used, on)
    back = [row for row in rows if row.kind == REFUND and row.id not in undone]
    for (
        row
    ) in back:  # what was not given back stays open until the holder, or the body, says that it is settled
        after = {one.kind for one in rows if one.of_id == row.id}
        is_settled = SETTLE in after and DOUBT not in after  # else only the doubt was
        low = 0 if is_settled else max(0, low - row.fen)
        high = 0 if is_settled else max(low, high - (0 if row.id in doubted else row.fen))
    return Balance(Open(low, high - low), paid, bonus, bought, used, in_doubt, bool(back), asked)


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
        elif row.kind == UNDO and of is not None and of.kind == BROUGHT:
            claim = claim_of(rows)
            left += claim.fen if card.kind == VALUE else claim.uses
        elif row.kind == UNDO and of is not None:
            back.discard(of.id)
            left += _taken(card, of) if of.kind == USE and card.kind != TERM else 0
        stands = row.kind in PAYS_IN or (row.id not in undone and row.id not in doubted)
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
        _check_of(entries, kind, of, says_more=fen > 0 and (card.kind != TIMES or uses > 0))
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
    if (kind in BEGINS) == bool(entries):
        raise Refused("already")
    if kind == TOP_UP and card.kind == TERM:
        raise Refused("no_top_up")


def _check_sum(amount: int, *, most: int) -> None:
    if amount <= 0:
        raise Refused("nothing")
    if amount > most:
        raise Refused("too_much")


def _check_of(entries: Sequence[EntryFacts], kind: str, of: Any, *, says_more: bool) -> None:
    """What is doubted, settled or taken back: something that stands, doubted at most once. Of what was left on a card
    as it was entered, a doubt says how much more; it is corrected only where it is doubted."""
    row = next((one for one in entries if one.id == of), None)
    if row is None or row.kind not in DOUBTED:
        raise Refused("no_such_entry")
    if row.kind == BROUGHT and kind == DOUBT and not says_more:
        raise Refused("nothing")
    undone, doubted = _states(entries)
    was = {one.kind for one in entries if one.of_id == of}
    is_over = SETTLE in was or (kind == DOUBT and DOUBT in was)
    may_settle = of in doubted or row.kind == REFUND  # the holder also agrees to a sum that is less
    is_idle = row.kind == BROUGHT and kind == UNDO and of not in doubted
    if of in undone or is_idle or (kind != UNDO and is_over) or (kind == SETTLE and not may_settle):
        raise Refused("already")


def worth_of_more(more: int, *, fen: int, uses: int) -> int:
    """So many uses at the price of those that were entered, rounded half up, and never nothing."""
    return max(1, (2 * fen * more + uses) // (2 * uses))


def claim_of(rows: Iterable[EntryFacts]) -> Claim:
    """How much more was left than the shop entered, as the holder says; whatever became of that."""
    rows = list(rows)
    brought = {row.id for row in rows if row.kind == BROUGHT}
    found = next((row for row in rows if row.kind == DOUBT and row.of_id in brought), None)
    return Claim(found.of_id, int(found.fen), int(found.uses)) if found else NO_CLAIM


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
