"""Time limits of the consumer's own rights: returns, proof, limitation, prepayment, court."""

from datetime import date

from huaihai.law.limits.term import Limit, Unit
from huaihai.law.sureness import Sureness

CONSUMER_LAW_FROM = date(2014, 3, 15)  # 消费者权益保护法, amended 2013-10-25

RETURN_WITHOUT_REASON = Limit(
    "RETURN_WITHOUT_REASON", 7, Unit.DAYS, "消费者权益保护法第25条",
    "通过网络、电视、电话、邮购等方式买的商品，收到后7日内可以无理由退货。",
    "Goods bought online, by TV, phone or mail may be returned without reason within 7 days of receipt.",
    Sureness.LAW, CONSUMER_LAW_FROM,
)  # fmt: skip
REFUND_AFTER_RETURN = Limit(
    "REFUND_AFTER_RETURN", 7, Unit.DAYS, "消费者权益保护法第25条",
    "经营者收到退回的商品后7日内退还货款。",
    "The business refunds within 7 days of receiving the returned goods.",
    Sureness.LAW, CONSUMER_LAW_FROM,
)  # fmt: skip
RETURN_FOR_QUALITY = Limit(
    "RETURN_FOR_QUALITY", 7, Unit.DAYS, "消费者权益保护法第24条",
    "质量不合要求、又没有国家规定和约定的，收到后7日内可以退货。",
    "Where no state rule or agreement applies, poor goods may be returned within 7 days of receipt.",
    Sureness.LAW, CONSUMER_LAW_FROM,
)  # fmt: skip
BURDEN_OF_PROOF = Limit(
    "BURDEN_OF_PROOF", 6, Unit.MONTHS, "消费者权益保护法第23条",
    "耐用商品和装饰装修等服务，自接受之日起6个月内发现瑕疵、发生争议的，由经营者举证。",
    "For durable goods and decoration, a defect found within 6 months leaves the proof to the business.",
    Sureness.LAW, CONSUMER_LAW_FROM,
)  # fmt: skip
LIMITATION = Limit(
    "LIMITATION", 3, Unit.YEARS, "民法典第188条",
    "自知道或者应当知道权益受损和该由谁负责之日起3年内向法院起诉。",
    "A suit is brought within 3 years of knowing, or having had to know, the harm and who did it.",
    Sureness.LAW, date(2021, 1, 1),
)  # fmt: skip
PREPAID_WITHDRAWAL = Limit(
    "PREPAID_WITHDRAWAL", 7, Unit.DAYS, "法释〔2025〕4号第14条",
    "付款之日起7日内可以要求退回预付款本金，签约前已得到过同样商品或者服务的除外。",
    "A prepayment is given back if asked for within 7 days, unless the goods or service were known.",
    Sureness.LAW, date(2025, 5, 1),
)  # fmt: skip
PREPAID_WITHDRAWAL_JIANGSU = Limit(
    "PREPAID_WITHDRAWAL_JIANGSU", 15, Unit.DAYS, "江苏省预付卡管理办法（条号未读到）",
    "江苏的店发的预付卡，付款之日起15日内可以无理由要求退款，商家可以扣掉已经产生的合理费用。",
    "For a card of a shop in Jiangsu the money is given back within 15 days of payment, less reasonable costs.",
    Sureness.COPY, date(2021, 4, 1),
)  # fmt: skip
SILENCE_IS_REFUSAL = Limit(
    "SILENCE_IS_REFUSAL", 15, Unit.DAYS, "侵害消费者权益行为处罚办法第8、9、10条",
    "经营者超过15日不答复、不处理的，视为故意拖延或者无理拒绝。",
    "A business that does not act for more than 15 days counts as dragging or refusing without reason.",
    Sureness.LAW, date(2015, 3, 15), adopted_by_body=True,
)  # fmt: skip
AGENCY_REPLY = Limit(
    "AGENCY_REPLY", 7, Unit.WORKING_DAYS, "消费者权益保护法第46条",
    "有关行政部门自收到投诉之日起7个工作日内处理并告知消费者。",
    "An agency handles a complaint and informs the consumer within 7 working days of receipt.",
    Sureness.LAW, CONSUMER_LAW_FROM,
)  # fmt: skip
CONFIRM_IN_COURT = Limit(
    "CONFIRM_IN_COURT", 30, Unit.DAYS, "民事诉讼法第205条；人民调解法第33条",
    "调解协议生效之日起30日内，双方可以共同申请司法确认。",
    "Within 30 days of the mediation agreement taking effect both may ask the court to confirm it.",
    Sureness.LAW, date(2011, 1, 1),
)  # fmt: skip
