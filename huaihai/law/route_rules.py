"""The rules of jurisdiction by name. JUR-1 to JUR-7 are the regulator's, the others the associations' own."""

from dataclasses import dataclass
from datetime import date

from huaihai.law.sureness import Sureness

_ORDER_20_FROM = date(2020, 1, 1)
_ORDER_121_FROM = date(2026, 4, 15)
_PEERS = "成渝（2023）、云贵川渝（2024）、粤港（2024）异地转办协议的通行做法"


@dataclass(frozen=True)
class RouteRule:
    """One rule of jurisdiction with its article and sureness."""

    code: str
    zh: str
    en: str
    article: str
    sureness: Sureness
    in_force_from: date | None = None


PLACE_OF_BUSINESS = RouteRule(
    "JUR-1", "线下经营者由实际经营地或者住所地处理。",
    "An offline business belongs to its actual place of business or its domicile.",
    "20号令第12条；121号令第13条", Sureness.LAW, _ORDER_20_FROM,
)  # fmt: skip
DOMICILE = RouteRule(
    "JUR-2", "平台经营者、自建网站的经营者，由其住所地处理。",
    "A platform operator or an own website belongs to its domicile.",
    "20号令第12条；121号令第13条", Sureness.LAW, _ORDER_20_FROM,
)  # fmt: skip
PUBLISHED_ADDRESS = RouteRule(
    "JUR-3", "平台上的网店，由其公示的地址所在地处理，也可以由平台住所地处理。",
    "A shop on a platform belongs to the address it publishes; the platform's domicile may take it too.",
    "121号令第13条", Sureness.LAW, _ORDER_121_FROM,
)  # fmt: skip
PLATFORM_DOMICILE = RouteRule(
    "JUR-4", "网店没有公示地址或者在公示地址联系不上的，由平台住所地处理。",
    "A shop without a published address, or not to be reached there, belongs to the platform's domicile.",
    "121号令第13条", Sureness.LAW, _ORDER_121_FROM,
)  # fmt: skip
FIRST_RECEIVER = RouteRule(
    "JUR-5", "几个部门都有管辖权的，由先收到的处理。",
    "Where several are competent, the first to receive handles it.",
    "20号令第13条；121号令第14条", Sureness.LAW, _ORDER_20_FROM,
)  # fmt: skip
SUPERIOR_TAKES = RouteRule(
    "JUR-6", "上级可以提级办理，下级可以报请上级办理。",
    "A superior may take a case; an inferior may ask it to.",
    "20号令第12条；121号令第13条", Sureness.LAW, _ORDER_20_FROM,
)  # fmt: skip
DISPUTE_OVER_POWER = RouteRule(
    "JUR-7", "管辖有争议的，7个工作日内协商，协商不成由共同上级指定。",
    "A dispute over power is settled within 7 working days, else by the common superior.",
    "20号令第30条；121号令第33条", Sureness.LAW, _ORDER_20_FROM,
)  # fmt: skip
FILE_AT_HOME = RouteRule(
    "FILE-AT-HOME", "消费者在所在地投诉，所在地初审并转办，经营地牵头处理。",
    "The consumer files at home; home assesses and forwards; the place of business leads.",
    _PEERS, Sureness.READ,
)  # fmt: skip
ACTUAL_PLACE_LEADS = RouteRule(
    "ACTUAL-PLACE-LEADS", "登记地与实际经营地不一致的，实际经营地牵头，通知登记地联合处理。",
    "Where registered and actual place differ, the actual one leads and handles it jointly with the other.",
    _PEERS, Sureness.READ,
)  # fmt: skip
OUTSIDE_CONSUMER = RouteRule(
    "OUTSIDE-CONSUMER", "联盟以外的消费者，由处理地兼作受理地。",
    "A consumer from outside the zone has the handling body as home.",
    "联盟规则", Sureness.DERIVED,
)  # fmt: skip
REFER_OUT = RouteRule(
    "REFER-OUT", "经营地在联盟以外的，告知消费者向当地消费者组织反映。",
    "A business outside the zone: the consumer is told which place's body to turn to.",
    "联盟规则", Sureness.DERIVED,
)  # fmt: skip
BUSINESS_UNKNOWN = RouteRule(
    "HOME-UNTIL-KNOWN", "不知道经营者在哪里的，暂由消费者所在地牵头，查明后再转办。",
    "While it is unknown where the business is, the consumer's home leads.",
    "联盟规则", Sureness.DERIVED,
)  # fmt: skip

BY_CODE: dict[str, RouteRule] = {
    rule.code: rule for rule in list(vars().values()) if isinstance(rule, RouteRule)
}
