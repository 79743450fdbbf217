"""What may be asked for, in whole fen (1 yuan = 100 fen): fraud, food, prepaid cards.

Sums are exact; where a share leaves a fraction of a fen it is rounded half up, once, at the end.
"""

from dataclasses import dataclass
from fractions import Fraction
from typing import Final

YUAN: Final = 100
FRAUD_TIMES: Final = 3
FRAUD_LEAST: Final = 500 * YUAN
FOOD_PRICE_TIMES: Final = 10
FOOD_LOSS_TIMES: Final = 3
FOOD_LEAST: Final = 1000 * YUAN
KNOWN_DEFECT_TIMES: Final = 2


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
    return Award(price, max(FRAUD_TIMES * price, FRAUD_LEAST), "消费者权益保护法第55条第1款")


def for_unsafe_food(price: int, loss: int = 0) -> Award:
    """CALC-FOOD: the loss, and ten times the price or three times the loss, at least 1,000 yuan.

    The consumer chooses between the two, so the larger is taken. `loss` includes the price paid, where it
    was not given back. Not for flaws of label or manual that neither affect safety nor mislead.
    """
    _at_least_nothing(price=price, loss=loss)
    extra = max(FOOD_PRICE_TIMES * price, FOOD_LOSS_TIMES * loss, FOOD_LEAST)
    return Award(loss, extra, "食品安全法第148条第2款")


def most_for_known_defect(loss: int) -> int:
    """The most that may be asked on top of the loss for a knowingly sold defect with grave harm (消法 55.2)."""
    _at_least_nothing(loss=loss)
    return KNOWN_DEFECT_TIMES * loss


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
