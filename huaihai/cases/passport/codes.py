"""The closed lists of the format, each code with its words in Chinese and English."""

from dataclasses import dataclass
from typing import Final

from huaihai import alliance
from huaihai.law import remedies
from huaihai.packs.words import of_country


@dataclass(frozen=True)
class Words:
    """What people read of a code."""

    zh: str
    en: str


FORMAT: Final = "case-passport-1"
PEER_FORMAT: Final = "case-passport-peer-1"

KINDS: Final = {
    "offer": Words("移交", "offer"),
    "return": Words("退回", "return"),
    "acceptance": Words("接收", "acceptance"),
    "refusal": Words("不接收", "refusal"),
    "withdrawal": Words("收回", "withdrawal"),
    "deed": Words("移交书", "deed"),
    "question": Words("询问", "question"),
    "answer": Words("答复", "answer"),
    "end": Words("结果", "end"),
    "receipt": Words("回执", "receipt"),
}
GROUNDS: Final = {
    "not-ours": Words("不归我们管", "not in our charge"),
    "elsewhere": Words("法院、仲裁或者别的单位已经在办", "a court, an arbitration or another body has it"),
    "known": Words("同一件事我们已经在办", "we have the same matter already"),
    "not-consumption": Words("不是生活消费纠纷", "not a consumer matter"),
    "too-old": Words("超过时限", "too old"),
    "incomplete": Words("材料不够，办不了", "cannot be handled as it is"),
    "no-consent": Words("消费者没有同意", "the consumer has not agreed"),
    "nobody-here": Words("现在没有人手", "nobody can take it now"),
    "other": Words("其他", "another one"),
}
OUTCOMES: Final = {
    "settled": Words("双方和解", "the two sides settled"),
    "mediated": Words("调解成功", "a mediation agreement"),
    "no-agreement": Words("没有谈成", "no agreement"),
    "declined": Words("不予受理", "not admitted"),
    "withdrawn": Words("消费者撤回", "withdrawn by the consumer"),
    "referred": Words("转给别的单位", "referred to another authority"),
    "other": Words("其他", "something else"),
}
STANDINGS: Final = {
    "received": Words("已收到，还没有受理", "received, not admitted yet"),
    "admitted": Words("已受理", "admitted"),
    "negotiating": Words("双方协商", "the two sides negotiate"),
    "mediating": Words("调解", "mediation"),
    "fulfilling": Words("履行约定", "what was agreed is being done"),
    "closed": Words("已办结", "closed"),
}
REMEDIES: Final = {one.code: Words(one.zh, one.en) for one in remedies.ALL}
PARTIES: Final = {
    "consumer": Words("消费者", "consumer"),
    "business": Words("经营者", "business"),
    "body": Words("消费者组织", "association"),
}
WHATS: Final = {
    "consumer-name": Words("消费者姓名", "the consumer's name"),
    "consumer-telephone": Words("消费者电话", "the consumer's telephone"),
    "consumer-address": Words("消费者地址", "the consumer's address"),
    "identity": Words("证件号码", "the number of an identity paper"),
    "evidence": Words("证据文件", "a file of evidence"),
    "words": Words("说的话", "what somebody said or wrote"),
    "steps": Words("办理经过", "steps"),
    "papers": Words("文书", "papers"),
    "other": Words("其他", "something else"),
}
WHYS: Final = {
    "not-needed": Words("办这件事用不着", "not needed for this"),
    "not-given": Words("没有提供", "never given"),
    "no-consent": Words("本人没有同意", "the person has not agreed"),
    "confidential": Words("只对调解人说的，保密", "told to the mediator in confidence"),
    "unsafe": Words("文件不安全", "an unsafe file"),
    "missing": Words("文件缺失", "the file is missing"),
    "other": Words("其他原因", "another reason"),
}
COUNTED: Final = {
    "working-days": Words("个工作日", "working days"),
    "days": Words("日", "days"),
    "hours": Words("小时", "hours"),
    "months": Words("个月", "months"),
    "years": Words("年", "years"),
    "fixed": Words("约定的日子", "a named day"),
}
STATES: Final = {
    "running": Words("计时中", "running"),
    "paused": Words("暂停", "paused"),
    "met": Words("按时完成", "met"),
    "expired": Words("已超期", "expired"),
}
_COUNTRY: Final = alliance.load().country
_DAYS_OFF: Final = of_country().named["days_off"]
CALENDARS: Final = {_COUNTRY.region.lower(): Words(_DAYS_OFF.zh, _DAYS_OFF.en)}
ABOUT: Final = {
    "words": Words("想问一件事", "asks something"),
    "evidence": Words("要文件", "asks for files"),
}
LANGUAGES: Final = {"zh": Words("中文", "Chinese"), "en": Words("英文", "English")}
