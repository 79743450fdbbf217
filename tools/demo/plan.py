"""Who complains of what, where and when in the demo's year: drawn from shape.py, the same each time.

Plain facts; nothing is stored here. lives.py plays them out.
"""

import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import accumulate
from math import log
from typing import Any

from demo import shape, vocabulary
from demo.vocabulary import Item, Problem, Vocabulary
from huaihai.alliance import Alliance, City
from huaihai.businesses.register.verbs import Stated
from huaihai.kit.clock import local_moment
from huaihai.law import credit_code

PHONE = "1610000{:04d}"  # no operator gives this range out
SHOP_PHONE = "1610001{:04d}"
FIRST_OF_WAVE = 8_001  # numbers of the wave that early warning finds
FIRST_SCENE = 9_001  # numbers of the scenes of the last days
HERO = 9_900  # of the case that the demo walks through
EARLIEST_HOUR, LATEST_HOUR = 8, 22
RECOMMENDED_YUAN = 800  # nobody asks friends where to buy cheaper things


@dataclass(frozen=True)
class Complaint:
    """One complaint: what is told, against whom, and how its life goes on."""

    number: int
    filed_at: datetime
    home: str  # city codes
    lead: str
    consumer_at: str  # county code
    stated: Stated
    item: Item
    title: str
    story: str
    nature: str
    price_fen: int
    agreed_fen: int
    remedies: tuple[str, ...]
    bought_on: date
    way_in: str
    life: str
    name: str

    @property
    def phone(self) -> str:
        return PHONE.format(self.number % 10_000)

    @property
    def pays_money(self) -> bool:
        return not {"return", "refund", "compensation"}.isdisjoint(self.remedies)

    @property
    def remedy_words(self) -> str:
        return in_words(self.remedies)


@dataclass(frozen=True)
class Where:
    """The place, time and course that a scene prescribes; the year leaves them to chance.

    `county` (of the consumer) and `matter` (nature and category) are left to chance where they are empty.
    """

    number: int
    filed_at: datetime
    home: City
    lead: City
    life: str
    way_in: str
    county: str = ""
    matter: tuple[str, str] | None = None


def year(alliance: Alliance, words: Vocabulary, *, until: date) -> Iterator[Complaint]:
    """The complaints of the twelve months before `until`, oldest first."""
    dice = shape.chance("year")
    days = [until - timedelta(days=back) for back in range(365, 0, -1)]
    weights = list(accumulate(shape.MONTHS[day.month] * (1 if day.weekday() < 5 else 0.6) for day in days))
    drawn = sorted(dice.choices(days, cum_weights=weights, k=shape.CASES))
    for number, day in enumerate(drawn, start=1):
        yield complaint(_anywhere(alliance, number, day), words)


def wave(alliance: Alliance, words: Vocabulary, *, until: date) -> Iterator[Complaint]:
    """Complaints of one sort from one county of the first city within a few days, oldest first."""
    city = alliance.cities[0]
    for place in range(shape.WAVE_CASES):
        number = FIRST_OF_WAVE + place
        back = shape.WAVE_DAYS - place * shape.WAVE_DAYS // shape.WAVE_CASES
        where = Where(
            number=number,
            filed_at=_moment(number, until - timedelta(days=back)),
            home=city,
            lead=city,
            life=shape.drawn(shape.LIVES, shape.chance("where", number)),
            way_in="online",
            county=_counties(city)[0],
            matter=(shape.WAVE_NATURE, shape.WAVE_CATEGORY),
        )
        yield complaint(where, words)


def complaint(where: Where, words: Vocabulary) -> Complaint:
    """What this consumer tells, drawn anew for each number."""
    dice = shape.chance("complaint", where.number)
    nature, item, problem = _matter(where)
    price = max(5, round(_yuan(item, where.number) * problem.part))
    least = max(problem.days, item.days)
    bought_on = where.filed_at.date() - timedelta(days=dice.randint(least, max(40, least + 20)))
    stated = shop(item, where.lead, words, where.number, is_known=where.life != "gone_business")
    wanted = _wanted(problem, item, where.number)
    told = _told(item, dice) | {
        "day": f"{bought_on.month} 月 {bought_on.day} 日",
        "shop": stated.name or stated.sign,
        "yuan": price,
        "remedy": in_words(wanted),
    }
    parts = [_opening(item, problem, words, dice), problem.story]
    parts += [dice.choice(words.words["talks"][_met(item)]), _wish(wanted, words, dice)]
    return Complaint(
        number=where.number,
        filed_at=where.filed_at,
        home=where.home.code,
        lead=where.lead.code,
        consumer_at=where.county or dice.choice(_counties(where.home)),
        stated=stated,
        item=item,
        title=problem.title.format(**told),
        story="".join(parts).format(**told),
        nature=nature,
        price_fen=price * 100,
        agreed_fen=_agreed(price, dice.choice(shape.RECOVERED_PART)) * 100,
        remedies=wanted,
        bought_on=bought_on,
        way_in=where.way_in,
        life=where.life,
        name=words.shop["person"].format(number=where.number),
    )


