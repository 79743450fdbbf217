"""Random histories of cards: books and receipts agree, nothing is negative, nothing counts twice. 10,000 in
`make test-long`."""

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huaihai.prepaid import books
from huaihai.prepaid.books import BODY, HOLDER, SHOP, Refused
from tests.effort import examples

FROM, UNTIL = date(2026, 1, 1), date(2026, 12, 31)


@dataclass(frozen=True)
class Card:
    kind: str
    from_on: date = FROM
    until_on: date = UNTIL


@dataclass(frozen=True)
class Entry:
    id: int
    kind: str
    by: str
    fen: int = 0
    bonus_fen: int = 0
    uses: int = 0
    of_id: Any = None


@dataclass
class Box:
    """The plainest model: what lies in the box, piece by piece. A piece is a fen of credit, or one use."""

    kind: str
    paid: int = 0
    free: int = 0
    used: dict[int, int] = field(default_factory=dict)  # entry → pieces
    doubted: dict[int, int] = field(default_factory=dict)
    back: dict[int, bool] = field(default_factory=dict)  # entry → is doubted
    given: dict[int, int] = field(default_factory=dict)  # entry → fen that came with it
    once: set[int] = field(default_factory=set)
    settled: set[int] = field(default_factory=set)
    brought: int | None = None  # the entry of what was left, on a card that was sold before
    more: tuple[int, int] = (
        0,
        0,
    )  # money and pieces that its holder says were left beyond it, while that is open

    def allows(self, entry: Entry) -> bool:
        """Whether it may happen next."""
        piece, of, sold = (entry.fen if self.kind == "value" else entry.uses), entry.of_id, self.paid > 0
        is_whole = entry.fen > 0 and (self.kind != "times" or entry.uses > 0)
        known = of in self.used or of in self.doubted or of in self.back
        if of is not None and of == self.brought:
            is_open = self.more != (0, 0)
            may_say = entry.fen > 0 and (self.kind != "times" or entry.uses > 0) and of not in self.once
            return may_say if entry.kind == "doubt" else is_open
        return {
            "sale": not sold and is_whole,
            "brought_in": not sold and is_whole,
            "top_up": sold and is_whole and self.kind != "term" and not self.back,
            "use": sold and not self.back and piece > 0 and (self.kind == "term" or piece <= self.free),
            "refund": sold and not self.back and 0 < entry.fen <= self.owed()[1],
            "doubt": known and of not in self.once and of not in self.settled,
            "settle_doubt": of in self.doubted or (of in self.back and of not in self.settled),
            "undo": known,
        }[entry.kind]

    def do(self, entry: Entry) -> None:
        piece = entry.fen if self.kind == "value" else entry.uses
        of = entry.of_id
        if of is not None and of == self.brought:
            self._figure(entry, piece)
            return
        match entry.kind:
            case "sale" | "top_up" | "brought_in":
                self.brought = entry.id if entry.kind == "brought_in" else self.brought
                self.paid += entry.fen
                self.free += entry.fen + entry.bonus_fen if self.kind == "value" else entry.uses
            case "use":
                self.used[entry.id] = piece
                self.free -= piece if self.kind != "term" else 0
            case "refund":
                self.back[entry.id] = False
                self.given[entry.id] = entry.fen
            case "doubt":
                self.once.add(of)
                if of in self.back:
                    self.back[of] = True
                else:
                    self.doubted[of] = self.used.pop(of)
            case "settle_doubt":
                self.settled.add(of)
                if of in self.back:
                    self.back[of] = False
                else:
                    self.used[of] = self.doubted.pop(of)
            case "undo":
                self.back.pop(of, None)
                piece = self.used.pop(of, 0) + self.doubted.pop(of, 0)
                self.free += piece if self.kind != "term" else 0

    def _figure(self, entry: Entry, piece: int) -> None:
        """The holder says that more was left; the shop's figure holds, or theirs."""
        if entry.kind == "doubt":
            self.once.add(entry.of_id)
            self.more = (entry.fen, piece)
            return
        if entry.kind == "undo":
            self.paid, self.free = self.paid + self.more[0], self.free + self.more[1]
        self.more = (0, 0)

    def owed(self, *, on: date = FROM) -> tuple[int, int]:
        """The least and the most, in fen."""
        if not self.paid:
            return 0, 0
        used, doubted = sum(self.used.values()), sum(self.doubted.values())
        if self.kind == "term":
            days = (UNTIL - FROM).days + 1
            left = min(max((UNTIL - on).days + 1, 0), days)
            low, high = (
                int(Fraction(paid * left, days) + Fraction(1, 2))
                for paid in (self.paid, self.paid + self.more[0])
            )
        else:
            whole = self.free + used + doubted
            low, high = (
                paid - int(Fraction(paid * taken, pieces) + Fraction(1, 2))
                for taken, paid, pieces in (
                    (used + doubted, self.paid, whole),
                    (used, self.paid + self.more[0], whole + self.more[1]),
                )
            )
        for entry, is_doubted in self.back.items():
            if entry in self.settled - self.once:
                return 0, 0
            low = max(0, low - self.given[entry])
            high = max(low, high - (0 if is_doubted else self.given[entry]))
        return low, high


