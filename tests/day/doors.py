"""Through which pages a verb is done, and what is typed there: the first one at a city, the last one at a county."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Final

from django.core.files.uploadedfile import SimpleUploadedFile

BODY, HOME, CITY, ALLIANCE, CONSUMER, SHOP = "body", "home", "city", "alliance", "consumer", "shop"
HELPER = "helper"
type Typed = dict[str, Any]
type Fields = Callable[["File"], Typed]


@dataclass
class File:
    """What a form may want to know of the file it is typed for."""

    today: date
    home: str
    lead: str
    county: str
    helper: str
    colleague: str
    shop_region: str
    other_number: str = ""

    def on(self, days: int) -> str:
        return (self.today + timedelta(days=days)).isoformat()


@dataclass(frozen=True)
class Door:
    """One page. `who` opens it: BODY is whichever body has the file, CITY the city above a county, ALLIANCE whoever
    names the lead of a file, HELPER the body that was asked for help."""

    who: str
    noun: str  # of the desk and of the business; else the address's name
    fields: Fields = field(default=lambda _file: {})


def desk(noun: str, fields: Fields | None = None, *, who: str = BODY, **typed: Any) -> Door:
    return Door(who, noun, fields or (lambda _file: typed))


def mine(name: str, fields: Fields | None = None, **typed: Any) -> Door:
    return Door(CONSUMER, f"my-{name}", fields or (lambda _file: typed))


def shop(noun: str, fields: Fields | None = None, **typed: Any) -> Door:
    return Door(SHOP, noun, fields or (lambda _file: typed))


def _terms(file: File) -> Typed:
    return {
        "remedies": ["refund"],
        "sum_fen": "268.00",
        "perform_by_on": file.on(10),
        "text": "三天内原路退回。",
    }


def _offer(file: File) -> Typed:
    back = {"return_to": "中山路 1 号，王店长，0516-80000000", "goods_back_by_on": file.on(8)}
    return _terms(file) | back | {"remedies": ["return", "refund"], "valid_until_on": file.on(5)}


def _offer_at_desk(file: File) -> Typed:
    return _terms(file) | {"valid_until_on": file.on(5)}


def _meeting(file: File) -> Typed:
    return {
        "kind": "room",
        "day": file.on(3),
        "time": "14:30",
        "place": "二楼调解室",
        "invited": ["consumer", "business"],
    }


def a_note() -> SimpleUploadedFile:
    """A file as somebody hands it in."""
    return SimpleUploadedFile("收据.txt", "收据：268 元".encode(), "text/plain")


def _agreement(file: File) -> Typed:
    return {"terms": "退款 268 元。", "sum_fen": "268", "perform_by_on": file.on(10)}


def _in_parts(file: File) -> Typed:
    return {"terms": "分两次退款。", "sum_fen": "268", "parts": f"{file.on(5)} 100.00\n{file.on(10)} 168.00"}


def _word(file: File) -> Typed:
    """The consumer's, as an officer writes it down."""
    return {"who": "consumer", "on": file.on(0), "how": "phone"}


