"""What a rule of the library is, and those that are functions or tables of the law room: each value in words."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from huaihai.law import amounts, kinds, replies
from huaihai.law.library.entries import NOTHING, Words
from huaihai.law.sureness import Sureness


@dataclass(frozen=True)
class Rule:
    """One rule of the product: what it says, its value in words (empty where the words are all), and its basis."""

    code: str
    words: Words
    citation: str
    sureness: Sureness
    value: Words = NOTHING
    in_force_from: date | None = None
    in_force_until: date | None = None
    is_adopted_by_body: bool = False


COMPUTED: Final = (
    Rule(
        "amounts.for_fraud",
        Words("欺诈的加倍赔偿", "Fraud: paid on top of the price"),
        "消费者权益保护法第55条第1款",
        Sureness.LAW,
        Words(
            f"价款的{amounts.FRAUD_TIMES}倍，最少{amounts.FRAUD_LEAST // amounts.YUAN}元",
            f"{amounts.FRAUD_TIMES} times the price, at least {amounts.FRAUD_LEAST // amounts.YUAN} yuan",
        ),
    ),
    Rule(
        "amounts.most_for_known_defect",
        Words("明知有缺陷还卖、造成严重损害的", "A defect knowingly sold, with grave harm"),
        "消费者权益保护法第55条第2款",
        Sureness.LAW,
        Words(
            f"所受损失的{amounts.KNOWN_DEFECT_TIMES}倍以下",
            f"up to {amounts.KNOWN_DEFECT_TIMES} times the loss",
        ),
    ),
    Rule(
        "amounts.for_unsafe_food",
        Words("食品不安全的赔偿金", "Unsafe food: paid on top of the loss"),
        "食品安全法第148条第2款",
        Sureness.LAW,
        Words(
            f"价款的{amounts.FOOD_PRICE_TIMES}倍或者损失的{amounts.FOOD_LOSS_TIMES}倍，"
            f"最少{amounts.FOOD_LEAST // amounts.YUAN}元",
            f"{amounts.FOOD_PRICE_TIMES} times the price or {amounts.FOOD_LOSS_TIMES} times the loss, "
            f"at least {amounts.FOOD_LEAST // amounts.YUAN} yuan",
        ),
    ),
    Rule(
        "amounts.prepaid_refund",
        Words("预付卡退多少", "What is refunded of a prepaid card"),
        "法释〔2025〕4号第15条",
        Sureness.LAW,
        Words("预付的钱减去已经兑现的", "the prepayment less what was delivered"),
    ),
    Rule(
        "amounts.delivered_at_discount",
        Words("不是消费者的原因退卡，用掉的怎么算", "Refund not the consumer's doing: what was used"),
        "法释〔2025〕4号第18条",
        Sureness.LAW,
        Words("按打折后的价；赠送的金额按比例折算", "at the discount price, bonus credit by the paid share"),
    ),
    Rule(
        "amounts.delivered_at_full_price",
        Words("消费者自己的原因退卡，用掉的怎么算", "Refund of the consumer's doing: what was used"),
        "法释〔2025〕4号第19、20条",
        Sureness.LAW,
        Words("按没打折的价，最多扣到预付的数", "at the full price, at most the prepayment"),
    ),
    Rule(
        "amounts.unlimited_card_refund",
        Words("不限次数的期限卡退多少", "What is refunded of a card of unlimited use"),
        "法释〔2025〕4号第22条",
        Sureness.LAW,
        Words("按剩下的时间占全部时间的比例", "the remaining share of its term"),
    ),
    Rule(
        "deadlines.due",
        Words("期限怎么数", "How a time limit is counted"),
        "民法典第200至204条",
        Sureness.LAW,
        Words(
            "当天不算，从第二天算起；最后一天休假的顺延；到二十四点为止",
            "the first day does not count; a last day off moves on; the day ends at 24:00",
        ),
    ),
    Rule(
        "calendar.statutory_days",
        Words("法定节假日", "Statutory holidays"),
        "全国年节及纪念日放假办法第2、6条",
        Sureness.LAW,
        Words("全年13天，碰上周末的补假", "13 days a year; those on a weekend are made up"),
    ),
    Rule(
        "calendar.Calendar",
        Words("哪些天是工作日", "Which days are working days"),
        "国务院办公厅放假通知",
        Sureness.READ,
    ),
    Rule("credit_code.check", Words("核对统一社会信用代码", "Checking a credit code"), "GB 32100", Sureness.READ),
    Rule("places.place", Words("行政区划代码", "Codes of places"), "GB/T 2260", Sureness.READ),
    Rule(
        "kinds",
        Words("投诉性质和商品、服务的分类", "Natures of complaints, kinds of goods and services"),
        kinds.SOURCE,
        Sureness.READ,
        Words(
            f"{len(kinds.NATURES)}种性质，{len(kinds.GOODS)}类商品，{len(kinds.SERVICES)}类服务",
            f"{len(kinds.NATURES)} natures, {len(kinds.GOODS)} kinds of goods, {len(kinds.SERVICES)} of services",
        ),
    ),
    Rule(
        "replies",
        Words("商家可以选的答复用语", "Words a business may answer with"),
        "工作默认值",
        replies.SURENESS,
        Words(f"{len(replies.BY_CODE)}种", f"{len(replies.BY_CODE)} of them"),
    ),
)  # fmt: skip
