"""The associations' grounds. The national association's own list was not found: it is to be confirmed."""

from huaihai.law.grounds.ground import Channel, Ground, Purpose, advised, numbered
from huaihai.law.sureness import Sureness

_ADVICE = {
    "CA-9-1": (
        "双方都是做生意的，消费者组织不能受理。可以按合同约定申请仲裁，或者到法院起诉。",
        "Both sides trade, so an association cannot take it. Go to arbitration as the contract says, or to court.",
    ),
    "CA-9-2": (
        "对方是个人，不是商家。可以先请当地人民调解委员会调解，不收费；谈不成，可以到法院起诉。",
        "The other side is a person, not a business. A people's mediation committee mediates free of charge; else sue.",
    ),
    "CA-9-3": (
        "过了保修期，一般要自己付钱修，修之前先问清价钱。东西有危险、伤了人的，不看保修期，请打12315。",
        "After the warranty a repair usually costs; ask the price first. For dangerous goods call 12315 all the same.",
    ),
    "CA-9-4": (
        "买的时候说明过的毛病，不能再要求退换。还有没说明的毛病，可以就那个毛病另外投诉。",
        "A defect that was named when you bought it gives no claim; another one may be complained of.",
    ),
    "CA-9-5": (
        "您不同意这个说法，可以找有资质的机构鉴定，拿着结论再来投诉，或者到法院起诉。",
        "If you do not agree, have it appraised by a qualified body and come again with the result, or go to court.",
    ),
    "CA-9-6": (
        "先弄清商家是谁：看付款记录里的收款方、小票、营业执照。网上买的，可以要求平台告诉您商家的名称、地址和电话。弄清了再来投诉。",
        "Find out who it is: payee, receipt, licence; a platform has to name its seller. Then complain again.",
    ),
    "CA-9-7": (
        "有新情况，或者对方没有照约定做，请写清楚再来投诉。",
        "If something is new, or what was agreed was not done, say so and complain again.",
    ),
    "CA-9-8": (
        "那边已经在办，请向受理的单位问进度、要结果。",
        "It is being handled there; ask that authority how it stands.",
    ),
    "CA-9-9": (
        "不可抗力不是商家的错。合同办不成的，可以和商家商量退款；谈不成，可以到法院起诉。",
        "Force majeure is nobody's fault. Ask the business for your money back where it cannot perform; else sue.",
    ),
    "ALL-DUPLICATE": (
        "同一件事由一家办。请查那一件的进度，要补材料也补到那一件。",
        "One body handles one matter. Look that file up, and add what you have there.",
    ),
    "ALL-REPORT": (
        "举报归市场监管部门管：请打12315，或者在全国12315平台上提交。您要退款、赔偿的，可以另外投诉。",
        "A report goes to the market regulator: call 12315. For money or repair you can complain apart from it.",
    ),
    "ALL-NOT-CONSUMPTION": (
        "买来做生意、办公用的，不按消费投诉办。可以按合同约定申请仲裁，或者到法院起诉。",
        "What was bought for business is no consumer matter. Go to arbitration as the contract says, or to court.",
    ),
    "ALL-MATERIAL-MISSING": (
        "材料备齐了可以重新投诉，不受这一次影响。",
        "Once you have what was asked for you can complain again; this time does not count against you.",
    ),
    "ALL-TOO-OLD": (
        "到法院起诉一般也是三年。这期间您催要过、商家答应过的，三年要重新算。请带上证据，打12348问免费的法律咨询。",
        "A suit has three years too, counted anew where you claimed or they promised. Ask legal advice at 12348.",
    ),
    "ALL-IDENTITY": (
        "请用本人的真实姓名和电话重新投诉。替别人投诉的，请带授权委托书和您的证件。",
        "Complain again under your own name and telephone; for somebody else, with a power of attorney.",
    ),
    "ALL-OTHER-LAW": (
        "理由里写明了是哪一条规定。有不清楚的，请打受理单位的电话。",
        "The reason names the rule. If it is not clear, call the body.",
    ),
}  # fmt: skip

NATIONAL_DECLINES = advised(numbered(
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
), _ADVICE)  # fmt: skip

ALLIANCE_DECLINES = advised((
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
    Ground(
        "ALL-IDENTITY", Purpose.DECLINE, Channel.ASSOCIATION,
        "冒用他人名义，或者拒绝核验身份", "another's name was used, or the identity check is refused",
        "参照121号令第16条第1款第6项", Sureness.DERIVED,
    ),
    Ground(
        "ALL-OTHER-LAW", Purpose.DECLINE, Channel.ASSOCIATION,
        "法律、法规、规章规定的其他情形", "another ground set by law",
        "参照121号令第16条第1款第7项", Sureness.DERIVED,
    ),
), _ADVICE)  # fmt: skip

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
