"""Time limits of the market regulator's channel: Order 121, and Order 20 for what began before it.

A regulation of the State Council stands above an order: its 60 days hold since 2024-07-01 whatever Order 20 said.
"""

from datetime import date

from huaihai.law.limits.term import Limit, Unit
from huaihai.law.sureness import Sureness

ORDER_121_FROM = date(2026, 4, 15)
ORDER_20_FROM = date(2020, 1, 1)
REGULATION_FROM = date(2024, 7, 1)  # 消费者权益保护法实施条例

REGULATOR_DECIDE = Limit(
    "REGULATOR_DECIDE", 7, Unit.WORKING_DAYS, "121号令第15条；消费者权益保护法实施条例第46条",
    "市场监管部门收到投诉之日起7个工作日内决定是否受理并告知。",
    "The regulator decides on a complaint and tells the consumer within 7 working days of receipt.",
    Sureness.LAW, ORDER_121_FROM,
)  # fmt: skip
REGULATOR_MEDIATE = Limit(
    "REGULATOR_MEDIATE", 60, Unit.DAYS, "消费者权益保护法实施条例第46条；121号令第23条第1款第5项",
    "市场监管部门受理之日起60日（自然日）内调解完，鉴定、检测的时间不算；未达成协议的，终止调解。",
    "The regulator ends mediation 60 calendar days after acceptance; appraisal and testing do not count.",
    Sureness.LAW, REGULATION_FROM,
)  # fmt: skip
REGULATOR_MEDIATE_ORDER_20 = Limit(
    "REGULATOR_MEDIATE_ORDER_20", 45, Unit.WORKING_DAYS,
    "市场监督管理投诉举报处理暂行办法（20号令，已废止）第21条",
    "旧规定：受理之日起45个工作日内未达成协议的，终止调解；2024年7月1日起以实施条例的60日为准。",
    "The old rule: mediation ended 45 working days after acceptance; since 1 July 2024 the regulation's 60 days count.",
    Sureness.COPY, ORDER_20_FROM, date(2024, 6, 30),
)  # fmt: skip
REGULATOR_NOTIFY_END = Limit(
    "REGULATOR_NOTIFY_END", 7, Unit.WORKING_DAYS, "20号令第21条；121号令第23条",
    "终止调解的，自作出决定之日起7个工作日内告知双方。",
    "Both sides are told within 7 working days of the decision to end mediation.",
    Sureness.LAW, ORDER_20_FROM,
)  # fmt: skip
REGULATOR_CHECK_LEAD = Limit(
    "REGULATOR_CHECK_LEAD", 15, Unit.WORKING_DAYS, "20号令第23条；121号令第27条",
    "调解中发现违法线索的，自发现之日起15个工作日内核查。",
    "A lead found during mediation is checked within 15 working days of its discovery.",
    Sureness.LAW, ORDER_20_FROM,
)  # fmt: skip
REGULATOR_EXTEND_CHECK_LEAD = Limit(
    "REGULATOR_EXTEND_CHECK_LEAD", 15, Unit.WORKING_DAYS, "20号令第23条；121号令第27条",
    "特殊情况下，线索核查可以再延长15个工作日。",
    "In special cases the check of a lead may take 15 working days more.",
    Sureness.LAW, ORDER_20_FROM,
)  # fmt: skip
REGULATOR_AGREE_ON_POWER = Limit(
    "REGULATOR_AGREE_ON_POWER", 7, Unit.WORKING_DAYS, "20号令第30条；121号令第33条",
    "管辖权有争议的，7个工作日内协商，协商不成报共同上级指定。",
    "A dispute over power is settled within 7 working days, else the common superior names the authority.",
    Sureness.LAW, ORDER_20_FROM,
)  # fmt: skip
REGULATOR_TELL_REPORTER = Limit(
    "REGULATOR_TELL_REPORTER", 5, Unit.WORKING_DAYS, "20号令第31条（121号令第36条：法律规定要告知的才告知）",
    "旧规定：是否立案，自作出决定之日起5个工作日内告知实名举报人。",
    "The old rule: a named reporter was told within 5 working days whether a case was opened.",
    Sureness.LAW, ORDER_20_FROM, date(2026, 4, 14),
)  # fmt: skip
