"""What may be asked for, in whole fen (1 yuan = 100 fen): fraud, food, prepaid cards.

Sums are exact; where a share leaves a fraction of a fen it is rounded half up, once, at the end. How many times and at
least how much are rows of the country's `amounts.csv`; 0 where it has no such rule.
"""

from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING, Final

from huaihai.law.tables import Table

YUAN: Final = 100


@dataclass(frozen=True)
class Figure:
    """A number of the law: times, or an amount of money."""

    name: str
    number: int
    article: str


TIMES: Final = ("FRAUD_TIMES", "FOOD_PRICE_TIMES", "FOOD_LOSS_TIMES", "KNOWN_DEFECT_TIMES")
LEAST: Final = ("FRAUD_LEAST", "FOOD_LEAST")  # money
HELD: Final = Table(__name__, Figure, "amounts.csv", "name", may_ask=(*TIMES, *LEAST))
FRAUD_TIMES: int
FRAUD_LEAST: int
FOOD_PRICE_TIMES: int
FOOD_LOSS_TIMES: int
FOOD_LEAST: int
KNOWN_DEFECT_TIMES: int


@dataclass(frozen=True)
class Award:
    """What the consumer gets back and what comes on top, in fen, with the article."""

    back: int
    extra: int
    article: str

    @property
    def total(self) -> int:
        return self.back + self.extra


def for_fraud(price: int) -> Award:
    """CALC-FRAUD: the price back and three times as much, at least 500 yuan. Raises ValueError below 0."""
    _at_least_nothing(price=price)
    extra = max(_number("FRAUD_TIMES") * price, _number("FRAUD_LEAST"))
    return Award(price, extra, HELD["FRAUD_TIMES"].article)


def for_unsafe_food(price: int, loss: int = 0) -> Award:
    """CALC-FOOD: the loss, and ten times the price or three times the loss, at least 1,000 yuan.

    The consumer chooses between the two, so the larger is taken. `loss` includes the price paid, where it
    was not given back. Not for flaws of label or manual that neither affect safety nor mislead.
    """
    _at_least_nothing(price=price, loss=loss)
    extra = max(_number("FOOD_PRICE_TIMES") * price, _number("FOOD_LOSS_TIMES") * loss, _number("FOOD_LEAST"))
    return Award(loss, extra, HELD["FOOD_PRICE_TIMES"].article)


def most_for_known_defect(loss: int) -> int:
    """The most that may be asked on top of the loss for a knowingly sold defect with grave harm (消法 55.2)."""
    _at_least_nothing(loss=loss)
    return _number("KNOWN_DEFECT_TIMES") * loss


def prepaid_refund(paid: int, delivered: int) -> int:
    """CALC-PREPAID-BAL: the prepayment less what was delivered for it, never below nothing."""
    _at_least_nothing(paid=paid, delivered=delivered)
    return max(0, paid - delivered)


def delivered_at_discount(used: int, *, paid: int, bonus: int = 0) -> int:
    """CALC-PREPAID-VAL-B: the value delivered when the refund is not the consumer's doing.

    `used` is priced at the discount agreed. With bonus credit (charge 1,000, get 1,200) only the share that
    was paid for counts: paid ÷ (paid + bonus). Raises ValueError if nothing was paid.
    """
    _at_least_nothing(used=used, bonus=bonus)
    if paid <= 0:
        raise ValueError("paid must be more than 0 fen")
    return _to_fen(Fraction(used * paid, paid + bonus))


def delivered_of_uses(used: int, *, uses: int, paid: int) -> int:
    """CALC-PREPAID-VAL-B for a card of so many uses: those delivered, each at what was paid for it.

    Raises ValueError unless 0 ≤ used ≤ uses and there are any.
    """
    _at_least_nothing(paid=paid)
    if not 0 <= used <= uses or uses == 0:
        raise ValueError("used must lie between 0 and the uses bought")
    return _to_fen(Fraction(used * paid, uses))


def delivered_at_full_price(used: int, *, paid: int) -> int:
    """CALC-PREPAID-VAL-C: the value delivered when the consumer wants out: undiscounted, at most the payment."""
    _at_least_nothing(used=used, paid=paid)
    return min(used, paid)


def unlimited_card_refund(paid: int, *, days_left: int, days_in_all: int) -> int:
    """CALC-PREPAID-TERM: a card of unlimited use is refunded by its remaining term.

    Days left count from the day the shop stopped, if it had. Raises ValueError unless
    0 ≤ days left ≤ days in all and there are any.
    """
    _at_least_nothing(paid=paid)
    if not 0 <= days_left <= days_in_all or days_in_all == 0:
        raise ValueError("days left must lie between 0 and the full term")
    return _to_fen(Fraction(paid * days_left, days_in_all))


def _at_least_nothing(**sums: int) -> None:
    for name, fen in sums.items():
        if fen < 0:
            raise ValueError(f"{name} must not be below 0 fen")


def _to_fen(exact: Fraction) -> int:
    return int(exact + Fraction(1, 2))


def _number(name: str) -> int:
    row = HELD.rows.get(name)
    return (row.number if row else 0) * (YUAN if name in LEAST else 1)


if not TYPE_CHECKING:
    __getattr__ = HELD.supply(**{name: partial(_number, name) for name in (*TIMES, *LEAST)})
