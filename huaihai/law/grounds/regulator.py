"""The regulator's grounds of Order 121: seven for not accepting, eight for ending mediation."""

from datetime import date

from huaihai.law.grounds.ground import Channel, Purpose, numbered
from huaihai.law.sureness import Sureness

NON_ACCEPTANCE = numbered(
    "O121-16",
    (
        ("不属于本部门职责，或者没有管辖权", "not this authority's duty, or it has no power"),
        (
            "法院、仲裁机构、市场监管部门、其他行政机关或者消费者组织已经受理或者处理过同一争议",
            "a court, an arbitral body, an agency or a consumer association has the same dispute already",
        ),
        (
            "不是生活消费，或者不能证明与被投诉人有消费争议",
            "not living consumption, or no dispute with the respondent is shown",
        ),
        (
            "知道或者应当知道权益受损超过三年，法律另有规定的除外",
            "more than three years since the harm was or should have been known, unless law says otherwise",
        ),
        ("应提供的材料不全或者虚假", "required material is missing or false"),
        ("冒用他人名义，或者拒绝核验身份", "another's name was used, or the identity check is refused"),
        ("法律、法规、规章规定的其他情形", "another ground set by law"),
    ),
    purpose=Purpose.DECLINE,
    channel=Channel.REGULATOR,
    article="121号令第16条第1款第{n}项",
    sureness=Sureness.LAW,
    in_force_from=date(2026, 4, 15),
)

END_OF_MEDIATION = numbered(
    "O121-23",
    (
        ("投诉人撤回投诉，或者双方自行和解", "the complaint is withdrawn or the parties settled"),
        (
            "一方没有正当理由不参加调解，或者明确拒绝调解",
            "a party is absent without good reason, or plainly refuses",
        ),
        ("调解后一方明确表示不能达成协议", "after mediation a party plainly says there will be no agreement"),
        ("对检定、检验、检测、鉴定的费用谈不拢", "no agreement on the cost of an appraisal or test"),
        ("受理之日起60日内没有达成协议", "no agreement within 60 days of acceptance"),
        (
            "发现有不予受理或者滥用投诉的情形",
            "a ground for not accepting, or an abuse of complaints, is found",
        ),
        ("一方死亡或者终止", "a party dies or ceases to exist"),
        ("其他应当终止的情形", "another ground for ending"),
    ),
    purpose=Purpose.END_MEDIATION,
    channel=Channel.REGULATOR,
    article="121号令第23条第1款第{n}项",
    sureness=Sureness.LAW,
    in_force_from=date(2026, 4, 15),
)
