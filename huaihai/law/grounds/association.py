"""The associations' grounds. The national association's own list was not found: it is to be confirmed."""

from huaihai.law.grounds.ground import Channel, Ground, Purpose, numbered
from huaihai.law.sureness import Sureness

NATIONAL_DECLINES = numbered(
    "CA-9",
    (
        ("经营者之间的购销纠纷", "trade between businesses"),
        ("个人之间私下交易的纠纷", "a private deal between persons"),
        ("超过保修期或者保证期，经营者不再承担责任", "past the warranty"),
        ("购买时已说明的处理品、残次品", "goods sold as substandard and said to be so"),
        ("没有按照说明使用、保管，造成损坏", "misuse against the instructions"),
        ("没有明确的被投诉经营者", "no definite business to complain about"),
        ("已经达成协议并且履行，没有新情况、新理由", "settled and performed already, with nothing new"),
        ("法院、仲裁机构或者行政部门已经受理或者处理", "already with a court, an arbitral body or an agency"),
        ("不可抗力造成的损失", "loss by force majeure"),
    ),
    purpose=Purpose.DECLINE,
    channel=Channel.ASSOCIATION,
    article="中国消费者协会受理消费者投诉规定（第{n}类，原文未见）",
    sureness=Sureness.UNCONFIRMED,
)

ALLIANCE_DECLINES = (
    Ground(
        "ALL-DUPLICATE", Purpose.DECLINE, Channel.ASSOCIATION,
        "联盟内已有消费者组织受理同一争议", "a body of the alliance has the same dispute already",
        "上海市消费者权益保护条例第55至60条", Sureness.DERIVED,
    ),
    Ground(
        "ALL-REPORT", Purpose.DECLINE, Channel.ASSOCIATION,
        "内容是举报，请向12315反映", "it is a report of a breach, which belongs to 12315",
        "121号令第3、9条", Sureness.DERIVED,
    ),
    Ground(
        "ALL-NOT-CONSUMPTION", Purpose.DECLINE, Channel.ASSOCIATION,
        "不是为生活消费购买商品或者接受服务", "not bought or used for living consumption",
        "消费者权益保护法第2条", Sureness.LAW,
    ),
    Ground(
        "ALL-MATERIAL-MISSING", Purpose.DECLINE, Channel.ASSOCIATION,
        "通知补充材料后，到期仍未补齐", "what was asked for was not supplied in time",
        "参照121号令第16条第1款第5项", Sureness.DERIVED,
    ),
    Ground(
        "ALL-TOO-OLD", Purpose.DECLINE, Channel.ASSOCIATION,
        "知道或者应当知道权益受损已超过三年", "more than three years since the harm was or should have been known",
        "参照121号令第16条第1款第4项", Sureness.DERIVED,
    ),
)  # fmt: skip

END_OF_MEDIATION = (
    Ground(
        "CA-END-1", Purpose.END_MEDIATION, Channel.ASSOCIATION,
        "消费者撤回投诉，或者双方自行和解", "the complaint is withdrawn or the parties settled",
        "参照121号令第23条第1款第1项", Sureness.DERIVED,
    ),
    Ground(
        "CA-END-2", Purpose.END_MEDIATION, Channel.ASSOCIATION,
        "一方没有正当理由不参加调解，或者明确拒绝调解", "a party is absent without good reason, or refuses",
        "参照121号令第23条第1款第2项；人民调解法第23条", Sureness.DERIVED,
    ),
    Ground(
        "CA-END-3", Purpose.END_MEDIATION, Channel.ASSOCIATION,
        "调解后不能达成协议", "mediation brought no agreement",
        "参照121号令第23条第1款第3项", Sureness.DERIVED,
    ),
    Ground(
        "CA-END-4", Purpose.END_MEDIATION, Channel.ASSOCIATION,
        "对鉴定费用谈不拢", "no agreement on the cost of an appraisal",
        "参照121号令第23条第1款第4项", Sureness.DERIVED,
    ),
    Ground(
        "CA-END-5", Purpose.END_MEDIATION, Channel.ASSOCIATION,
        "调解期限已满，没有达成协议", "the time for mediation is over without agreement",
        "参照121号令第23条第1款第5项；各组织采纳的调解期限", Sureness.DERIVED,
    ),
    Ground(
        "CA-END-6", Purpose.END_MEDIATION, Channel.ASSOCIATION,
        "调解中发现有不予受理的情形", "a ground for declining is found during mediation",
        "参照121号令第23条第1款第6项", Sureness.DERIVED,
    ),
    Ground(
        "CA-END-7", Purpose.END_MEDIATION, Channel.ASSOCIATION,
        "一方死亡或者终止，或者经营者已经找不到", "a party died or ceased to exist, or the business is gone",
        "参照121号令第23条第1款第7项", Sureness.DERIVED,
    ),
)  # fmt: skip

EXPOSURE = (
    Ground(
        "CA-5-REFUSES", Purpose.EXPOSE, Channel.ASSOCIATION,
        "经营者拒绝配合调查、调解", "the business refuses investigation or mediation",
        "消费者权益保护法第37条第1款第8项；消协315平台个案公示规则", Sureness.READ,
    ),
    Ground(
        "CA-5-BREAKS", Purpose.EXPOSE, Channel.ASSOCIATION,
        "经营者拒绝履行已达成的协议", "the business refuses to perform the agreement",
        "消费者权益保护法第37条第1款第8项；消协315平台个案公示规则", Sureness.READ,
    ),
)  # fmt: skip
