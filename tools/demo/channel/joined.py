"""Businesses that joined: a shop, a scenic area, a market with its stalls, a chain in two cities, a restaurant."""

from dataclasses import dataclass, replace

from demo.channel.scene import Firm, Scene, code_of, texts
from demo.staff import DEMO
from huaihai.alliance import City
from huaihai.businesses.channel import verbs as channel_verbs
from huaihai.businesses.models import Business, Enrolment, Pledge, Poster, Representative
from huaihai.businesses.people import verbs as people_verbs
from huaihai.businesses.pledges import terms as pledges_terms
from huaihai.businesses.pledges import verbs as pledges_verbs
from huaihai.businesses.posters import verbs as posters_verbs
from huaihai.businesses.register.verbs import Stated, find_or_write_down
from huaihai.businesses.standing import verbs as standing_verbs
from huaihai.businesses.standing.terms import Terms
from huaihai.front.demo.people import CASHIER
from huaihai.members.actors import Actor

Role = Representative.Role
AT_ONCE_FEN, SHOP_FEN = 20_000, 50_000
STALLS = (3, 7)
SHOP, SCENIC, MARKET, CHAIN, SMALL, FIRST_STALL = 0, 11, 12, 13, 14, 20  # serials of made-up credit codes


@dataclass(frozen=True)
class Joined:
    """Who is on the channel."""

    scenic: Firm
    market: Firm
    stalls: list[Firm]
    small: Firm
    poster: Poster


def play(scene: Scene) -> Joined:
    """They apply, their cities confirm, and they say what they promise to everybody."""
    _shop(scene)
    _chain(scene)
    scenic = _scenic(scene)
    poster = posters_verbs.issue(
        scenic.place, hung_at=texts()["pledge"]["hung_at"], by=scenic.manager, at=scene.at(-180)
    )
    market, stalls = _market(scene)
    small = scene.firm("small", scene.home, SMALL)
    scene.person(small, "restaurant", Role.MANAGER)
    enrol(scene, small, scene.home, Enrolment.Kind.SHOP, days=-150)
    return Joined(scenic, market, stalls, small, poster)


def _shop(scene: Scene) -> None:
    """The kettle shop of the walk: refund within seven days, and a quick reply."""
    if scene.cast.shopkeeper is None:
        return
    business = Business.objects.get(pk__in=scene.cast.shopkeeper.business_ids)
    place = business.places.first()
    if place is None:
        return
    shop = Firm(business, place, {"manager": scene.cast.shopkeeper})
    enrol(scene, shop, scene.lead, Enrolment.Kind.SHOP, days=-240)
    terms = Terms(
        remedies=("return", "refund"), most_fen=SHOP_FEN, within_days=7, needs_receipt=True, needs_intact=True
    )
    proposal = standing_verbs.Proposal(
        terms, texts()["offer"]["shop"], scene.at(-200).date(), has_seen_law=True
    )
    standing_verbs.publish(business, proposal, by=shop.manager, at=scene.at(-200))
    promise(scene, shop, Pledge.Kind.REPLY_24H, pledges_terms.ReplyTerms(hours=24), days=-200)
    returns = pledges_terms.ReturnTerms(days=7)
    promise(scene, shop, Pledge.Kind.NO_REASON_RETURN, returns, days=-200, words=texts()["pledge"]["shop"])
    longer = replace(returns, days=10)
    promise(scene, shop, Pledge.Kind.NO_REASON_RETURN, longer, days=-60, words=texts()["pledge"]["shop"])


def _chain(scene: Scene) -> None:
    """Bought in one city, taken back in the other."""
    chain = scene.firm("chain", scene.lead, CHAIN)
    scene.person(chain, "chain", Role.MANAGER)
    words = texts()["business"]["chain"]
    second = Stated(
        code=chain.business.credit_code or "",
        sign=words["sign"].format(city=scene.home.name),
        address=words["address"].format(city=scene.home.name),
        region_code=scene.home.code,
    )
    find_or_write_down(second, by=DEMO, at=scene.at(-300))
    enrol(scene, chain, scene.lead, Enrolment.Kind.CHAIN, days=-220)
    terms = pledges_terms.CrossShopTerms(days=15)
    promise(scene, chain, Pledge.Kind.CROSS_SHOP_RETURN, terms, days=-190, words=texts()["pledge"]["chain"])


