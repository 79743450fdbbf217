"""Time limits around what a business promises to everybody (承诺): at least so many days, at most so many hours."""

from huaihai.law.limits.term import Limit, Unit
from huaihai.law.sureness import Sureness

PLEDGED_RETURN = Limit(
    "PLEDGED_RETURN", 7, Unit.DAYS, "江苏省线下实体店无理由退货规定（2022）；其他地方参照",
    "承诺线下无理由退货的，期限不少于7日，自购买之日起算。",
    "A shop that promises returns without reason takes goods back for at least 7 days from the purchase.",
    Sureness.COPY, adopted_by_body=True,
)  # fmt: skip
PLEDGED_REPLY = Limit(
    "PLEDGED_REPLY", 24, Unit.HOURS, "南京都市圈承诺直播间（2025-11）",
    "承诺快速答复的，最长24小时内答复。",
    "A business that promises a quick reply answers within 24 hours at most.",
    Sureness.READ, adopted_by_body=True,
)  # fmt: skip
END_PLEDGE = Limit(
    "END_PLEDGE", 15, Unit.DAYS, "北京市线下无理由退货承诺指引（试行）：退出应提前告知；天数为工作默认值",
    "退出承诺的，提前15日告知；退出前的购买仍按承诺办。",
    "A pledge is ended with 15 days' notice; what was bought before stays covered.",
    Sureness.COPY, adopted_by_body=True,
)  # fmt: skip
