"""Working defaults of a case's life that no rule sets; each body may adopt its own."""

from huaihai.law.limits.term import Limit, Unit
from huaihai.law.sureness import Sureness

WORKING_DEFAULT = "工作默认值，由各组织采纳（待确认）"

DRAFT_KEPT = Limit(
    "DRAFT_KEPT", 30, Unit.DAYS, WORKING_DEFAULT,
    "没有提交的草稿保存30日。",
    "A draft that is not filed is kept for 30 days.",
    Sureness.UNCONFIRMED, adopted_by_body=True,
)  # fmt: skip
CALL_BACK_KEPT = Limit(
    "CALL_BACK_KEPT", 7, Unit.DAYS, WORKING_DEFAULT,
    "回电办完后7日，电话、称呼和留言删除。",
    "Phone, name and words of a call-back are erased 7 days after it is done.",
    Sureness.UNCONFIRMED, adopted_by_body=True,
)  # fmt: skip
FILE_KEPT = Limit(
    "FILE_KEPT", 3, Unit.YEARS, "工作默认值；参照民法典第188条、个人信息保护法第19条",
    "投诉办结后，材料保存3年，与诉讼时效一样长。",
    "What is in a file is kept for 3 years after its end, as long as one can go to court.",
    Sureness.UNCONFIRMED, adopted_by_body=True,
)  # fmt: skip
SUPPLEMENT = Limit(
    "SUPPLEMENT", 10, Unit.WORKING_DAYS, WORKING_DEFAULT,
    "消费者收到补充材料通知后10个工作日内补齐。",
    "The consumer supplies what is missing within 10 working days of being asked.",
    Sureness.UNCONFIRMED, adopted_by_body=True,
)  # fmt: skip
TAKE_FORWARDED = Limit(
    "TAKE_FORWARDED", 2, Unit.WORKING_DAYS, WORKING_DEFAULT,
    "牵头处理地2个工作日内接收转办的投诉。",
    "The lead body takes a forwarded case within 2 working days.",
    Sureness.UNCONFIRMED, adopted_by_body=True,
)  # fmt: skip
SERVE_INVITATION = Limit(
    "SERVE_INVITATION", 5, Unit.WORKING_DAYS, WORKING_DEFAULT,
    "5个工作日内把和解邀请送达经营者，并留下送达凭据。",
    "The notice is served on the business, with proof, within 5 working days.",
    Sureness.UNCONFIRMED, adopted_by_body=True,
)  # fmt: skip
CHECK_BACK_ON_PAUSE = Limit(
    "CHECK_BACK_ON_PAUSE", 15, Unit.WORKING_DAYS, WORKING_DEFAULT,
    "中止期间每15个工作日查看一次中止原因是否还在。",
    "During a pause its reason is looked at again every 15 working days.",
    Sureness.UNCONFIRMED, adopted_by_body=True,
)  # fmt: skip
CONFIRM_FULFILMENT = Limit(
    "CONFIRM_FULFILMENT", 10, Unit.WORKING_DAYS, WORKING_DEFAULT,
    "约定的履行日过后10个工作日内确认是否履行。",
    "Fulfilment is confirmed within 10 working days of the day agreed for it.",
    Sureness.UNCONFIRMED, adopted_by_body=True,
)  # fmt: skip
REMEDY_BREACH = Limit(
    "REMEDY_BREACH", 15, Unit.DAYS, "工作默认值；参照侵害消费者权益行为处罚办法第8条",
    "经营者没有履行协议的，应当在15日内履行。",
    "A business that broke an agreement makes good within 15 days.",
    Sureness.DERIVED, adopted_by_body=True,
)  # fmt: skip
REOPEN = Limit(
    "REOPEN", 30, Unit.DAYS, WORKING_DEFAULT,
    "结案之日起30日内，消费者说明理由，可以要求重新办理。",
    "Within 30 days of the closing the consumer can have the case opened again, with a reason.",
    Sureness.UNCONFIRMED, adopted_by_body=True,
)  # fmt: skip
UNDO_CLOSE = Limit(
    "UNDO_CLOSE", 7, Unit.DAYS, WORKING_DEFAULT,
    "结错案的，经办人在结案之日起7日内可以更正；过后由本组织负责人更正。",
    "A wrong close is put right by an officer within 7 days, and by the head of the body after that.",
    Sureness.UNCONFIRMED, adopted_by_body=True,
)  # fmt: skip
REMIND_OF_PROMISE = Limit(
    "REMIND_OF_PROMISE", 3, Unit.DAYS, WORKING_DEFAULT,
    "约定的履行日前3日提醒经营者。",
    "A business is reminded 3 days before the day on which it promised to do something.",
    Sureness.UNCONFIRMED, adopted_by_body=True,
)  # fmt: skip
ANSWER_CORRECTION = Limit(
    "ANSWER_CORRECTION", 10, Unit.WORKING_DAYS, WORKING_DEFAULT,
    "经营者对公开信息提出更正的，10个工作日内答复。",
    "A business that asks for a public fact to be corrected is answered within 10 working days.",
    Sureness.UNCONFIRMED, adopted_by_body=True,
)  # fmt: skip
LEAVE_CHANNEL = Limit(
    "LEAVE_CHANNEL", 15, Unit.DAYS, WORKING_DEFAULT,
    "商家退出或者暂停快速处理通道的，提前15日告知；已经收到的投诉照常答复。",
    "A business leaves or pauses the fast channel with 15 days' notice; complaints it already has are answered.",
    Sureness.UNCONFIRMED, adopted_by_body=True,
)  # fmt: skip
LETTER_CODE = Limit(
    "LETTER_CODE", 30, Unit.DAYS, WORKING_DEFAULT,
    "答复码自发出之日起30日内有效。",
    "A letter code opens its case for 30 days from the day it was sent.",
    Sureness.UNCONFIRMED, adopted_by_body=True,
)  # fmt: skip
RIGHT_OF_REPLY = Limit(
    "RIGHT_OF_REPLY", 10, Unit.WORKING_DAYS, WORKING_DEFAULT,
    "文中点名的经营者在发布前有10个工作日可以说明情况。",
    "A business that a text names has 10 working days to reply before it is published.",
    Sureness.UNCONFIRMED, adopted_by_body=True,
)  # fmt: skip
EXPOSURE_SHOWN = Limit(
    "EXPOSURE_SHOWN", 180, Unit.DAYS, WORKING_DEFAULT,
    "个案公示自发布之日起保留180日，经营者改正的提前撤下。",
    "An exposure stands for 180 days; it is taken down sooner once the business has made good.",
    Sureness.UNCONFIRMED, adopted_by_body=True,
)  # fmt: skip
ANSWER_TEST_RESULT = Limit(
    "ANSWER_TEST_RESULT", 10, Unit.WORKING_DAYS, "工作默认值；各地比较试验多为5至15个工作日（待确认）",
    "样品的生产者、销售者收到比较试验结果后10个工作日内可以提出意见或者异议。",
    "Maker and seller of a tested product may object within 10 working days of being told the result.",
    Sureness.UNCONFIRMED, adopted_by_body=True,
)  # fmt: skip
RETEST_SPARE = Limit(
    "RETEST_SPARE", 20, Unit.WORKING_DAYS, WORKING_DEFAULT,
    "对比较试验结果有异议的，20个工作日内用备样复检并作出决定。",
    "An objection to a test result is decided within 20 working days, by a second test of the spare sample if need be.",
    Sureness.UNCONFIRMED, adopted_by_body=True,
)  # fmt: skip
CURE_MINOR = Limit(
    "CURE_MINOR", 15, Unit.DAYS, WORKING_DEFAULT,
    "联合行动中发现的轻微问题，15日内整改。",
    "A slight finding of a sweep is cured within 15 days.",
    Sureness.UNCONFIRMED, adopted_by_body=True,
)  # fmt: skip
CURE_SERIOUS = Limit(
    "CURE_SERIOUS", 7, Unit.DAYS, WORKING_DEFAULT,
    "联合行动中发现的较重问题，7日内整改。",
    "A serious finding of a sweep is cured within 7 days.",
    Sureness.UNCONFIRMED, adopted_by_body=True,
)  # fmt: skip
CURE_GRAVE = Limit(
    "CURE_GRAVE", 3, Unit.DAYS, WORKING_DEFAULT,
    "联合行动中发现的严重问题，3日内整改。",
    "A grave finding of a sweep is cured within 3 days.",
    Sureness.UNCONFIRMED, adopted_by_body=True,
)  # fmt: skip
RECHECK = Limit(
    "RECHECK", 5, Unit.WORKING_DAYS, WORKING_DEFAULT,
    "整改期满或者经营者报告已整改后5个工作日内回访复查。",
    "A finding is checked again within 5 working days after its time to cure, or after the business calls it cured.",
    Sureness.UNCONFIRMED, adopted_by_body=True,
)  # fmt: skip
ASSESS_ENTRY = Limit(
    "ASSESS_ENTRY", 15, Unit.WORKING_DAYS, WORKING_DEFAULT,
    "评审员自抽中之日起15个工作日内提交评分；逾期由下一位抽中的评审员接手。",
    "An assessor hands in points within 15 working days of being drawn; after that the next one is drawn.",
    Sureness.UNCONFIRMED, adopted_by_body=True,
)  # fmt: skip
ENTRY_NOTICE = Limit(
    "ENTRY_NOTICE", 10, Unit.WORKING_DAYS, WORKING_DEFAULT,
    "拟授予三心标识的，公示10个工作日。",
    "What is to get the mark of the three hearts stands in a public notice for 10 working days.",
    Sureness.UNCONFIRMED, adopted_by_body=True,
)  # fmt: skip
DECIDE_ENTRY_OBJECTION = Limit(
    "DECIDE_ENTRY_OBJECTION", 10, Unit.WORKING_DAYS, WORKING_DEFAULT,
    "公示期间收到的异议，10个工作日内作出决定；说明理由的，可以延长一次，延长10个工作日。",
    "An objection to a public notice is decided within 10 working days; once, with a reason, within 10 more.",
    Sureness.UNCONFIRMED, adopted_by_body=True,
)  # fmt: skip