def _scenic(scene: Scene) -> Firm:
    """Whoever complains at the gate is answered within twelve hours."""
    scenic = scene.firm("scenic", scene.home, SCENIC)
    scene.person(scenic, "scenic-area", Role.MANAGER)
    scene.person(scenic, CASHIER, Role.CASHIER)
    enrol(scene, scenic, scene.home, Enrolment.Kind.SCENIC_AREA, days=-210)
    promise(scene, scenic, Pledge.Kind.REPLY_24H, pledges_terms.ReplyTerms(hours=12), days=-180)
    return scenic


def offer_at_the_gate(scene: Scene, scenic: Firm) -> None:
    """The scenic area's standing offer, once its fund pays for it."""
    terms = Terms(
        remedies=("refund",),
        most_fen=AT_ONCE_FEN,
        within_days=3,
        needs_receipt=True,
        perform_number=2,
        perform_unit="hours",
        paid_by_fund=True,
    )
    proposal = standing_verbs.Proposal(
        terms, texts()["offer"]["scenic"], scene.at(-172).date(), has_seen_law=True
    )
    standing_verbs.publish(scenic.business, proposal, by=scenic.manager, at=scene.at(-172))


def _market(scene: Scene) -> tuple[Firm, list[Firm]]:
    """A market answers for its stalls by mandate."""
    market = scene.firm("market", scene.lead, MARKET)
    scene.person(market, "market", Role.MANAGER)
    scene.person(market, "market-cashier", Role.CASHIER)
    enrol(scene, market, scene.lead, Enrolment.Kind.MARKET, days=-205)
    stalls = []
    for number in STALLS:
        stall = scene.firm("stall", scene.lead, FIRST_STALL + number, number=number)
        people_verbs.give_mandate(
            stall.business,
            market.business,
            from_on=scene.at(-204).date(),
            by=scene.officer(scene.lead),
            at=scene.at(-204),
        )
        stalls.append(stall)
    people = {
        role: Actor(
            "business",
            actor.key,
            account_id=actor.account_id,
            business_ids=actor.business_ids | {stall.business.pk for stall in stalls},
        )
        for role, actor in market.people.items()
    }
    return Firm(market.business, market.place, people), stalls


def enrol(scene: Scene, firm: Firm, city: City, kind: str, *, days: int) -> None:
    """The business applies; its city confirms two days later."""
    places = [
        {"sign": place.sign, "address": place.address, "region_code": place.region_code}
        for place in firm.business.places.all()
    ]
    application = channel_verbs.Application(
        name=firm.business.name,
        code=firm.business.credit_code or code_of(city, SHOP),
        as_kind=kind,
        places=places,
        contact_name=texts()["people"]["manager"].format(surname=texts()["people"]["surnames"][0]),
        contact_phone=f"1610006{abs(days):04d}",
    )
    applied = channel_verbs.apply(
        application,
        body=scene.body(city),
        promise="2026-11",
        client_key=f"demo-{firm.business.pk}",
        by=DEMO,
        at=scene.at(days),
        is_demo=True,
    )
    held = applied.enrolment
    channel_verbs.confirm(held, seen=held.version, by=scene.officer(city), at=scene.at(days + 2))


def promise(
    scene: Scene, firm: Firm, kind: str, terms: pledges_terms.Terms, *, days: int, words: str = ""
) -> None:
    """A pledge in force from that day, published three days before."""
    draft = pledges_verbs.Draft(kind=kind, terms=terms, from_on=scene.at(days).date(), own_words=words)
    pledges_verbs.publish(firm.business, draft, by=firm.manager, at=scene.at(days - 3))
