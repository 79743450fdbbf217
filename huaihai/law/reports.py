"""Complaint (投诉) and report (举报) in one text: which clauses ask that the business be punished.

Order 121 art. 9: what comes in together is handled apart; art. 3: a report is a lead on a breach of the law, a
complaint a dispute of one's own that shall be settled. An association takes complaints alone.
"""

import re
from dataclasses import dataclass
from typing import Final

ARTICLE: Final = "121号令第3、9条"
LONG: Final = 24  # characters
# Whose wish it is: at the beginning of a clause, or another's words would be taken for it.
_WHO = r"^(?:我们?|本人|消费者)?(?:强烈|坚决|特此|特|因此|所以|故|现|在此|也|还|同时|一并|并|另外|再)*"
_WISH = r"(?:请求|请(?!问)|要求|希望|恳请|恳求|建议|申请|望)"
_PUNISH = r"(?:(?<!调)查处|处罚|严惩|惩处|惩罚|严查|彻查|(?<!交)罚款|吊销|取缔|查封|立案查)"
_ASKS_PUNISHMENT = re.compile(rf"{_WHO}{_WISH}[^，,。；;！!？?\n]{{0,16}}{_PUNISH}")
_REPORTS = re.compile(
    rf"{_WHO}(?:实名|匿名|要|想|来|需要|决定)*举报(?!过|了|无门|电话|平台|时间|人|[0-9]|[：:])"
)
_LIFTED = re.compile(r"停止|不要|取消|撤销|免除|免于")  # who asks that a penalty be lifted
_OWN_CLAIM = re.compile(r"退|赔|换|维修|修好|补发|补偿|补差|道歉|返还|还我|解约|解除")
_CLAUSE = re.compile(r"[^，,。；;！!？?\n]+[，,。；;！!？?\n]*")
_STOPS = "。；;！!？?\n"


@dataclass(frozen=True)
class Parted:
    """`report`: the clauses that ask for punishment; `rest`: the text without those that ask for nothing else."""

    report: tuple[str, ...]
    rest: str


def parted(text: str) -> Parted:
    """A clause that also asks for something of one's own, or is long enough to tell what happened, stands in both."""
    report, rest = list[str](), list[str]()
    for clause in _CLAUSE.findall(text):
        words = clause.strip().strip("，,。；;！!？?")
        if not is_report(words):
            rest.append(clause)
            continue
        report.append(words)
        if _OWN_CLAIM.search(words) or len(words) > LONG:
            rest.append(clause)
        elif rest and clause.rstrip(" ")[-1:] in _STOPS and rest[-1][-1:] in "，,":
            rest[-1] = f"{rest[-1][:-1]}。"
    return Parted(tuple(report), "".join(rest).strip() if report else text)


def is_report(clause: str) -> bool:
    """Whether the consumer asks in these words that somebody be punished: what the shop threatens or does is the matter
    itself, and stays."""
    asks = _ASKS_PUNISHMENT.search(clause) and not _LIFTED.search(clause)
    return bool(asks or _REPORTS.search(clause))
