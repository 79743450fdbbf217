"""Which body is home and which leads: JUR-1 to JUR-7 and the associations' own rule.

File at home; home assesses and forwards; the place of business leads; registered and actual place differ:
the actual place leads and handles jointly with the other; a consumer from outside the zone has the handling
body as home; outside the zone nobody leads and the consumer is referred to that place.
"""

from dataclasses import dataclass
from enum import StrEnum

from huaihai.law import route_rules
from huaihai.law.places import Place
from huaihai.law.route_rules import RouteRule
from huaihai.law.zone import Zone

__all__ = ["Kind", "Route", "RouteRule", "Zone", "route"]


class Kind(StrEnum):
    """What sort of business the complaint is about; it decides which of its addresses counts."""

    OFFLINE = "offline"
    OWN_SITE = "own-site"
    PLATFORM_SHOP = "platform-shop"
    LIVE_ROOM = "live-room"  # its seller stands where a shop on a platform does
    PLATFORM_OPERATOR = "platform-operator"


@dataclass(frozen=True)
class Route:
    """Who takes the case. Codes are six digits.

    `home` and `lead` are cities of the zone or None; `refer_to` is the place outside the zone whose body
    the consumer is referred to; `joint_with` the city of the zone that handles the case together with the
    lead. `rule` decides the lead; `rules` are all that were used, in order.
    """

    home: str | None
    lead: str | None
    refer_to: str | None
    joint_with: str | None
    rules: tuple[RouteRule, ...]
    why_zh: str
    why_en: str

    @property
    def rule(self) -> str:
        return self.rules[0].code

    @property
    def is_cross_city(self) -> bool:
        """Whether the case travels: home and lead are two cities."""
        return self.home is not None and self.lead is not None and self.home != self.lead


@dataclass(frozen=True)
class _Seat:
    """The place of the business that counts, the rule that says so, and the words."""

    at: Place
    rule: RouteRule
    zh: str
    en: str
    other: Place | None = None  # the registered place, where it differs


def route(
    *,
    consumer_at: str,
    zone: Zone,
    business_at: str | None = None,
    registered_at: str | None = None,
    published_at: str | None = None,
    platform_at: str | None = None,
    kind: Kind | str | None = None,
    unreachable: bool = False,
) -> Route:
    """The bodies that take a complaint. Raises UnknownPlace for a code nobody knows.

    Without `kind` a business with only a published or a platform address is a shop on a platform, any
    other one is offline. `unreachable` means: not to be reached at its published address.
    """
    consumer = zone.place(consumer_at)
    business = zone.place(business_at) if business_at else None
    registered = zone.place(registered_at) if registered_at else None
    published = zone.place(published_at) if published_at else None
    platform = zone.place(platform_at) if platform_at else None
    match Kind(kind) if kind else _likely_kind(business, registered, published, platform):
        case Kind.PLATFORM_SHOP | Kind.LIVE_ROOM:
            seat = _shop_seat(None if unreachable else published, platform) or _offline_seat(
                zone, business, registered
            )
        case Kind.OWN_SITE:
            seat = _domicile_seat(registered, business, published, platform)
        case Kind.PLATFORM_OPERATOR:
            seat = _domicile_seat(registered, platform, business, published)
        case Kind.OFFLINE:
            seat = _offline_seat(zone, business, registered) or _shop_seat(published, platform)
    home = zone.city_of(consumer)
    if seat is None:
        return _unknown_business(home, consumer, zone)
    lead = zone.city_of(seat.at)
    if lead is None and zone.may_contain(seat.at):
        return _unknown_business(home, consumer, zone, province=seat.at)
    if lead is None:
        return _referred_out(home, consumer, seat, zone)
    return _led(home, lead, consumer, seat, zone)


def _likely_kind(
    business: Place | None, registered: Place | None, published: Place | None, platform: Place | None
) -> Kind:
    if (published or platform) and not (business or registered):
        return Kind.PLATFORM_SHOP
    return Kind.OFFLINE


def _shop_seat(published: Place | None, platform: Place | None) -> _Seat | None:
    if published:
        return _Seat(
            published,
            route_rules.PUBLISHED_ADDRESS,
            f"网店公示的地址在{published.full_name}",
            f"the shop's published address is in {published.full_name}",
        )
    if platform:
        return _Seat(
            platform,
            route_rules.PLATFORM_DOMICILE,
            f"网店没有公示地址或者联系不上，平台住所在{platform.full_name}",
            "the shop publishes no address or cannot be reached there, "
            f"and the platform's domicile is in {platform.full_name}",
        )
    return None


