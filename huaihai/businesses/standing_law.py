"""Where the law gives more than a standing offer does, in the same case. Plain words, each with its article.

Shown to whoever publishes, kept with the version, and shown to the consumer before the offer: a standing offer is
never called better than what the law gives anyhow.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from huaihai.businesses.standing_terms import DAYS, Terms
from huaihai.law import kinds, limits, remedies

QUALITY: Final = frozenset({"N01", "N09"})
DECEIT: Final = frozenset({"N05", "N07"})
PREPAID: Final = frozenset({"N06"})
HARMFUL: Final = frozenset({"N01", "N02"})
FOOD: Final = frozenset({"G04", "G08"})
GOODS: Final = frozenset(kind.code for kind in kinds.GOODS)
MONEY_BACK: Final = frozenset({remedies.REFUND.code, remedies.RETURN.code})


@dataclass(frozen=True)
class More:
    """What the law gives beyond the offer."""

    code: str
    zh: str
    en: str
    article: str


SEVEN_DAYS = More(
    "seven_days",
    f"商品质量不合要求的，收到后{limits.RETURN_FOR_QUALITY.number}天内可以退货；这条方案给的天数更少。",
    f"Goods of poor quality may be returned within {limits.RETURN_FOR_QUALITY.number} days of receipt; "
    "this offer gives fewer days.",
    limits.RETURN_FOR_QUALITY.article,
)
MONEY_FOR_QUALITY = More(
    "money_for_quality",
    "商品质量不合要求的，法律还允许退货退款；这条方案不退款。",
    "For poor quality the law also gives the return of the goods and the price back; this offer does not.",
    limits.RETURN_FOR_QUALITY.article,
)
NOT_INTACT = More(
    "not_intact",
    "商品本身有质量问题的，法律不要求商品完好。",
    "For goods that are faulty themselves the law does not ask that they be intact.",
    limits.RETURN_FOR_QUALITY.article,
)
SOONER = More(
    "sooner",
    f"退货退款的，法律要求在收到退回的商品后{limits.REFUND_AFTER_RETURN.number}天内退钱（网购）；这条方案更慢。",
    f"For goods bought online the law gives the money back within {limits.REFUND_AFTER_RETURN.number} days of their "
    "return; this offer takes longer.",
    limits.REFUND_AFTER_RETURN.article,
)
DECEIVED = More(
    "deceived",
    "商家存心欺诈的，除退款外还可以要价款的三倍，不足500元按500元。",
    "If the business deceived on purpose, three times the price may be asked for on top, 500 yuan at least.",
    "消费者权益保护法第55条第1款",
)
UNSAFE_FOOD = More(
    "unsafe_food",
    "食品不符合安全标准的，除赔偿损失外还可以要价款的十倍或损失的三倍，不足1000元按1000元。",
    "If food is below the safety standard, ten times the price or three times the loss may be asked for on top, "
    "1,000 yuan at least.",
    "食品安全法第148条第2款",
)
PREPAID_BACK = More(
    "prepaid_back",
    "预付款没有兑现的，法律给您继续履行或者退还预付款并加利息；这条方案不退款。",
    "A prepayment that is not honoured is performed or paid back with interest; this offer pays nothing back.",
    "消费者权益保护法第53条",
)
ALL: Final = (SEVEN_DAYS, MONEY_FOR_QUALITY, NOT_INTACT, SOONER, DECEIVED, UNSAFE_FOOD, PREPAID_BACK)
BY_CODE: Final = {more.code: more for more in ALL}


def more_by_law(
    terms: Terms, *, natures: Collection[str] = (), categories: Collection[str] = ()
) -> tuple[More, ...]:
    """What the law gives beyond these terms: for what they cover, or for these natures and categories alone."""
    about = frozenset(natures) or frozenset(terms.natures) or frozenset(kind.code for kind in kinds.NATURES)
    what = frozenset(categories) or frozenset(terms.categories) or frozenset(kinds.BY_CODE)
    pays_back = bool(MONEY_BACK.intersection(terms.remedies))
    faulty_goods = bool(about & QUALITY and what & GOODS)
    days = terms.within_days
    holds = {
        SEVEN_DAYS: faulty_goods and days is not None and days < limits.RETURN_FOR_QUALITY.number,
        MONEY_FOR_QUALITY: faulty_goods and not pays_back,
        NOT_INTACT: faulty_goods and terms.needs_intact,
        SOONER: pays_back and bool(what & GOODS) and _days_to_do(terms) > limits.REFUND_AFTER_RETURN.number,
        DECEIVED: bool(about & DECEIT),
        UNSAFE_FOOD: bool(about & HARMFUL and what & FOOD),
        PREPAID_BACK: bool(about & PREPAID) and not pays_back,
    }
    return tuple(more for more in ALL if holds[more])


def _days_to_do(terms: Terms) -> int:
    return terms.perform_number if terms.perform_unit == DAYS else 0
