"""The books of one fund, as plain arithmetic: no database, no clock. Sums are whole fen.

Double entry: a line's sum is positive where an account is debited and negative where it is credited; the lines of an
entry add up to nothing. What a kind of entry debits and credits is one table, `PAIRS`; the only correction is an entry
that reverses another. `Book` holds balances and what became of each claim, and refuses what may not be: the verbs
ask it before they write, and `huaihai verify` feeds it everything that was ever written.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from huaihai.kit.refusals import Refusal
from huaihai.kit.refusals import gettext_noop as _

BANK: Final = "bank"  # what the operator or its bank holds for the fund
DEPOSITS: Final = "deposits"  # what was paid in, for each business that paid
PAYABLE: Final = "payable"  # approved, not paid yet
RECEIVABLE: Final = "receivable"  # what a business owes the fund
COST: Final = "cost"  # what the fund bears itself
LOSS: Final = "loss"  # written off
INCOME: Final = "income"  # the bank's interest
ACCOUNTS: Final = (BANK, DEPOSITS, PAYABLE, RECEIVABLE, COST, LOSS, INCOME)
BY_BUSINESS: Final = frozenset({DEPOSITS, RECEIVABLE})
DEBIT_SIDE: Final = frozenset(
    {BANK, RECEIVABLE, COST, LOSS}
)  # may never fall below nothing; the others never rise

PAIRS: Final[Mapping[str, tuple[str, str]]] = {  # kind → (debited, credited)
    "deposit": (BANK, DEPOSITS),
    "withdraw": (DEPOSITS, BANK),
    "charge": (COST, BANK),
    "interest": (BANK, INCOME),
    "approve": (COST, PAYABLE),
    "pay": (PAYABLE, BANK),
    "recourse": (RECEIVABLE, COST),
    "recover": (BANK, RECEIVABLE),
    "set_off": (DEPOSITS, RECEIVABLE),
    "write_off": (LOSS, RECEIVABLE),
    "late": (BANK, LOSS),  # paid although it was written off
}
REVERSALS: Final[Mapping[str, frozenset[str]]] = {  # kind → the kinds that it may reverse
    "cancel": frozenset({"approve"}),
    "bounce": frozenset({"pay"}),
    "call_off": frozenset({"recourse"}),
    "take_back": frozenset({"recover", "set_off"}),
    "reverse": frozenset({"deposit", "withdraw", "charge", "interest"}),
}
KINDS: Final = (*PAIRS, *REVERSALS)
TAKES: Final[
    Mapping[str, tuple[str, int]]
] = {  # kind → what it adds to in a claim's account, or takes from it
    "approve": ("approved", 1),
    "cancel": ("approved", -1),
    "pay": ("paid", 1),
    "bounce": ("paid", -1),
    "recourse": ("charged", 1),
    "call_off": ("charged", -1),
    "recover": ("recovered", 1),
    "set_off": ("recovered", 1),
    "take_back": ("recovered", -1),
    "write_off": ("lost", 1),
    "late": ("late", 1),
}


class DoesNotFit(ValueError):
    """The entry may not be: `code` says why, `left` how much there is or is left, in fen."""

    def __init__(self, code: str, left: int = 0) -> None:
        super().__init__(f"{code} ({left} fen)")
        self.code, self.left = code, left


@dataclass(frozen=True, slots=True)
class Line:
    """One line of an entry; `business` names the sub-account of deposits and receivables ("" for the owner's)."""

    account: str
    fen: int
    business: str = ""


type Lines = tuple[Line, ...]


def lines_of(kind: str, fen: int, business: str = "") -> Lines:
    """The lines of an entry of this kind. Raises DoesNotFit for a sum that is none, KeyError for a reversal."""
    if fen <= 0:
        raise DoesNotFit("no_sum")
    debited, credited = PAIRS[kind]
    return (
        Line(debited, fen, business if debited in BY_BUSINESS else ""),
        Line(credited, -fen, business if credited in BY_BUSINESS else ""),
    )


def reversed_lines(lines: Iterable[Line]) -> Lines:
    """The lines that undo these."""
    return tuple(Line(line.account, -line.fen, line.business) for line in lines)


@dataclass(slots=True)
class ClaimAccount:
    """What became of one claim, in fen. `charged` is what a business owes for it."""

    approved: int = 0
    paid: int = 0
    charged: int = 0
    recovered: int = 0
    lost: int = 0
    late: int = 0

    @property
    def owed(self) -> int:
        """What is still to be got back."""
        return self.charged - self.recovered - self.lost

    @classmethod
    def of_sums(cls, sums: Mapping[str, int]) -> "ClaimAccount":
        """From the sums of its entries, kind by kind."""
        account = cls()
        for kind, fen in sums.items():
            account._add(kind, fen)
        return account

    def take(self, kind: str, fen: int) -> None:
        """Go on by one entry. Raises DoesNotFit."""
        self._require(kind, fen)
        self._add(kind, fen)

    def _add(self, kind: str, fen: int) -> None:
        name, sign = TAKES[kind]
        setattr(self, name, getattr(self, name) + sign * fen)

    def _require(self, kind: str, fen: int) -> None:
        fits, code, left = {
            "approve": (self.approved == 0, "approved_before", self.approved),
            "cancel": (self.paid == 0 and fen == self.approved, "not_to_be_cancelled", self.approved),
            "pay": (self.paid == 0 and fen == self.approved, "paid_before", self.approved - self.paid),
            "bounce": (self.charged == 0 and fen == self.paid, "not_to_be_bounced", self.paid),
            "recourse": (self.charged == 0 and fen == self.paid, "charged_before", self.paid - self.charged),
            "call_off": (self.recovered == 0 == self.lost and fen == self.charged, "got_back", self.charged),
            "recover": (fen <= self.owed, "more_than_owed", self.owed),
            "set_off": (fen <= self.owed, "more_than_owed", self.owed),
            "take_back": (fen <= self.recovered and self.lost == 0, "not_got_back", self.recovered),
            "write_off": (fen == self.owed, "not_the_rest", self.owed),
            "late": (fen <= self.lost - self.late, "more_than_owed", self.lost - self.late),
        }[kind]
        if not fits:
            raise DoesNotFit(code, left)


@dataclass(slots=True)
class Book:
    """One fund's balances, account by account and business by business, and its claims."""

    balances: dict[tuple[str, str], int] = field(default_factory=dict)
    totals: dict[str, int] = field(default_factory=dict)
    claims: dict[str, ClaimAccount] = field(default_factory=dict)

    def balance(self, account: str, business: str | None = None) -> int:
        """The debit balance in fen; of one business's sub-account, or of the whole account."""
        return self.totals.get(account, 0) if business is None else self.balances.get((account, business), 0)

    @property
    def free(self) -> int:
        """What is in the bank and not approved for anybody yet."""
        return self.balance(BANK) + self.balance(PAYABLE)

    def take(
        self,
        kind: str,
        fen: int,
        *,
        claim: str = "",
        business: str = "",
        undoes: Lines | None = None,
        floor: int = 0,
    ) -> Lines:
        """Write one entry down and give its lines; nothing changes if it may not be.

        `undoes` are the lines of the entry that a reversal reverses; `floor` is what must stay free after a withdrawal.
        Raises DoesNotFit.
        """
        lines = reversed_lines(undoes) if undoes is not None else lines_of(kind, fen, business)
        self._require_cover(kind, fen, floor)
        self._require_sides(lines)
        if kind in TAKES:
            account = self.claims.get(claim) or ClaimAccount()
            account.take(kind, fen)
            self.claims[claim] = account
        self.add(lines)
        return lines

    def add(self, lines: Iterable[Line]) -> None:
        """Add lines that stand in the books already: nothing is asked."""
        for line in lines:
            key = (line.account, line.business)
            self.balances[key] = self.balances.get(key, 0) + line.fen
            self.totals[line.account] = self.totals.get(line.account, 0) + line.fen

    def _require_cover(self, kind: str, fen: int, floor: int) -> None:
        """What is promised to one consumer cannot be promised to another, nor withdrawn."""
        if kind == "approve" and fen > self.free:
            raise DoesNotFit("too_little_money", self.free)
        if kind == "withdraw" and fen > self.free - floor:
            raise DoesNotFit("below_minimum", max(self.free - floor, 0))

    def _require_sides(self, lines: Lines) -> None:
        for line in lines:
            after = self.balance(line.account, line.business) + line.fen
            if after < 0 if line.account in DEBIT_SIDE else after > 0:
                raise DoesNotFit(f"no_{line.account}", abs(after - line.fen))


def adds_up(lines: Iterable[Line]) -> bool:
    """Whether these lines make an entry: at least two, none of them nothing, together nothing."""
    held = list(lines)
    return len(held) > 1 and all(line.fen for line in held) and sum(line.fen for line in held) == 0


@dataclass(frozen=True, slots=True)
class Written:
    """One entry as it stands in the books."""

    number: int
    kind: str
    lines: Lines
    day: date
    claim: str = ""
    reverses: int = 0  # the number of the entry that it reverses


@dataclass(frozen=True, slots=True)
class Caps:
    """What one approval or withdrawal had to keep to; empty is no cap. `floor_fen` had to stay free."""

    claim_fen: int | None = None
    day_fen: int | None = None
    at_once_fen: int | None = None
    at_once_day_fen: int | None = None
    is_at_once: bool = False
    floor_fen: int = 0


NO_CAPS = Caps()


class Misfit(Refusal):
    """The first thing that does not fit: in which entry, and what."""

    def __init__(self, number: int, text: str, /, **values: object) -> None:
        super().__init__(text, **values)
        self.number = number


@dataclass
class Replay:
    """One fund's books under way."""

    book: Book = field(default_factory=Book)
    number: int = 0
    day: date = date.min
    held: dict[int, Written] = field(default_factory=dict)  # entries that may still be reversed
    approved: Counter[date] = field(default_factory=Counter)  # what stands of a day's approvals
    at_once: Counter[date] = field(default_factory=Counter)  # of those, what the rules approved
    small: set[str] = field(default_factory=set)  # claims that the rules approved

    def take(self, entry: Written, caps: Caps = NO_CAPS) -> None:
        """Go on by one entry. Raises Misfit."""
        self.number += 1
        if entry.number != self.number:
            raise Misfit(self.number, _("is missing; the next one is %(n)d"), n=entry.number)
        if entry.day < self.day:
            raise Misfit(entry.number, _("was booked on a day before the one before it"))
        self.day = entry.day
        if not adds_up(entry.lines):
            left = sum(line.fen for line in entry.lines)
            raise Misfit(entry.number, _("does not add up: %(fen)d fen are left over"), fen=left)
        undone = self._undone(entry)
        self._book(entry, undone, caps)
        if entry.kind == "approve":
            self._approve(entry, caps)

    def _undone(self, entry: Written) -> Written | None:
        if entry.kind in PAIRS:
            return None
        undone = self.held.pop(entry.reverses, None)
        if undone is None or undone.kind not in REVERSALS.get(entry.kind, frozenset()):
            words = _("reverses entry %(n)d, which does not stand (any more)")
            raise Misfit(entry.number, words, n=entry.reverses)
        if undone.claim != entry.claim:
            raise Misfit(entry.number, _("reverses the entry of another claim"))
        if undone.kind == "approve":
            self.approved[undone.day] -= size_of(undone.lines)
            if undone.claim in self.small:
                self.at_once[undone.day] -= size_of(undone.lines)
        return undone

    def _book(self, entry: Written, undone: Written | None, caps: Caps) -> None:
        try:
            lines = self.book.take(
                entry.kind,
                size_of(entry.lines),
                claim=entry.claim,
                business=business_of(entry.lines),
                undoes=undone.lines if undone else None,
                floor=caps.floor_fen,
            )
        except DoesNotFit as error:
            raise Misfit(entry.number, _("may not be: %(why)s"), why=error) from error
        if sorted(lines, key=_order) != sorted(entry.lines, key=_order):
            raise Misfit(entry.number, _("does not say what its kind (%(kind)s) says"), kind=entry.kind)
        if entry.kind in PAIRS:
            self.held[entry.number] = entry

    def _approve(self, entry: Written, caps: Caps) -> None:
        fen, day = size_of(entry.lines), entry.day
        self.approved[day] += fen
        _require(entry, _("is %(fen)d fen above the cap of a claim"), fen, caps.claim_fen)
        _require(entry, _("is %(fen)d fen above the cap of a day"), self.approved[day], caps.day_fen)
        if caps.is_at_once:
            self.small.add(entry.claim)
            self.at_once[day] += fen
            _require(entry, _("is %(fen)d fen above the cap of a claim at once"), fen, caps.at_once_fen or 0)
            words = _("is %(fen)d fen above the cap of a day at once")
            _require(entry, words, self.at_once[day], caps.at_once_day_fen or 0)


def _require(entry: Written, words: str, fen: int, cap: int | None) -> None:
    if cap is not None and fen > cap:
        raise Misfit(entry.number, words, fen=fen - cap)


def size_of(lines: Iterable[Line]) -> int:
    """The sum of an entry: of what it debits."""
    return sum(line.fen for line in lines if line.fen > 0)


def business_of(lines: Iterable[Line]) -> str:
    """Whose sub-account an entry touches; of two, that which owes."""
    named = sorted((line.account != RECEIVABLE, line.business) for line in lines if line.business)
    return named[0][1] if named else ""


def _order(line: Line) -> tuple[str, str, int]:
    return line.account, line.business, line.fen