def shop(item: Item, city: City, words: Vocabulary, number: int, *, is_known: bool = True) -> Stated:
    """A made-up business of this city that sells the item. Some are known by their sign alone."""
    dice = shape.chance("shop", number)
    place = dice.randrange(len(words.ordinals))
    name = words.shop["name"].format(city=city.name, ordinal=words.ordinals[place], kind=item.shop)
    kinds_of_shop = sorted({one.shop for one in words.items})
    index = kinds_of_shop.index(item.shop) * len(words.ordinals) + place
    county = _counties(city)[index % len(_counties(city))]
    if dice.random() < shape.WITHOUT_CODE or not is_known:
        return Stated(sign=name, region_code=county, phone=SHOP_PHONE.format(number % 10_000))
    return Stated(
        name=name,
        code=business_code(city.code, index),
        sign=name,
        region_code=county,
        phone=SHOP_PHONE.format(index),
    )


def business_code(region_code: str, index: int) -> str:
    """A made-up credit code with right check characters; no register numbers businesses like this."""
    for inner in credit_code.ALPHABET:
        body = f"91{region_code}MADEM{index:03d}{inner}"
        code = credit_code.CreditCode(body + credit_code.check_character(body))
        if code.organisation_check_is_right:
            break
    return code.text


def in_words(codes: Iterable[str]) -> str:
    """Remedies as people say them."""
    return "、".join(vocabulary.read().words["remedy"][code] for code in codes)


def _anywhere(alliance: Alliance, number: int, day: date) -> Where:
    dice = shape.chance("where", number)
    sizes = [len(_counties(city)) + 3 for city in alliance.cities]
    home = dice.choices(alliance.cities, weights=sizes)[0]
    others = [city for city in alliance.cities if city is not home]
    crosses = bool(others) and dice.random() < shape.CROSS_CITY
    way_in = shape.drawn(shape.WAYS_IN, dice)
    return Where(
        number=number,
        filed_at=_moment(number, day),
        home=home,
        lead=dice.choices(others, weights=[len(_counties(city)) + 3 for city in others])[0]
        if crosses
        else home,
        life=shape.drawn(shape.LIVES, dice),
        way_in="online" if crosses and way_in == "entrusted" else way_in,
    )


def _moment(number: int, day: date) -> datetime:
    dice = shape.chance("moment", number)
    minute = dice.randrange(EARLIEST_HOUR * 60, LATEST_HOUR * 60)
    return local_moment(day, time(minute // 60, minute % 60))


def _matter(where: Where) -> tuple[str, Item, Problem]:
    """The nature first, since its shares are the published ones; then a category in which it happens."""
    dice, month = shape.chance("matter", where.number), where.filed_at.month
    if where.matter is not None:
        nature, category = where.matter
        item, problem = dice.choice(vocabulary.choices(nature, category, month))
        return nature, item, problem
    nature = shape.drawn(shape.NATURES, dice)
    happens_in = {
        code: weight for code, weight in shape.CATEGORIES.items() if vocabulary.choices(nature, code, month)
    }
    item, problem = dice.choice(vocabulary.choices(nature, shape.drawn(happens_in, dice), month))
    return nature, item, problem


def _told(item: Item, dice: random.Random) -> dict[str, Any]:
    """What may be said of this item; a number of days is one of those that lie before the filing."""
    days = dice.randint(3, 7)
    return {
        "item": item.name,
        "got": item.got or f"买了{item.name}",
        "use": item.use,
        "fault": dice.choice(item.faults or ("",)),
        "flaw": dice.choice(item.flaws or ("",)),
        "defect": dice.choice((*item.faults, *item.flaws)),
        "danger": item.danger,
        "claim": item.claim,
        "lack": item.lack,
        "seller": {"shop": "店里", "online": "客服", "company": "对方"}[_met(item)],
        "n": days,
        "fewer": dice.randint(2, days - 1),
        "times": dice.randint(2, 4),
    }


def _met(item: Item) -> str:
    """Whom the consumer talks to."""
    if item.online:
        return "online"
    return "shop" if "staffed" in item.traits and "office" not in item.traits else "company"


def _opening(item: Item, problem: Problem, words: Vocabulary, dice: random.Random) -> str:
    if problem.opening:
        return problem.opening
    sentences = list(words.words["opening"])
    if "staffed" in item.traits and "telecom" not in item.traits and item.yuan >= RECOMMENDED_YUAN:
        sentences.append(words.words["friend"])
    return str(dice.choice(sentences))


def _wish(wanted: tuple[str, ...], words: Vocabulary, dice: random.Random) -> str:
    sentences = [*words.words["wish"], *(words.words["wish_one"] if len(wanted) == 1 else ())]
    return str(dice.choice(sentences))


def _wanted(problem: Problem, item: Item, number: int) -> tuple[str, ...]:
    """A remedy that fits; with goods handed back goes the money, and some ask for their loss as well."""
    dice = shape.chance("wanted", number)
    first = dice.choice(problem.remedies_for(item))
    wanted = ["return", "refund"] if first == "return" else [first]
    if first != "compensation" and dice.random() < 0.15:
        wanted.append("compensation")
    return tuple(wanted)


def _agreed(price: int, part: float) -> int:
    """What is agreed on in yuan; of dear things only the fault is paid for."""
    dear = max(0, price - shape.DEAR_YUAN)
    return max(1, round((price - dear) * part + dear * shape.PART_OF_THE_DEAR))


def _yuan(item: Item, number: int) -> int:
    width = shape.WIDTH_OF_PRICES
    price = shape.chance("price", number).lognormvariate(log(item.yuan), width)
    if "round" in item.traits:
        return max(100, round(price / 100) * 100)
    return max(5, round(price) if price < 1000 else round(price / 10) * 10)


def _counties(city: City) -> list[str]:
    return [county.code for county in city.counties if county.official] or [city.code]