KINDS = ("top_up", "use", "use", "use", "use", "refund", "undo", "doubt", "doubt", "settle_doubt")
STEPS = st.lists(
    st.tuples(
        st.sampled_from(KINDS),
        st.sampled_from((SHOP, SHOP, HOLDER, BODY)),
        st.one_of(st.integers(0, 60_000), st.sampled_from([1, 3, 100])),
        st.integers(0, 20),
        st.integers(0, 30),
        st.booleans(),
    ),
    max_size=25,
)
FIRST = st.tuples(st.integers(1, 500_000), st.integers(0, 100_000), st.integers(1, 100))
BEGINS = st.sampled_from(["sale", "brought_in"])


def played(
    kind: str, first: tuple[int, int, int], steps: list[Any], begins: str = "sale"
) -> tuple[Card, list[Entry], Box]:
    """The history, asked of both; they say yes and no to the same."""
    card, box = Card(kind), Box(kind)
    rows: list[Entry] = []
    bonus = first[1] if kind == "value" else 0
    for number, (what, by, fen, uses, of, twice) in enumerate(
        [(begins, SHOP, first[0], first[2], 0, False), *steps]
    ):
        entry = Entry(
            number,
            what,
            by,
            fen=fen if what != "use" or kind == "value" else 0,
            bonus_fen=bonus if what == "sale" else fen // 7 if what == "top_up" and kind == "value" else 0,
            uses=uses if what in (begins, "top_up", "use", "doubt") and kind != "value" else 0,
            of_id=of if what in ("undo", "doubt", "settle_doubt") else None,
        )
        if what in ("undo", "settle_doubt"):
            entry = replace(entry, fen=0)
        for again in (False, True) if twice else (False,):
            ask(card, box, rows, replace(entry, id=number + 1000) if again else entry)
    return card, rows, box


def ask(card: Card, box: Box, rows: list[Entry], entry: Entry) -> None:
    may = entry.by in books.MAY_NOTE[entry.kind] and box.allows(entry)
    assert may == is_taken(card, rows, entry), (entry, box)
    if not may:
        return
    rows.append(entry)
    box.do(entry)
    whole = books.balance(card, rows, on=FROM)
    assert tuple(whole.open) == (box.owed()[0], box.owed()[1] - box.owed()[0])
    assert min(whole.open) >= 0
    assert sum(whole.open) <= whole.paid_fen + whole.claimed.fen
    receipt = books.lines(card, rows)
    assert len(receipt) == len(rows)
    if card.kind != "term":
        assert receipt[-1].left == whole.left == (0 if box.back else box.free)
        assert whole.left + whole.used + whole.doubted == whole.bought or whole.is_given_back
    counted = sum(
        (line.entry.fen if card.kind == "value" else line.entry.uses)
        for line in receipt
        if line.entry.kind == "use" and line.counts
    )
    assert counted == whole.used == sum(box.used.values())


def is_taken(card: Card, rows: list[Entry], entry: Entry) -> bool:
    sums = {"fen": entry.fen, "bonus_fen": entry.bonus_fen, "uses": entry.uses}
    try:
        books.check(card, rows, entry.kind, by=entry.by, of=entry.of_id, on=FROM, **sums)
    except Refused:
        return False
    return True


@settings(max_examples=examples(60, 3_400), deadline=None)
@given(first=FIRST, steps=STEPS, begins=BEGINS)
@pytest.mark.parametrize("kind", ["value", "times", "term"])
def test_books_and_receipts_agree(
    kind: str, first: tuple[int, int, int], steps: list[Any], begins: str
) -> None:
    card, rows, box = played(kind, first, steps, begins)
    for on in (FROM - timedelta(days=3), FROM + timedelta(days=100), UNTIL, UNTIL + timedelta(days=1)):
        low, high = box.owed(on=on)
        assert books.sums(card, rows, on=on) == (low, high - low)


