"""What a party can do next, each with its article: where the business is gone, where an agreement is not kept.

Whether it is a crime is for the police alone to say: what stands here points to them and calls nobody anything.
"""

from dataclasses import dataclass
from datetime import date
from typing import Final

from huaihai.law.sureness import Sureness


@dataclass(frozen=True)
class Pointer:
    """One thing to do, with its article, sureness and the day from which it is in force."""

    code: str
    zh: str
    en: str
    article: str
    sureness: Sureness
    in_force_from: date | None = None


_CONSUMER_LAW, _PREPAID = date(2014, 3, 15), date(2025, 5, 1)

GONE: Final = (
    Pointer(
        "LESSOR",
        "店开在展销会或者租来的柜台里的：展销会散了、柜台租期到了，可以找办展的、出租柜台的赔。",
        "Was it at a fair or at a rented counter? Once that is over, the organiser or lessor can be claimed against.",
        "消费者权益保护法第43条", Sureness.LAW, _CONSUMER_LAW,
    ),
    Pointer(
        "MALL",
        "办过卡、充过值，店开在商场里的：商场没有查看店家的证照就让它收钱，害您受了损失的，按过错赔。",
        "A prepaid card of a shop in a mall: a mall that did not check its tenant's licence answers by its fault.",
        "法释〔2025〕4号第6条", Sureness.LAW, _PREPAID,
    ),
    Pointer(
        "OWNERS",
        "办过卡、充过值的：商家该清算却不清算，害您受了损失的，可以要求股东、董事这些该清算的人赔。",
        "A prepaid card: owners and directors who had to wind the business up and did not can be claimed against.",
        "法释〔2025〕4号第7条", Sureness.LAW, _PREPAID,
    ),
    Pointer(
        "COURT",
        "可以起诉登记的公司或者店主。找不到人，法院可以公告送达，照样能判；判赢了，对方没有钱的，也可能要不回来。一般要在三年内起诉。",
        "The registered company or owner can be sued, though nobody is found. Usually within three years. You may win "
        "and still get nothing where there is nothing.",
        "民事诉讼法第95条；民法典第188条", Sureness.COPY, date(2024, 1, 1),
    ),
    Pointer(
        "POLICE",
        "收了预付款就关门、人躲起来的，可以带上合同、付款记录去报案。是不是犯罪，由公安机关认定。",
        "Took prepayments, shut and hides? You can go to the police with contract and payments. Whether it is a "
        "crime is for them to say.",
        "法释〔2025〕4号第23条", Sureness.LAW, _PREPAID,
    ),
)  # fmt: skip
ENFORCE = Pointer(
    "ENFORCE",
    "法院确认过的协议，对方不照做的，可以直接申请法院强制执行，不用再打官司；一般要在约定的最后一天起两年内申请。",
    "If an agreement that the court has confirmed is not kept, ask the court to enforce it, without a suit; usually "
    "within two years of the last day agreed on.",
    "人民调解法第33条；民事诉讼法第206条", Sureness.LAW, date(2024, 1, 1),
)  # fmt: skip
SUE = Pointer(
    "SUE",
    "协议对双方都有约束力，但没有经法院确认，不能直接强制执行。对方不照做的，可以拿着协议到法院起诉，约定了仲裁的申请仲裁，也可以请消费者组织支持起诉。",
    "The agreement binds both, but it was not confirmed by the court and cannot be enforced as it is. Sue on it, or go "
    "to arbitration if that was agreed; an association may support the suit.",
    "人民调解法第31、32条；消费者权益保护法第37条第1款第7项", Sureness.LAW, date(2014, 3, 15),
)  # fmt: skip
SUPPORT = Pointer(
    "SUPPORT",
    "打官司的还是您自己：起诉状由您递到法院。协会可以支持起诉，怎么支持问经办人。一般要在三年内起诉。",
    "It is you who sues: you hand the complaint to the court. The association can support the suit; ask the officer in "
    "charge how. Usually within three years.",
    "消费者权益保护法第37条第1款第7项；民法典第188条", Sureness.LAW, date(2021, 1, 1),
)  # fmt: skip
BY_CODE: Final = {one.code: one for one in (*GONE, ENFORCE, SUE, SUPPORT)}
