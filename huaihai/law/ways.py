"""The five ways of 消费者权益保护法 39, and which are left when one has ended."""

from dataclasses import dataclass
from typing import Final

from huaihai.law.sureness import Sureness

ARTICLE: Final = "消费者权益保护法第39条"
SURENESS: Final = Sureness.LAW


@dataclass(frozen=True)
class Way:
    """One lawful way to have a consumer dispute resolved, with what to know before taking it."""

    code: str
    zh: str
    en: str
    advice_zh: str
    advice_en: str


NEGOTIATION = Way(
    "negotiation", "与经营者协商和解", "negotiate with the business",
    "直接找商家谈。谈成了，请对方写下来：做什么、退多少、最晚哪天办好。",
    "Turn to the business itself, or use the fast channel.",
)  # fmt: skip
MEDIATION = Way(
    "mediation", "请求消费者组织或者依法成立的其他调解组织调解", "mediation by an association or another lawful body",
    "调解免费、自愿；同一件纠纷只由一家调解。",
    "Mediation is free and voluntary; one body mediates one dispute.",
)  # fmt: skip
COMPLAINT = Way(
    "complaint", "向有关行政部门投诉", "complain to the agency in charge",
    "可以拨打12315。注意：消费者组织已经受理或者处理过的同一件纠纷，市场监管部门可能不予受理（121号令第16条第1款第2项）。",
    "Call 12315. Beware: a dispute an association has taken may be refused by the regulator (Order 121, 16(1)(2)).",
)  # fmt: skip
ARBITRATION = Way(
    "arbitration", "提请仲裁", "arbitration",
    "要和商家有仲裁协议；合同里有仲裁条款的，可以直接向约定的仲裁机构申请。",
    "Needs an arbitration agreement with the business; with a clause in the contract apply to the body it names.",
)  # fmt: skip
LAWSUIT = Way(
    "lawsuit", "向人民法院起诉", "a lawsuit",
    "一般要在知道或者应当知道权益受损和对方是谁之日起三年内起诉。去商家所在地或者合同履行地的法院；网上买、送到家的，收货地的法院也行。"
    "可以在“人民法院在线服务”上网上立案，也可以请消费者组织支持起诉。",
    "Usually within three years of knowing the harm, at the court of the business's place or of delivery (online too); "
    "an association may support the suit.",
)  # fmt: skip

ALL: Final = (NEGOTIATION, MEDIATION, COMPLAINT, ARBITRATION, LAWSUIT)
BY_CODE: dict[str, Way] = {way.code: way for way in ALL}


def next_ways(*, tried: frozenset[Way] = frozenset()) -> tuple[Way, ...]:
    """The ways still open, in the order to suggest them.

    After an association's mediation the regulator comes last: it may refuse the same dispute.
    """
    left = [way for way in ALL if way not in tried]
    if MEDIATION in tried and COMPLAINT in left:
        left.remove(COMPLAINT)
        left.append(COMPLAINT)
    return tuple(left)