def test_a_doubt_makes_a_range_and_is_settled_either_way() -> None:
    card = Card("times")
    rows = [
        Entry(1, "sale", SHOP, fen=30_000, uses=30),
        Entry(2, "use", SHOP, uses=2),
        Entry(3, "use", SHOP, uses=1),
    ]
    assert books.sums(card, rows, on=FROM) == (27_000, 0)
    doubted = [*rows, Entry(4, "doubt", HOLDER, of_id=2)]
    assert books.sums(card, doubted, on=FROM) == (27_000, 2_000)
    assert books.sums(card, [*doubted, Entry(5, "settle_doubt", HOLDER, of_id=2)], on=FROM) == (27_000, 0)
    assert books.sums(card, [*doubted, Entry(5, "undo", SHOP, of_id=2)], on=FROM) == (29_000, 0)


def test_a_cent_given_back_does_not_empty_a_card() -> None:
    card = Card("times")
    rows = [Entry(1, "sale", SHOP, fen=30_000, uses=30), Entry(2, "refund", SHOP, fen=1)]
    assert books.sums(card, rows, on=FROM) == (29_999, 0)
    assert books.balance(card, rows, on=FROM).left == 0
    assert books.sums(card, [*rows, Entry(3, "doubt", HOLDER, of_id=2)], on=FROM) == (29_999, 1)
    assert books.sums(card, [*rows, Entry(3, "settle_doubt", HOLDER, of_id=2)], on=FROM) == (0, 0)
    doubted = [*rows, Entry(3, "doubt", HOLDER, of_id=2), Entry(4, "settle_doubt", BODY, of_id=2)]
    assert books.sums(card, doubted, on=FROM) == (29_999, 0)


def test_bonus_counts_by_the_share_that_was_paid() -> None:
    rows = [Entry(1, "sale", SHOP, fen=100_000, bonus_fen=20_000), Entry(2, "use", HOLDER, fen=60_000)]
    assert books.sums(Card("value"), rows, on=FROM) == (50_000, 0)


def test_a_span_of_time_is_worth_its_days() -> None:
    rows = [Entry(1, "sale", SHOP, fen=36_500), Entry(2, "use", SHOP, uses=1)]
    assert books.sums(Card("term"), rows, on=date(2026, 12, 31)) == (100, 0)
    assert books.sums(Card("term"), rows, on=date(2027, 1, 1)) == (0, 0)


def test_more_that_was_left_is_doubtful_and_holds_where_the_shop_gives_in() -> None:
    card = Card("times")
    rows = [Entry(1, "brought_in", SHOP, fen=12_000, uses=12), Entry(2, "use", SHOP, uses=2)]
    assert books.sums(card, rows, on=FROM) == (10_000, 0)
    doubted = [*rows, Entry(3, "doubt", HOLDER, of_id=1, fen=3_000, uses=3)]
    assert books.sums(card, doubted, on=FROM) == (10_000, 3_000)
    assert books.balance(card, doubted, on=FROM).left == 10
    stands = [*doubted, Entry(4, "settle_doubt", BODY, of_id=1)]
    assert books.sums(card, stands, on=FROM) == (10_000, 0)
    given = [*doubted, Entry(4, "undo", SHOP, of_id=1)]
    assert books.sums(card, given, on=FROM) == (13_000, 0)
    assert books.balance(card, given, on=FROM).left == books.lines(card, given)[-1].left == 13


def test_the_figure_of_the_shop_is_not_taken_back_without_a_doubt() -> None:
    card, rows = Card("value"), [Entry(1, "brought_in", SHOP, fen=12_000)]
    assert not is_taken(card, rows, Entry(2, "undo", SHOP, of_id=1))
    assert not is_taken(card, rows, Entry(2, "settle_doubt", HOLDER, of_id=1))
    assert not is_taken(card, rows, Entry(2, "doubt", HOLDER, of_id=1))
    assert is_taken(card, rows, Entry(2, "doubt", HOLDER, of_id=1, fen=1))


def test_a_use_that_was_left_beyond_is_worth_what_the_others_are() -> None:
    assert books.worth_of_more(3, fen=12_000, uses=12) == 3_000
    assert books.worth_of_more(1, fen=100, uses=8) == 13
    assert books.worth_of_more(1, fen=1, uses=100) == 1
