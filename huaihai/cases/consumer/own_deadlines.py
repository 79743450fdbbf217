"""The consumer's own deadlines: days by which they must act themselves, whatever the body does.

Each is worked out with the law room from what the consumer told us, and says so.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from huaihai.cases.models import Agreement, Case
from huaihai.kit import local_words, spoken
from huaihai.kit.clock import ZONE
from huaihai.law import deadlines, limits
from huaihai.law.calendar import Calendar
from huaihai.law.errors import CalendarNotHeld
from huaihai.law.limits import Limit
from huaihai.record import clocks

DURABLE = frozenset({"G01", "G05", "G06", "S11"})  # 消费者权益保护法 23: durable goods, and decoration
FAULT = frozenset({"N01", "N09"})


@dataclass(frozen=True)
class OwnDeadline:
    """One day that matters to the consumer: `text` says what for, from which day it counts and why."""

    title: str | Promise
    due_on: date
    text: str
    article: str
    is_over: bool
    is_provisional: bool


def of(case: Case, *, today: date, agreement: Agreement | None = None) -> list[OwnDeadline]:
    """All that stand for this case, the nearest first; those long over are left out."""
    days = clocks.calendar()
    found = [*_returns(case, today, days), *_proof(case, today, days), *_court(agreement, today, days)]
    found += _limitation(case, today, days)
    return sorted((one for one in found if not one.is_over), key=lambda one: one.due_on)


def before_filing(case: Case, *, today: date) -> list[OwnDeadline]:
    """What the remedies page tells: the right to return, and who has to prove."""
    days = clocks.calendar()
    return [one for one in (*_returns(case, today, days), *_proof(case, today, days)) if not one.is_over]


def _returns(case: Case, today: date, days: Calendar) -> Iterator[OwnDeadline]:
    if case.received_goods_on is None or case.category.startswith("S"):
        return
    if case.bought and case.bought != Case.Bought.OFFLINE:
        text = _(
            "Bought online, most goods can be returned without a reason within 7 days. You received it on %(start)s, "
            "so tell the business by %(due)s. Not for made to order, fresh, downloaded goods and newspapers."
        )
        yield from _one(
            limits.RETURN_WITHOUT_REASON,
            case.received_goods_on,
            today,
            days,
            title=_("Return without a reason"),
            text=text,
        )
    elif case.nature in FAULT:
        text = _(
            "Goods of poor quality can be returned within 7 days where no other rule or agreement applies. You "
            "received it on %(start)s, so tell the business by %(due)s."
        )
        yield from _one(
            limits.RETURN_FOR_QUALITY,
            case.received_goods_on,
            today,
            days,
            title=_("Return for poor quality"),
            text=text,
        )


def _proof(case: Case, today: date, days: Calendar) -> Iterator[OwnDeadline]:
    start = case.received_goods_on or case.bought_on
    if start is None or case.category not in DURABLE:
        return
    text = _(
        "For durable goods and decoration: of a defect found within 6 months (from %(start)s to %(due)s) the "
        "business must prove that it is not to blame. Keep proof of the day on which you found it."
    )
    yield from _one(
        limits.BURDEN_OF_PROOF, start, today, days, title=_("The business has to prove"), text=text
    )


def _court(agreement: Agreement | None, today: date, days: Calendar) -> Iterator[OwnDeadline]:
    if agreement is None or agreement.kind != Agreement.Kind.MEDIATION:
        return
    text = _(
        "Both sides together can ask the court to confirm the mediation agreement of %(start)s, until %(due)s. "
        "Confirmed, it can be enforced. Ask the body first whether its agreements can be confirmed."
    )
    start = agreement.reached_at.astimezone(ZONE).date()
    yield from _one(limits.CONFIRM_IN_COURT, start, today, days, title=_("Court confirmation"), text=text)


def _limitation(case: Case, today: date, days: Calendar) -> Iterator[OwnDeadline]:
    if case.submitted_at is None:
        return
    text = _(
        "You can go to court within 3 years of the day on which you knew of the harm and who did it. Counted from "
        "%(start)s, the day you complained, it ends on %(due)s; if you knew earlier, it ends earlier."
    )
    start = case.submitted_at.astimezone(ZONE).date()
    yield from _one(limits.LIMITATION, start, today, days, title=_("Going to court"), text=text)


def _one(
    limit: Limit, start: date, today: date, days: Calendar, *, title: str | Promise, text: str | Promise
) -> Iterator[OwnDeadline]:
    try:
        found = deadlines.due(limit, start, calendar=days)
    except CalendarNotHeld:  # long ago: no calendar is held, and the day is over
        return
    shown = {"start": spoken.day(start, today=today), "due": spoken.day(found.due_on, today=today)}
    yield OwnDeadline(
        title, found.due_on, str(text) % shown, article(limit), found.due_on < today, found.provisional
    )


def article(limit: Limit) -> str:
    """The article of a limit."""
    return cited(limit.article)


def cited(article: str) -> str:
    """An article in the reader's script. Law texts are cited in Chinese in every language."""
    return gettext("Basis: %(article)s") % {"article": local_words.in_script(article)}
