"""A gym with shops in three cities in a mall, its pledge with a bank's guarantee, and hundreds of cards.

What a card is owed is worked out here once more, from the plan of its history alone: the tests compare.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Any

from huaihai.businesses.models import Business, Place, Representative
from huaihai.members.actors import Actor
from huaihai.prepaid.cards import verbs as cards
from huaihai.prepaid.cards.verbs import Sale, holder_of
from huaihai.prepaid.guarantees import verbs as guarantees
from huaihai.prepaid.guarantees.verbs import guarantor_of
from huaihai.prepaid.issuers import verbs as issuers
from huaihai.prepaid.issuers.verbs import Pledge
from huaihai.prepaid.models import Card, Issuer
from tests import cast as people
from tests.cast import Cast
from tests.scenes import remembered

DAY = timedelta(days=1)
BEGAN = datetime.combine(date(2026, 9, 1), people.TUESDAY.timetz())
SOLD, USED = BEGAN + 2 * DAY, BEGAN + 30 * DAY
CITIES = (people.LEAD, people.HOME, "341300")
GUARANTEE = 200_000_00


@dataclass(frozen=True)
class Plan:
    """What happens with one card. `used` and `doubted` are fen of credit, or uses; of a span of time none."""

    kind: str
    paid: int
    bonus: int = 0
    uses: int = 0
    used: int = 0
    doubted: int = 0
    days: int = 0
    region: str = people.LEAD
    is_paper: bool = False

    def owed(self, silent_on: date) -> tuple[int, int]:
        """Certain and doubtful, in fen, by hand."""
        if self.kind == "term":
            left = (SOLD.date() + timedelta(days=self.days - 1) - silent_on).days + 1
            return _whole(Fraction(self.paid * min(max(left, 0), self.days), self.days)), 0
        whole = self.uses if self.kind == "times" else self.paid + self.bonus
        low, high = (
            max(0, self.paid - _whole(Fraction(taken * self.paid, whole)))
            for taken in (self.used + self.doubted, self.used)
        )
        return low, high - low


def _whole(exact: Fraction) -> int:
    return int(exact + Fraction(1, 2))


def plans(count: int, *, paper: int) -> list[Plan]:
    """So many, of every kind, of three cities in turn; every sixth has a doubt, the last so many are on paper."""
    return [_plan(number, is_paper=number >= count - paper) for number in range(count)]


def _plan(number: int, *, is_paper: bool) -> Plan:
    common: dict[str, Any] = {"region": CITIES[number % 3], "is_paper": is_paper}
    has_doubt = number % 6 == 0
    match number % 4:
        case 0:
            paid = 1_000_00 + 731 * number
            doubted = 37_50 if has_doubt else 0
            return Plan("value", paid, 200_00, used=101 * number, doubted=doubted, **common)
        case 1:
            return Plan("times", 799_99, uses=30, used=number % 29, doubted=int(has_doubt), **common)
        case 2:
            return Plan("times", 1_500_01, uses=7, used=number % 5, doubted=2 if has_doubt else 0, **common)
        case _:
            return Plan("term", 2_388_00 + number, days=365, **common)


@dataclass
class Gym:
    """Everybody. `codes` by number of the card."""

    cast: Cast
    business: Business
    mall: Business
    issuer: Issuer
    owner: Actor
    lessor: Actor
    bank: Actor
    plans: dict[str, Plan] = field(default_factory=dict)
    codes: dict[str, str] = field(default_factory=dict)

    def card(self, number: str) -> Card:
        rows = Card.objects.select_related("issuer__business", "issuer__body", "place")
        found: Card = rows.get(number=number)
        return found


@remembered
def opened() -> Gym:
    """The gym and its pledge; no card is sold."""
    cast = people.assemble(BEGAN)
    gym = Business.objects.create(name="Gym (test)", phone="03700000002", created_at=BEGAN)
    mall = Business.objects.create(
        kind=Business.Kind.GROUP, name="Mall (test)", phone="03700000003", created_at=BEGAN
    )
    for region in CITIES:
        Place.objects.create(business=gym, sign=f"Gym {region}", address="Road 1", region_code=region)
    owner = _represents("gao", gym)
    lessor = _represents("mai", mall)
    pledge = Pledge("bank", "Bank (test)", 300, terms="Money back within 15 days.", under=mall)
    issuer = issuers.apply(gym, pledge, body=cast.lead, by=owner, at=BEGAN)
    issuers.join(issuer, by=lessor, at=BEGAN)
    issuers.confirm(issuer, by=cast.zhao, at=BEGAN)
    bank = guarantor_of(issuer)
    guarantees.say_balance(issuer, day=BEGAN.date(), fen=GUARANTEE, by=bank, at=BEGAN)
    issuer.refresh_from_db()
    return Gym(cast, gym, mall, issuer, owner, lessor, bank)


def _represents(name: str, business: Business) -> Actor:
    from huaihai.compensation.tests.market import represents

    return represents(name, business, Representative.Role.MANAGER)


@remembered
def sold(count: int, *, paper: int = 0) -> Gym:
    """With so many cards, used and doubted as planned."""
    gym = opened()
    places = {place.region_code: place for place in gym.business.places.all()}
    for number, plan in enumerate(plans(count, paper=paper)):
        sale = Sale(
            plan.kind,
            plan.paid,
            plan.bonus,
            plan.uses,
            until_on=SOLD.date() + timedelta(days=plan.days - 1) if plan.days else None,
            holder_phone="" if plan.is_paper else f"138{number:08}",
            place=places[plan.region],
        )
        [one] = cards.sell(gym.issuer, sale, by=gym.owner, at=SOLD, key=f"sale-{number}")
        gym.plans[one.card.number], gym.codes[one.card.number] = plan, one.code
        for amount, is_doubted in ((plan.used, False), (plan.doubted, True)):
            if amount:
                _use(gym, one.card, amount, is_doubted=is_doubted)
    return gym


def _use(gym: Gym, card: Card, amount: int, *, is_doubted: bool) -> None:
    sums: dict[str, Any] = {"fen": amount} if card.kind == "value" else {"uses": amount}
    entry = cards.note(card, "use", **sums, by=gym.owner, at=USED, key=f"use-{is_doubted}")
    if is_doubted:
        entry.card = card
        cards.doubt(entry, by=holder_of(card), at=USED)