def _offline_seat(zone: Zone, business: Place | None, registered: Place | None) -> _Seat | None:
    if business and registered and business.city_code != registered.city_code:
        return _Seat(
            business,
            route_rules.ACTUAL_PLACE_LEADS,
            f"经营者实际经营地在{business.full_name}，登记地在{registered.full_name}，以实际经营地为准",
            f"the business works in {business.full_name} and is registered in {registered.full_name}: "
            "the actual place counts",
            other=registered,
        )
    at = business or registered
    if at is None:
        return None
    word_zh, word_en = ("经营地", "place of business") if business else ("登记住所", "registered domicile")
    return _Seat(
        at,
        route_rules.PLACE_OF_BUSINESS,
        f"经营者的{word_zh}在{at.full_name}",
        f"the {word_en} is {at.full_name}",
    )


def _domicile_seat(*places: Place | None) -> _Seat | None:
    at = next((found for found in places if found), None)
    if at is None:
        return None
    return _Seat(
        at, route_rules.DOMICILE, f"经营者住所在{at.full_name}", f"the domicile is in {at.full_name}"
    )


def _led(home: str | None, lead: str, consumer: Place, seat: _Seat, zone: Zone) -> Route:
    lead_name = zone.place(lead).name
    rules = [seat.rule, route_rules.FILE_AT_HOME if home else route_rules.OUTSIDE_CONSUMER]
    if home is None:
        not_home_zh, not_home_en = _not_home(consumer, zone)
        zh = f"{seat.zh}，由{lead_name}牵头处理。{not_home_zh}，由处理地兼作受理地。"
        en = f"{seat.en}, so {lead_name} leads. {not_home_en}: the handling body is home too."
    elif home == lead:
        zh = f"{seat.zh}，和消费者同在{lead_name}，由{lead_name}受理并处理。"
        en = f"{seat.en}, in the consumer's own city: {lead_name} is home and leads."
    else:
        home_name = zone.place(home).name
        zh = f"消费者在{home_name}，由{home_name}接收并初审；{seat.zh}，转办{lead_name}牵头处理。"
        en = f"The consumer is in {home_name}, which receives and assesses; {seat.en}, so {lead_name} leads."
    joint = zone.city_of(seat.other) if seat.other else None
    if joint:
        zh += f"登记地{zone.place(joint).name}联合处理。"
        en += f" {zone.place(joint).name}, where it is registered, handles it jointly."
    return Route(home or lead, lead, None, joint, tuple(rules), zh, en)


def _referred_out(home: str | None, consumer: Place, seat: _Seat, zone: Zone) -> Route:
    joint = zone.city_of(seat.other) if seat.other else None
    rules: tuple[RouteRule, ...] = (seat.rule, route_rules.REFER_OUT)
    zh = f"{seat.zh}，不在联盟城市内，请向{seat.at.full_name}的消费者组织反映。"
    en = f"{seat.en}, outside the zone: the consumer is referred to the body of {seat.at.full_name}."
    if home:
        home_name = zone.place(home).name
        zh += f"{home_name}（消费者所在地）收下投诉，告诉消费者该找谁。"
        en += f" {home_name}, the consumer's home, receives it and says where to go."
        rules += (route_rules.FILE_AT_HOME,)
    if joint:
        zh += f"登记地{zone.place(joint).name}可以协助。"
        en += f" {zone.place(joint).name}, where it is registered, can help."
    return Route(home, None, seat.at.code, joint, rules, zh, en)


def _unknown_business(home: str | None, consumer: Place, zone: Zone, province: Place | None = None) -> Route:
    known_zh = f"只知道经营者在{province.name}，不知道在哪个市" if province else "还不知道经营者在哪里"
    known_en = (
        f"only the province of the business is known ({province.name})"
        if province
        else "it is not known where the business is"
    )
    if home is None:
        not_home_zh, not_home_en = _not_home(consumer, zone)
        zh = f"{known_zh}；{not_home_zh}，请先向所在地的消费者组织反映。"
        en = f"{known_en}. {not_home_en}: referred to the consumer's own place."
        return Route(
            None, None, consumer.code, None, (route_rules.BUSINESS_UNKNOWN, route_rules.REFER_OUT), zh, en
        )
    name = zone.place(home).name
    zh = f"{known_zh}，暂由消费者所在地{name}牵头，查明后再转办。"
    en = f"{known_en}: {name}, the consumer's home, leads until it is."
    return Route(home, home, None, None, (route_rules.BUSINESS_UNKNOWN, route_rules.FILE_AT_HOME), zh, en)


def _not_home(consumer: Place, zone: Zone) -> tuple[str, str]:
    if zone.may_contain(consumer):
        return f"只知道消费者在{consumer.name}", f"Only the consumer's province is known ({consumer.name})"
    return (
        f"消费者在联盟以外（{consumer.full_name}）",
        f"The consumer is from outside the zone ({consumer.full_name})",
    )
