"""Complaint (投诉) and report (举报) in one text: which clauses ask that the business be punished.

Order 121 art. 9: what comes in together is handled apart; art. 3: a report is a lead on a breach of the law, a
complaint a dispute of one's own that shall be settled. An association takes complaints alone.
"""

import re
from dataclasses import dataclass
from typing import Final

ARTICLE: Final = "121号令第3、9条"
_WISH = r"要求|请求|希望|恳请|恳求|申请|建议|请|要|想|应该|应当|必须|能否|望"
_PUNISH = (
    r"查处|处罚|严惩|惩处|惩罚|严查|彻查|(?<!交)罚款|罚他|罚它|吊销|取缔|查封|没收|停业|立案查"
    r"|严肃处理|依法处理|依法查"
)
_ASKS_PUNISHMENT = re.compile(rf"(?:{_WISH})[^，,。；;！!？?\n]{{0,16}}(?:{_PUNISH})")
_REPORTS = re.compile(
    r"(?:^|我要?|现|在此|特|实名|匿名|要|想|来|一并|同时|并)举报(?!过|了|电话|平台|时间|人|[0-9]|[：:])"
)
_OWN_CLAIM = re.compile(r"退|赔|换|维修|修好|补发|补偿|补差|道歉|返还|还我|解约|解除")
_CLAUSE = re.compile(r"[^，,。；;！!？?\n]+[，,。；;！!？?\n]*")
_STOPS = "。；;！!？?\n"


@dataclass(frozen=True)
class Parted:
    """`report`: the clauses that ask for punishment; `rest`: the text without those that ask for nothing else."""

    report: tuple[str, ...]
    rest: str


def parted(text: str) -> Parted:
    """A clause that also asks for something of one's own stands in both."""
    report, rest = list[str](), list[str]()
    for clause in _CLAUSE.findall(text):
        words = clause.strip().strip("，,。；;！!？?")
        if not is_report(words):
            rest.append(clause)
            continue
        report.append(words)
        if _OWN_CLAIM.search(words):
            rest.append(clause)
        elif rest and clause.rstrip(" ")[-1:] in _STOPS and rest[-1][-1:] in "，,":
            rest[-1] = f"{rest[-1][:-1]}。"
    return Parted(tuple(report), "".join(rest).strip() if report else text)


def is_report(clause: str) -> bool:
    """Whether these words ask that somebody be punished or looked into."""
    return bool(_ASKS_PUNISHMENT.search(clause) or _REPORTS.search(clause))
