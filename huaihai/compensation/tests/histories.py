"""Random histories of one fund's books, driven by bytes: the engine that is tested, and beside it the plainest model.

Both are asked for the same things; they must say yes and no to the same, and agree on every fen.
"""

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from huaihai.compensation import books, grounds
from huaihai.compensation.books import NO_CAPS, Book, Caps, ClaimAccount, DoesNotFit, Replay, Written, size_of
from huaihai.compensation.grounds import Bought, Situation
from huaihai.compensation.tests.box import CLAIM_CAP, DAY_CAP, FLOOR, SMALL_CAP, SMALL_DAY_CAP, Asked, Box

STEP = 5  # bytes that make one step
CLAIMS, PAYERS = 40, ("", "stall 1", "stall 2", "stall 3")
FIRST_DAY = date(2026, 1, 1)
RIGHT = {"pay": "approved", "recourse": "paid", "write_off": "owed"}  # whose sum is the only one that may be
OPS = (
    "deposit", "deposit", "withdraw", "charge", "interest", "approve", "approve", "approve", "cancel", "pay", "pay",
    "bounce", "recourse", "recourse", "call_off", "recover", "recover", "set_off", "take_back", "write_off", "late",
    "reverse", "tomorrow",
)  # fmt: skip


@dataclass
class History:
    """The engine and the model side by side."""

    book: Book = field(default_factory=Book)
    box: Box = field(default_factory=Box)
    entries: list[tuple[Written, Caps]] = field(default_factory=list)
    standing: dict[int, Written] = field(default_factory=dict)  # entries that were not reversed
    day: date = FIRST_DAY

    def play(self, tape: bytes) -> None:
        """Every step that the bytes say."""
        for start in range(0, len(tape) - STEP + 1, STEP):
            what, who, where, high, low = tape[start : start + STEP]
            fen = (high << 8 | low) % 45_000 + 1
            self.step(OPS[what % len(OPS)], fen, f"claim {who % CLAIMS}", PAYERS[where % len(PAYERS)], low)

    def step(self, op: str, fen: int, claim: str, payer: str = "", pick: int = 1) -> None:
        """One thing is asked of both."""
        if op == "tomorrow":
            self.day += timedelta(days=1)
        elif op in books.REVERSALS:
            self._reverse(op, claim, pick)
        else:
            if op in RIGHT and pick % 4:  # mostly the right sum, sometimes a wrong one
                fen = getattr(self.book.claims.get(claim, ClaimAccount()), RIGHT[op])
            business = (
                f"stall {claim[-1]}" if op in ("recourse", "recover", "set_off", "write_off") else payer
            )
            held = claim if op in books.TAKES else ""
            small = op == "approve" and self._checks_hold(fen, at_once=True)
            self._ask(Asked(op, fen, self.day, held, business, is_small=small))

    def _reverse(self, op: str, claim: str, pick: int) -> None:
        may = books.REVERSALS[op]
        found = [
            one
            for one in self.standing.values()
            if one.kind in may and (op == "reverse" or one.claim == claim)
        ]
        if found:
            undone = found[pick % len(found)]
            business = next((line.business for line in undone.lines if line.business), "")
            asked = Asked(op, size_of(undone.lines), self.day, undone.claim, business, undoes=undone.kind)
            self._ask(asked, undone)

    def _ask(self, asked: Asked, undone: Written | None = None) -> None:
        expected = self.box.allows(asked)
        before = (dict(self.book.balances), replace(self.book.claims.get(asked.claim, ClaimAccount())))
        written = self._written(asked, undone)
        assert (written is not None) == expected, (asked, self.book)
        if written is None:
            assert before == (self.book.balances, self.book.claims.get(asked.claim, ClaimAccount()))
            return
        self.box.do(asked)
        self.entries.append((written, _caps(asked)))
        if undone is not None:
            del self.standing[undone.number]
        else:
            self.standing[written.number] = written

    def _written(self, asked: Asked, undone: Written | None) -> Written | None:
        """What the engine writes, or None where it refuses."""
        if asked.op == "approve" and not self._checks_hold(asked.fen, at_once=asked.is_small):
            return None
        try:
            lines = self.book.take(
                asked.op,
                asked.fen,
                claim=asked.claim,
                business=asked.business,
                undoes=undone.lines if undone else None,
                floor=FLOOR if asked.op == "withdraw" else 0,
            )
        except DoesNotFit:
            return None
        number = len(self.entries) + 1
        return Written(number, asked.op, lines, self.day, asked.claim, undone.number if undone else 0)

    def _checks_hold(self, fen: int, *, at_once: bool) -> bool:
        """What the checks of a claim say; sums of a day are the model's (in the program: sums of claims)."""
        here = Situation(
            ground="food",
            sum_fen=fen,
            bought=Bought(category="G04"),
            terms_in_force=True,
            terms_grounds=frozenset({"food"}),
            takes_claims=True,
            is_active=True,
            covers=True,
            claim_cap_fen=CLAIM_CAP,
            day_cap_fen=DAY_CAP,
            at_once_cap_fen=SMALL_CAP,
            at_once_day_cap_fen=SMALL_DAY_CAP,
            today_fen=self.box.approved_on(self.day),
            at_once_today_fen=self.box.approved_on(self.day, small=True),
            free_fen=self.book.free,
            evidence=1,
            has_agreement=False,
            elsewhere=(),
            has_payee=True,
        )
        return grounds.all_hold(
            grounds.checks_of(here) + (grounds.checks_at_once_of(here) if at_once else [])
        )

    def agree(self) -> None:
        """Both say the same about every fen, and nothing is out of joint."""
        book, box = self.book, self.box
        slates = box.slates.values()
        assert sum(book.totals.values()) == 0
        assert book.balance(books.BANK) == box.coins >= 0
        assert book.free == box.free
        assert -book.balance(books.INCOME) == box.interest
        assert book.balance(books.LOSS) == sum(slate.lost - slate.late for slate in slates)
        assert book.balance(books.COST) == box.fees + sum(slate.promised - slate.debt for slate in slates)
        for business, fen in box.put_in.items():
            assert -book.balance(books.DEPOSITS, business) == fen >= 0
        for business, fen in box.owed.items():
            assert book.balance(books.RECEIVABLE, business) == fen >= 0
        self._every_fen_of_every_claim()

    def _every_fen_of_every_claim(self) -> None:
        """From the payment to what came back, is owed, or was given up; and none was paid twice."""
        out: Counter[str] = Counter()
        for written, _caps_kept in self.entries:
            if written.kind in ("pay", "bounce"):
                out[written.claim] -= sum(line.fen for line in written.lines if line.account == books.BANK)
        standing = Counter(one.claim for one in self.standing.values() if one.kind == "pay")
        assert not standing or max(standing.values()) == 1
        for claim, slate in self.box.slates.items():
            account = self.book.claims[claim]
            assert out[claim] == account.paid == slate.paid
            assert account.charged in (0, account.paid)
            assert account.recovered + account.lost + account.owed == account.charged == slate.debt

    def replay(self) -> Replay:
        """Added up again from the first entry. Raises Misfit."""
        replay = Replay()
        for written, caps in self.entries:
            replay.take(written, caps)
        return replay


def _caps(asked: Asked) -> Caps:
    if asked.op == "withdraw":
        return Caps(floor_fen=FLOOR)
    if asked.op != "approve":
        return NO_CAPS
    return Caps(CLAIM_CAP, DAY_CAP, SMALL_CAP, SMALL_DAY_CAP, asked.is_small)
