"""The terms of a standing offer, one spelling of them, what cannot be published, and where the law gives more.

Where the law gives more than a standing offer does, in the same case. Plain words, each with its article.
Shown to whoever publishes, kept with the version, and shown to the consumer before the offer: a standing offer is
never called better than what the law gives anyhow.
"""

import hashlib
import json
from collections.abc import Collection
from dataclasses import dataclass, fields
from datetime import date, datetime, time, timedelta
from typing import Any, Final
from uuid import UUID

from huaihai.desk.lives import Unfit
from huaihai.kit.clock import local_day, local_moment
from huaihai.kit.country import gettext as _
from huaihai.law import beyond, kinds, limits, remedies
from huaihai.law.beyond import More

FORMAT: Final = "huaihai-standing-offer-1"
NOTHING, PRICE, ASKED = "nothing", "price", "asked"  # what is paid
PURCHASE, RECEIPT = "purchase", "receipt"  # from where the days count
HOURS, DAYS = "hours", "days"
MOST_FEN: Final = 100_000_000  # a million yuan; more is no matter for a rule
MOST_DAYS: Final = 3650
MOST_HOURS: Final = 240
MOST_DAYS_TO_DO: Final = 90
LONGEST_NOTE: Final = 500
PAID: Final = frozenset({remedies.REFUND.code, remedies.COMPENSATION.code})
HOURS_A_DAY: Final = 24


@dataclass(frozen=True)
class Terms:
    """Conditions and performance. Empty natures, categories or places mean: all of them.

    `pays`: the price paid, the sum asked for, or nothing; `most_fen` is the cap in fen (1 yuan = 100 fen) up to which
    the offer fits at all: it never pays a part. `within_days` are counted from the day after `counted_from`, the last
    one included; None means no limit. `perform_number` counts `perform_unit` from the moment the offer is taken.
    """

    remedies: tuple[str, ...]
    pays: str = PRICE
    most_fen: int | None = None
    within_days: int | None = None
    counted_from: str = PURCHASE
    needs_receipt: bool = False
    needs_intact: bool = False
    natures: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    places: tuple[str, ...] = ()  # ids of `Place`
    perform_number: int = 1
    perform_unit: str = DAYS
    paid_by_fund: bool = False

    @classmethod
    def of(cls, stored: dict[str, Any]) -> "Terms":
        """From the stored form. Raises TypeError for a form that is none."""
        kept: dict[str, Any] = {name: tuple(v) if isinstance(v, list) else v for name, v in stored.items()}
        return cls(**kept)

    def stored(self) -> dict[str, Any]:
        """As it is stored and published: plain JSON, every field named."""
        held = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: list(value) if isinstance(value, tuple) else value for name, value in held.items()}

    @property
    def hours(self) -> int:
        """How long the business takes at most, to compare offers by."""
        return self.perform_number * (HOURS_A_DAY if self.perform_unit == DAYS else 1)

    def done_by(self, at: datetime) -> datetime:
        """Taken at this moment, when it is to be done: hours run on, days end with the last of them."""
        if self.perform_unit == HOURS:
            return at + timedelta(hours=self.perform_number)
        last = local_day(at) + timedelta(days=self.perform_number)
        return local_moment(last, time(23, 59, 59))

    def done_by_on(self, at: datetime) -> date:
        """The day of `done_by`."""
        return local_day(self.done_by(at))


def fingerprint(terms: Terms, note: str, from_on: date) -> str:
    """SHA-256 over what is offered, in the one spelling: keys sorted, no spaces, UTF-8."""
    said = {"terms": terms.stored(), "note": note, "from_on": from_on.isoformat()}
    spelt = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(spelt.encode()).hexdigest()


