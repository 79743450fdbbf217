"""What a business may answer beside an offer: why not, and, first, that it looks into it or needs something.

A closed vocabulary with codes of our own, each with the day from which it is offered: a code is never given another
meaning and never taken out of the list, so that old answers keep their words. An offer is one or more of
`remedies.ALL`.
"""

from dataclasses import dataclass
from datetime import date
from typing import Final

from huaihai.law.sureness import Sureness

SURENESS: Final = Sureness.UNCONFIRMED  # no published rule names such answers
FIRST_LIST: Final = date(2025, 1, 1)


@dataclass(frozen=True)
class Answer:
    """One thing that can be answered; offered from `since` on, up to `until` where a later list has dropped it."""

    code: str
    zh: str
    en: str
    needs_words: bool = False  # it says nothing without words beside it
    since: date = FIRST_LIST
    until: date | None = None

    def is_offered(self, on: date) -> bool:
        """Whether it may be chosen on this day."""
        return self.since <= on and (self.until is None or on <= self.until)


NOT_US: Final = Answer("not-us", "不是在我们这里买的", "not bought from us")
OUTSIDE_PERIOD: Final = Answer(
    "outside-period", "过了退换或者保修的期限", "outside the period for return or repair"
)
DAMAGED_BY_USE: Final = Answer("damaged-by-use", "使用或者保管不当弄坏的", "damaged by use or keeping")
CONDITIONS_NOT_MET: Final = Answer(
    "conditions-not-met", "不符合事先讲明的条件", "the conditions said beforehand are not met"
)
MADE_GOOD: Final = Answer("made-good", "已经解决过了", "already made good")
FACTS_DISPUTED: Final = Answer("facts-disputed", "事情不是这样的", "the facts are disputed", needs_words=True)
ASKS_TOO_MUCH: Final = Answer("asks-too-much", "要求超出了法律规定", "more is asked than the law gives")
NEEDS_APPRAISAL: Final = Answer(
    "needs-appraisal", "要先做检测或者鉴定", "an appraisal or a test is needed first"
)
OTHER: Final = Answer("other", "其他原因", "another reason", needs_words=True)

REASONS: Final = (
    NOT_US,
    OUTSIDE_PERIOD,
    DAMAGED_BY_USE,
    CONDITIONS_NOT_MET,
    MADE_GOOD,
    FACTS_DISPUTED,
    ASKS_TOO_MUCH,
    NEEDS_APPRAISAL,
    OTHER,
)

RECEIPT: Final = Answer("receipt", "小票、发票或者付款截图", "the receipt, invoice or proof of payment")
PHOTOS: Final = Answer("photos", "问题的照片或者视频", "photos or a video of the fault")
ORDER: Final = Answer("order", "订单号", "the number of the order")
GOODS: Final = Answer("goods", "东西带来或者寄来看看", "the goods, brought or sent, to look at")
ACCOUNT: Final = Answer("account", "退款方式", "how to pay back")
MORE: Final = Answer("more", "别的", "something else", needs_words=True)

NEEDS: Final = (RECEIPT, PHOTOS, ORDER, GOODS, ACCOUNT, MORE)

LOOKING: Final = Answer("looking", "收到了，正在核实", "we have it and look into it")
NEED: Final = Answer("need", "收到了，请先补充", "we have it and need something from you")

REPLIES: Final = (LOOKING, NEED)

BY_CODE: dict[str, Answer] = {said.code: said for said in (*REASONS, *NEEDS, *REPLIES)}


def reasons(on: date) -> tuple[Answer, ...]:
    """Why a business may say no on this day; "not us" is among them, though it leads another way."""
    return tuple(reason for reason in REASONS if reason.is_offered(on))


def needs(on: date) -> tuple[Answer, ...]:
    """What a business may ask the consumer for on this day."""
    return tuple(need for need in NEEDS if need.is_offered(on))
