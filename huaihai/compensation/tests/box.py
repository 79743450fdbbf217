"""The plainest model of a fund: coins in a box, promises on paper, debts on a slate.

It knows no accounts, no entries and no table of kinds; what may be and what happens is said once more.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Final

CLAIM_CAP, DAY_CAP, SMALL_CAP, SMALL_DAY_CAP, FLOOR = 40_000, 90_000, 9_000, 20_000, 25_000


@dataclass(frozen=True)
class Asked:
    """One thing that is asked: `undoes` is what a reversal takes back, with its kind."""

    op: str
    fen: int
    day: date
    claim: str = ""
    business: str = ""
    is_small: bool = False  # approved by the rules, at once
    undoes: str = ""

    @property
    def does(self) -> str:
        """In one word: a deposit that is reversed is an "undeposit"."""
        return f"un{self.undoes}" if self.op in ("reverse", "take_back") else self.op


@dataclass
class Slate:
    """One claim."""

    promised: int = 0
    paid: int = 0
    debt: int = 0  # what the business was told to pay back
    back: int = 0
    lost: int = 0
    late: int = 0
    is_small: bool = False
    day: date = date.min

    @property
    def rest(self) -> int:
        return self.debt - self.back - self.lost


@dataclass
class Box:
    """One fund."""

    coins: int = 0
    put_in: Counter[str] = field(default_factory=Counter)
    owed: Counter[str] = field(default_factory=Counter)
    slates: dict[str, Slate] = field(default_factory=dict)
    fees: int = 0
    interest: int = 0

    @property
    def promised(self) -> int:
        return sum(slate.promised - slate.paid for slate in self.slates.values())

    @property
    def free(self) -> int:
        return self.coins - self.promised

    def approved_on(self, day: date, *, small: bool = False) -> int:
        return sum(
            slate.promised
            for slate in self.slates.values()
            if slate.day == day and (slate.is_small or not small)
        )

    def allows(self, asked: Asked) -> bool:
        """Whether this may be."""
        slate = self.slates.get(asked.claim, Slate())
        return asked.fen > 0 and ALLOWS[asked.does](self, slate, asked)

    def do(self, asked: Asked) -> None:
        """It happens."""
        slate = self.slates.setdefault(asked.claim, Slate()) if asked.claim else Slate()
        self.coins += COINS.get(asked.does, 0) * asked.fen
        self.put_in[asked.business] += PUT_IN.get(asked.does, 0) * asked.fen
        self.owed[asked.business] += OWED.get(asked.does, 0) * asked.fen
        self.fees += {"charge": asked.fen, "uncharge": -asked.fen}.get(asked.does, 0)
        self.interest += {"interest": asked.fen, "uninterest": -asked.fen}.get(asked.does, 0)
        if asked.does in SLATES:
            for name, value in SLATES[asked.does](slate, asked.fen).items():
                setattr(slate, name, value)
        if asked.op == "approve":
            slate.day, slate.is_small = asked.day, asked.is_small


# What happens to the coins, to what somebody put in, and to what somebody owes: added (1) or taken away (-1).
COINS: Final = dict.fromkeys(
    ("deposit", "unwithdraw", "uncharge", "interest", "bounce", "recover", "late"), 1
) | (dict.fromkeys(("withdraw", "undeposit", "charge", "uninterest", "pay", "unrecover"), -1))
PUT_IN: Final = {
    "deposit": 1,
    "unwithdraw": 1,
    "unset_off": 1,
    "withdraw": -1,
    "undeposit": -1,
    "set_off": -1,
}
OWED: Final = {"recourse": 1, "unrecover": 1, "unset_off": 1} | (
    dict.fromkeys(("call_off", "recover", "set_off", "write_off"), -1)
)
SLATES: Final[dict[str, Callable[[Slate, int], dict[str, int]]]] = {
    "approve": lambda _slate, fen: {"promised": fen},
    "cancel": lambda _slate, _fen: {"promised": 0},
    "pay": lambda _slate, fen: {"paid": fen},
    "bounce": lambda _slate, _fen: {"paid": 0},
    "recourse": lambda _slate, fen: {"debt": fen},
    "call_off": lambda _slate, _fen: {"debt": 0},
    "recover": lambda slate, fen: {"back": slate.back + fen},
    "set_off": lambda slate, fen: {"back": slate.back + fen},
    "unrecover": lambda slate, fen: {"back": slate.back - fen},
    "unset_off": lambda slate, fen: {"back": slate.back - fen},
    "write_off": lambda slate, fen: {"lost": slate.lost + fen},
    "late": lambda slate, fen: {"late": slate.late + fen},
}


def _approves(box: Box, slate: Slate, asked: Asked) -> bool:
    fits = (
        asked.fen <= CLAIM_CAP and box.approved_on(asked.day) + asked.fen <= DAY_CAP and asked.fen <= box.free
    )
    if asked.is_small:
        small = box.approved_on(asked.day, small=True)
        fits = fits and asked.fen <= SMALL_CAP and small + asked.fen <= SMALL_DAY_CAP
    return fits and slate.promised == 0


ALLOWS: Final[dict[str, Callable[[Box, Slate, Asked], bool]]] = {
    "deposit": lambda *_: True,
    "interest": lambda *_: True,
    "uncharge": lambda *_: True,
    "unwithdraw": lambda *_: True,
    "charge": lambda box, _slate, asked: asked.fen <= box.coins,
    "uninterest": lambda box, _slate, asked: asked.fen <= box.coins,
    "withdraw": lambda box, _slate, asked: (
        asked.fen <= box.put_in[asked.business] and asked.fen <= min(box.free - FLOOR, box.coins)
    ),
    "undeposit": lambda box, _slate, asked: asked.fen <= min(box.coins, box.put_in[asked.business]),
    "approve": _approves,
    "cancel": lambda _box, slate, _asked: slate.paid == 0,
    "pay": lambda box, slate, asked: slate.promised == asked.fen <= box.coins and slate.paid == 0,
    "bounce": lambda _box, slate, _asked: slate.debt == 0,
    "recourse": lambda _box, slate, asked: slate.paid == asked.fen and slate.debt == 0,
    "call_off": lambda _box, slate, _asked: slate.back == 0 == slate.lost,
    "recover": lambda _box, slate, asked: asked.fen <= slate.rest,
    "set_off": lambda box, slate, asked: asked.fen <= min(slate.rest, box.put_in[asked.business]),
    "unrecover": lambda box, slate, asked: slate.lost == 0 and asked.fen <= box.coins,
    "unset_off": lambda _box, slate, _asked: slate.lost == 0,
    "write_off": lambda _box, slate, asked: asked.fen == slate.rest,
    "late": lambda _box, slate, asked: asked.fen <= slate.lost - slate.late,
}