def check(terms: Terms) -> None:
    """Refuse what nobody could test or keep. Raises Unfit, naming the field."""
    _check_remedies(terms)
    _check_sum(terms)
    if terms.within_days is not None and not 1 <= terms.within_days <= MOST_DAYS:
        raise Unfit("within_days", _("Please write between 1 and %(n)s days.") % {"n": MOST_DAYS})
    most = {HOURS: MOST_HOURS, DAYS: MOST_DAYS_TO_DO}.get(terms.perform_unit, 0)
    if not 1 <= terms.perform_number <= most:
        raise Unfit("perform_number", _("Please write a number between 1 and %(n)s.") % {"n": most})
    known = {PURCHASE, RECEIPT}
    if terms.counted_from not in known or not _are_uuids(terms.places):
        raise Unfit("", _("This page was not complete. Please open it again."))


def _check_remedies(terms: Terms) -> None:
    if not terms.remedies or any(code not in remedies.BY_CODE for code in terms.remedies):
        raise Unfit("remedies", _("Please choose what you offer."))
    natures = {kind.code for kind in kinds.NATURES}
    categories = {kind.code for kind in kinds.CATEGORIES}
    if not natures.issuperset(terms.natures) or not categories.issuperset(terms.categories):
        raise Unfit("natures", _("Please choose from the list."))


def _check_sum(terms: Terms) -> None:
    is_paid = bool(PAID.intersection(terms.remedies))
    if terms.pays not in (NOTHING, PRICE, ASKED) or is_paid != (terms.pays != NOTHING):
        raise Unfit("pays", _("Please say what you pay if you give money, and nothing if you give none."))
    if terms.most_fen is not None and not 1 <= terms.most_fen <= MOST_FEN:
        raise Unfit("most_fen", _("Please write a sum between 0.01 and 1,000,000 {currency}."))
    if terms.pays == ASKED and terms.most_fen is None:
        raise Unfit("most_fen", _("If you pay what the consumer asks, please say up to how much."))
    if terms.pays == NOTHING and (terms.most_fen is not None or terms.paid_by_fund):
        raise Unfit("most_fen", _("You give no money here, so please leave the sum and the fund out."))


def _are_uuids(texts: tuple[str, ...]) -> bool:
    try:
        return all(str(UUID(text)) == text for text in texts)
    except ValueError:
        return False


QUALITY: Final = kinds.with_role("fault")
DECEIT: Final = kinds.with_role("deceit")
PREPAID: Final = kinds.with_role("promise")
HARMFUL: Final = kinds.with_role("harm")
FOOD: Final = kinds.with_role("food")
GOODS: Final = frozenset(kind.code for kind in kinds.GOODS)
MONEY_BACK: Final = frozenset({remedies.REFUND.code, remedies.RETURN.code})


def more_by_law(
    terms: Terms, *, natures: Collection[str] = (), categories: Collection[str] = ()
) -> tuple[More, ...]:
    """What the law gives beyond these terms: for what they cover, or for these natures and categories alone. The law of
    one trade (food, prepaid) is told where that trade is named: an offer for everything is mostly of another."""
    about = frozenset(natures) or frozenset(terms.natures) or frozenset(kind.code for kind in kinds.NATURES)
    what = frozenset(categories) or frozenset(terms.categories) or frozenset(kinds.BY_CODE)
    pays_back = bool(MONEY_BACK.intersection(terms.remedies))
    faulty_goods = bool(about & QUALITY and what & GOODS)
    days = terms.within_days
    quality, refund = limits.RETURN_FOR_QUALITY, limits.REFUND_AFTER_RETURN
    holds = {
        "seven_days": faulty_goods and bool(quality and days is not None and days < quality.number),
        "money_for_quality": faulty_goods and not pays_back,
        "not_intact": faulty_goods and terms.needs_intact,
        "sooner": bool(refund and pays_back and what & GOODS and _days_to_do(terms) > refund.number),
        "deceived": bool(about & DECEIT),
        "unsafe_food": bool(about & HARMFUL and FOOD.intersection(categories or terms.categories)),
        "prepaid_back": bool(PREPAID.intersection(natures or terms.natures)) and not pays_back,
    }
    return tuple(more for code, more in beyond.by_code().items() if holds.get(code))


def _days_to_do(terms: Terms) -> int:
    return terms.perform_number if terms.perform_unit == DAYS else 0
