"""Time limits of the associations' own channel. No national rule sets them: each is a default to adopt."""

from huaihai.law.limits.term import Limit, Unit
from huaihai.law.sureness import Sureness

_CHONGQING_CHENGDU = "重庆成都两市跨区域消费维权协作机制（2023）"

FIRST_REPLY = Limit(
    "FIRST_REPLY", 24, Unit.HOURS, "南京都市圈承诺直播间（2025-11）",
    "快速处理通道内的经营者24小时内首次答复。",
    "A business on the fast channel gives its first reply within 24 hours.",
    Sureness.DERIVED, adopted_by_body=True,
)  # fmt: skip
NEGOTIATE = Limit(
    "NEGOTIATE", 10, Unit.WORKING_DAYS, "全国12315平台在线消费纠纷解决（ODR）规则",
    "双方和解的期限为10个工作日，自和解邀请送达经营者起算。",
    "The parties have 10 working days to settle by themselves, from service of the notice on the business.",
    Sureness.DERIVED, adopted_by_body=True,
)  # fmt: skip
FORWARD_TO_PLACE_OF_BUSINESS = Limit(
    "FORWARD_TO_PLACE_OF_BUSINESS", 5, Unit.WORKING_DAYS, "渝澳消费维权合作协议（2025-12）",
    "消费者所在地初审后5个工作日内转办到经营地。",
    "After its first check the home body forwards to the place of business within 5 working days.",
    Sureness.DERIVED, adopted_by_body=True,
)  # fmt: skip
DECIDE_ON_ACCEPTANCE = Limit(
    "DECIDE_ON_ACCEPTANCE", 7, Unit.WORKING_DAYS, _CHONGQING_CHENGDU,
    "收到投诉之日起7个工作日内决定是否受理。",
    "Whether to admit a complaint is decided within 7 working days of receipt.",
    Sureness.DERIVED, adopted_by_body=True,
)  # fmt: skip
EXTEND_DECISION = Limit(
    "EXTEND_DECISION", 7, Unit.WORKING_DAYS, _CHONGQING_CHENGDU,
    "情况复杂的，决定是否受理的期限可以再延长7个工作日，并告知消费者。",
    "A difficult decision may take 7 working days more; the consumer is told.",
    Sureness.DERIVED, adopted_by_body=True,
)  # fmt: skip
MEDIATE = Limit(
    "MEDIATE", 60, Unit.DAYS, "上海市消费者权益保护条例第55至60条；实施条例第45、46条",
    "受理之日起60日内调解完毕，鉴定和回避的时间不计入。",
    "Mediation ends within 60 days of admission; time for appraisal and recusal is not counted.",
    Sureness.DERIVED, adopted_by_body=True,
)  # fmt: skip
EXTEND_MEDIATION = Limit(
    "EXTEND_MEDIATION", 30, Unit.DAYS, "上海市消费者权益保护条例第55至60条",
    "双方都同意的，调解可以再延长30日。",
    "If both agree, mediation may take 30 days more.",
    Sureness.DERIVED, adopted_by_body=True,
)  # fmt: skip