DOORS: Final[dict[str, tuple[Door, ...]]] = {
    "ask_supplement": (desk("supplement-request", text="请补一张小票。"),),
    "supplement": (
        mine("supplement", text="小票补上了。"),
        desk("supplement", text="电话里说：小票号 8841。"),
    ),
    "forward": (desk("forward", lambda file: {"to": file.lead, "assessment": "小票和照片一致。"}, who=HOME),),
    "recall": (desk("recall", text="还缺一份材料。", who=HOME),),
    "send_back": (desk("sending-back", text="商家不在本市。", who=CITY),),
    "take": (desk("taking", who=CITY),),
    "refer_out": (desk("referral", to="当地 12315", text="商家在联盟以外。"),),
    "link": (desk("link", lambda file: {"to_number": file.other_number}),),
    "invite": (desk("invitation"),),
    "call_off": (desk("calling-off", text="消费者要先补材料。"),),
    "serve": (
        shop("receipt"),
        desk("service", lambda file: {"way": "call", "served_on": file.on(0), "proof": "店主接了电话。"}),
    ),
    "offer": (shop("offer", _offer), desk("offer", _offer_at_desk)),
    "offer@shop": (shop("offer", _offer),),
    "reply": (
        shop("reply", lambda file: {"until_on": file.on(3), "needs": ["receipt"]}),
        desk("reply", lambda file: {"until_on": file.on(3), "needs": ["receipt"]}),
    ),
    "supply": (mine("supply", text="小票号 8841。"), desk("supplied", text="小票号 8841。")),
    "counter": (mine("counter-offer", _terms), desk("counter-offer", _offer_at_desk)),
    "reject": (mine("rejection", text="太少了。"), desk("rejection", text="太少了。")),
    "accept": (mine("acceptance"), desk("acceptance", text="今天上午电话里同意。")),
    "refuse": (shop("refusal", reason="outside-period"), desk("refusal", reason="outside-period")),
    "end_negotiation": (
        mine("negotiation-end", text="不想再谈。"),
        desk("end-of-negotiation", text="不想再谈。"),
    ),
    "deny": (shop("denial", text="这里没有这家店。"), desk("denial", text="店已经转让。")),
    "correct_business": (
        mine(
            "business",
            lambda file: {"known": "", "name": "另一家店（测试）", "region_code": file.shop_region},
        ),
        desk("business", lambda file: {"name": "另一家店（测试）", "region_code": file.shop_region}),
    ),
    "lose_business": (desk("lost-business", address="卷帘门关着，贴了招租。", phone="两个号码都停机。"),),
    "ask_secretariat": (desk("conflict-of-the-body", text="全体人员和商家有利害关系。"),),
    "ask_secretariat@forwarded": (desk("question-to-the-secretariat", text="商家早就搬走了。"),),
    "name_lead": (
        Door(ALLIANCE, "desk-lead", lambda file: {"to": file.home, "text": "商家的登记地在那里。"}),
    ),
    "note_court": (
        desk(
            "court-confirmation", lambda file: {"state": "applied", "on": file.on(0), "place": "区人民法院"}
        ),
    ),
    "note_arbitration": (
        desk(
            "arbitration",
            lambda file: {"state": "applied", "on": file.on(0), "place": "市仲裁委员会", "basis": "contract"},
        ),
    ),
    "note_suit": (
        desk("supported-suit", lambda file: {"state": "supported", "on": file.on(0), "place": "区人民法院"}),
    ),
    "admit": (desk("admission"),),
    "extend_decision": (desk("longer-decision", text="材料多。"),),
    "decline": (desk("refusal-to-admit", ground="ALL-REPORT", text="内容是举报。"),),
    "pause": (desk("pause", reason="appraisal"),),
    "resume": (desk("resumption"),),
    "hold_session": (desk("sessions", lambda file: {"held_on": file.on(0), "minutes": "双方都到了。"}),),
    "extend_mediation": (desk("longer-mediation", text="双方电话里同意。"),),
    "agree": (desk("agreement", _agreement),),
    "agree@parts": (desk("agreement", _in_parts),),
    "terminate": (desk("termination", ground="CA-END-3", text="谈不拢。"),),
    "send_goods": (mine("goods", parcel="顺丰 1234"), desk("goods", parcel="顺丰 1234")),
    "claim_fulfilment": (shop("fulfilment", text="今天已退款。"), desk("fulfilment", text="今天已退款。")),
    "confirm": (mine("confirmation"), desk("confirmation", _word)),
    "confirm@desk": (desk("confirmation", _word),),
    "report_breach": (mine("breach", text="没有收到钱。"), desk("breach", text="没有收到钱。")),
    "claim_part": (desk("part-fulfilment", part="1", text="第一笔已付。"),),
    "confirm_part": (desk("part-confirmation", lambda file: _word(file) | {"part": "1"}),),
    "breach_part": (desk("part-breach", part="2", text="第二笔没有付。"),),
    "breach_part@first": (desk("part-breach", part="1", text="第一笔没有付。"),),
    "close_unconfirmed": (desk("closure", text="打了三次电话。"),),
    "withdraw": (mine("withdrawal", text="不用了。"), desk("withdrawal", text="不用了。")),
    "assign": (desk("assignment", lambda file: {"to": file.county}, who=CITY),),
    "take_back": (desk("return", who=CITY),),
    "ask_help": (desk("request-for-help", lambda file: {"to": file.helper, "text": "请到店里拍一下电表。"}),),
    "give_help": (
        Door(
            HELPER,
            "desk-help",
            lambda _file: {"result": "done", "text": "拍了，附照片。", "uploads": a_note()},
        ),
    ),
    "decline_help": (Door(HELPER, "desk-help", lambda _file: {"result": "cannot", "text": "店已经搬走。"}),),
    "take_back_help": (desk("request-taken-back", text="不用去了。"),),
    "reopen": (mine("reopening", text="钱又被扣回去了。"), desk("reopening", text="钱又被扣回去了。")),
    "reopen_early": (mine("reopening", text="只到了一半。"), desk("reopening", text="只到了一半。")),
    "undo_close": (desk("mistaken-closing", text="点错了。"),),
    "undo_close_breached": (desk("mistaken-closing", text="点错了。"),),
    "plan_session": (desk("appointment", _meeting),),
    "move_session": (desk("moved-appointment", _meeting),),
    "cancel_session": (desk("cancelled-appointment", text="商家病了。"),),
    "urge": (desk("urging", text="消费者很急。", who=HOME),),
    "correct": (desk("correction", title="电热水壶漏水", text="听错了。"),),
    "note": (desk("notes", text="态度好。"),),
    "no_answer": (desk("no-answer", with_whom="consumer"),),
    "call_back": (desk("calls", with_whom="consumer", text="告诉了进展。"),),
    "take_on": (desk("in-hand"),),
    "pass_on": (desk("colleague", lambda file: {"to": file.colleague}),),
    "put_down": (desk("out-of-hand"),),
    "consumer_writes": (mine("message", text="请快一点。"),),
    "write_consumer": (desk("message-to-consumer", text="请把小票拍给我们。"),),
    "write_business": (desk("message-to-business", text="请先答复消费者。"),),
    "business_writes": (shop("message", text="明天给答复。"),),
    "add_evidence": (
        mine("evidence", lambda _file: {"upload": a_note()}),
        desk("evidence", lambda _file: {"uploads": a_note(), "party": "consumer"}),
    ),
}
