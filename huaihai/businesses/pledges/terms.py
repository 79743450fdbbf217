"""What a pledge promises, in terms that a program can test. Plain: no database, no clock.

One kind of terms a kind of pledge. Stored as JSON on the version; `of_stored` reads them back, `check` says whether
they may be promised at all, `last_day` until when a purchase falls under a return.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from datetime import date, timedelta
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huaihai.desk.lives import Unfit
from huaihai.kit import spoken
from huaihai.law import amounts, deadlines, kinds, limits
from huaihai.law.calendar import Calendar

LONGEST_DAYS = 365
MOST_REFUND_DAYS = limits.REFUND_AFTER_RETURN.number if limits.REFUND_AFTER_RETURN else LONGEST_DAYS
MOST_TIMES = 100
MOST_FEN = 100_000_000  # a million yuan: the largest sum that a pledge may name as its least

NO_REASON, CROSS_SHOP, REPLY, GENUINE, PRICE = (
    "no_reason_return",
    "cross_shop_return",
    "reply_24h",
    "genuine_goods",
    "fair_price",
)

INTACT: dict[str, Promise | str] = {
    "unused": gettext_lazy("not used, apart from trying it"),
    "clean": gettext_lazy("not soiled and not damaged"),
    "tags": gettext_lazy("tags and seals still on it"),
    "parts": gettext_lazy("complete with parts, manuals and gifts"),
    "packing": gettext_lazy("in its packing; the packing may have been opened"),
}
EXCLUDED: dict[str, Promise | str] = {  # the first five as in 消费者权益保护法 25
    "made_to_order": gettext_lazy("made to order"),
    "perishable": gettext_lazy("fresh or perishable goods"),
    "digital": gettext_lazy("software, sound and video that was unsealed or downloaded"),
    "press": gettext_lazy("newspapers and periodicals"),
    "confirmed": gettext_lazy("goods about which you confirmed at the purchase that they are excluded"),
    "intimate": gettext_lazy("worn next to the skin, once unsealed"),
    "food": gettext_lazy("food, drink and medicine, once unsealed"),
    "sale": gettext_lazy("goods sold off cheaply and marked so"),
}
RECEIPTS: dict[str, Promise | str] = {
    "any": gettext_lazy("any proof of the purchase: receipt, payment record or order"),
    "receipt": gettext_lazy("the shop's receipt or invoice"),
    "none": gettext_lazy("no proof is needed if the shop finds the purchase itself"),
}
FREIGHT: dict[str, Promise | str] = {
    "consumer": gettext_lazy("the consumer"),
    "business": gettext_lazy("the shop"),
}
GIFTS: dict[str, Promise | str] = {
    "back": gettext_lazy("gifts are handed back, or paid at their marked price"),
    "keep": gettext_lazy("you may keep gifts"),
}
SERVICES: dict[str, Promise | str] = {
    "return": gettext_lazy("return it"),
    "exchange": gettext_lazy("exchange it"),
    "repair": gettext_lazy("hand it in for repair"),
}
TRADES = tuple(kind.code for kind in kinds.CATEGORIES)


@dataclass(frozen=True)
class ReturnTerms:
    """Goods go back: within so many days from the purchase, in what state, against what proof, at whose cost.

    `last_day_moves`: a last day on a rest day moves to the next working day (民法典 203); else it does not (204).
    """

    days: int
    last_day_moves: bool = True
    intact: tuple[str, ...] = ("unused", "clean")
    excluded: tuple[str, ...] = ()
    receipt: str = "any"
    freight: str = "consumer"
    gifts: str = "back"
    refund_days: int = MOST_REFUND_DAYS


@dataclass(frozen=True)
class CrossShopTerms(ReturnTerms):
    """As a return, in any of the shops that the version lists, for what was bought in any of them."""

    services: tuple[str, ...] = ("return", "exchange")


@dataclass(frozen=True)
class ReplyTerms:
    """An answer within so many hours."""

    hours: int


@dataclass(frozen=True)
class GenuineTerms:
    """If goods are not genuine: the price back, and so many times the price, at least so much (fen)."""

    times: int
    least_fen: int


@dataclass(frozen=True)
class PriceTerms:
    """If the same goods become cheaper in the same shop within so many days: so many times the difference."""

    days: int
    times: int


type Terms = ReturnTerms | CrossShopTerms | ReplyTerms | GenuineTerms | PriceTerms
OF_KIND: dict[str, type[Any]] = {
    NO_REASON: ReturnTerms,
    CROSS_SHOP: CrossShopTerms,
    REPLY: ReplyTerms,
    GENUINE: GenuineTerms,
    PRICE: PriceTerms,
}
_CODES: dict[str, Mapping[str, Any]] = {
    "intact": INTACT,
    "excluded": EXCLUDED,
    "receipt": RECEIPTS,
    "freight": FREIGHT,
    "gifts": GIFTS,
    "services": SERVICES,
}


def stored(terms: Terms) -> dict[str, Any]:
    """The terms as JSON holds them."""
    return {name: list(value) if isinstance(value, tuple) else value for name, value in asdict(terms).items()}


def of_stored(kind: str, held: Mapping[str, Any]) -> Terms:
    """The terms of a version. Raises KeyError for an unknown kind, TypeError for what is missing."""
    made = OF_KIND[kind]
    known = {one.name for one in fields(made)}
    terms: Terms = made(
        **{
            name: tuple(value) if isinstance(value, list) else value
            for name, value in held.items()
            if name in known
        }
    )
    return terms


def check(kind: str, terms: Terms, *, least_days: int, most_hours: int) -> None:
    """Raises Unfit for what no business may promise: less than the rules ask for, or what nobody can test.

    `least_days` and `most_hours` are the rules of the city's body, never below (above) `law.limits`.
    """
    if type(terms) is not OF_KIND.get(kind):
        raise Unfit("", _("These terms belong to another kind of pledge."))
    for name, codes in _CODES.items():
        value = getattr(terms, name, ())
        for code in value if isinstance(value, tuple) else (value,):
            if code not in codes:
                raise Unfit(name, _("Please choose from the list."))
    match terms:
        case ReturnTerms():
            _check_return(kind, terms, max(least_days, limits.PLEDGED_RETURN.number))
        case ReplyTerms():
            _between("hours", terms.hours, 1, min(most_hours, limits.PLEDGED_REPLY.number))
        case GenuineTerms():
            _between("times", terms.times, amounts.FRAUD_TIMES, MOST_TIMES)
            if not amounts.FRAUD_LEAST <= terms.least_fen <= MOST_FEN:
                raise Unfit(
                    "least_fen",
                    _("The law gives %(least)s at least; please promise no less than that.")
                    % {"least": spoken.money(amounts.FRAUD_LEAST, is_whole=True)},
                )
        case PriceTerms():
            _between("days", terms.days, 1, LONGEST_DAYS)
            _between("times", terms.times, 1, MOST_TIMES)


def last_day(terms: ReturnTerms | PriceTerms, bought_on: date, *, calendar: Calendar) -> date:
    """The last day, until midnight, on which what was bought on `bought_on` still falls under the pledge.

    The day of the purchase is not counted (民法典 201). Unless the pledge says otherwise, a last day on a rest day
    moves to the next working day (203; weekends as rest days: T-8). Raises CalendarNotHeld beyond the calendar.
    """
    if not getattr(terms, "last_day_moves", False):
        return bought_on + timedelta(days=terms.days)
    limit = replace(limits.PLEDGED_RETURN, number=terms.days)
    return deadlines.due(limit, bought_on, calendar=calendar).due_on


def is_within(terms: ReturnTerms | PriceTerms, bought_on: date, on: date, *, calendar: Calendar) -> bool:
    """Whether `on` still falls under the pledge for a purchase of `bought_on`."""
    return bought_on <= on <= last_day(terms, bought_on, calendar=calendar)


def _check_return(kind: str, terms: ReturnTerms, least: int) -> None:
    _between("days", terms.days, least, LONGEST_DAYS)
    _between("refund_days", terms.refund_days, 0, MOST_REFUND_DAYS)
    if not terms.intact:
        raise Unfit("intact", _("Please say what “intact” means, so that nobody has to guess."))
    if kind == CROSS_SHOP and isinstance(terms, CrossShopTerms) and not terms.services:
        raise Unfit("services", _("Please say what the other shop does: return, exchange or repair."))


def _between(field: str, number: int, least: int, most: int) -> None:
    if not least <= number <= most:
        said = {"least": least, "most": most}
        raise Unfit(field, _("Please promise a number from %(least)d to %(most)d.") % said)
