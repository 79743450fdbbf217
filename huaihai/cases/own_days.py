"""The days by which a party must act itself, whatever the association does: returning goods, proof, the court.

Each is worked out with the law room from what the consumer told us, and says so. Before each goes a reminder.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from huaihai.cases import life
from huaihai.cases.models import Agreement, Case
from huaihai.kit import local_words, spoken
from huaihai.kit.clock import local_day
from huaihai.law import deadlines, kinds, limits
from huaihai.law.calendar import Calendar
from huaihai.law.errors import CalendarNotHeld
from huaihai.law.limit import Limit
from huaihai.record import clocks

FAULT = kinds.with_role("fault")
RETURN, QUALITY, PROOF, COURT, LIMITATION = "return", "quality", "proof", "court", "limitation"
REMIND = {  # so long before, at least
    RETURN: timedelta(days=1),
    QUALITY: timedelta(days=1),
    PROOF: timedelta(days=7),
    COURT: timedelta(days=7),
    LIMITATION: timedelta(days=30),
}
ONE_WEEK = timedelta(days=7)
AGREED = ("fulfilling", "breached")
GOES_ON = ("declined", "terminated", "referred")  # ended here, and the way to court is open
BY_THEN: dict[str, Promise | str] = {  # in the big clock
    RETURN: _(
        "Press “return” in the shop's app by then, today if you can: its button ends by its own counter. By law you "
        "can tell the business until %(due)s."
    ),
    QUALITY: _(
        "Tell the business in writing by then that you return the goods. After that it is repair or exchange."
    ),
    PROOF: _("Another defect? Tell the business by then: after that you have to prove that it is to blame."),
    COURT: _("Both sides together can ask the court by then to confirm the agreement. After that no more."),
    LIMITATION: _("Go to court by then, if you want to: after that the business may refuse for lateness."),
}


@dataclass(frozen=True)
class OwnDeadline:
    """One day that matters to a party: `text` says what for, from which day it counts and why. `act_on` is the day by
    which it is safe to have acted: an app's own button does not wait for a working day."""

    name: str
    title: str | Promise
    due_on: date
    text: str
    article: str
    is_over: bool
    is_provisional: bool
    act_on: date

    @property
    def near_from(self) -> date:
        """The day of the reminder."""
        return self.act_on - REMIND[self.name]

    def shown_on(self, today: date) -> date:
        """The day that counts today."""
        return self.act_on if today <= self.act_on else self.due_on

    def in_clock(self, today: date) -> bool:
        """Whether it stands in the big clock: a return at once, the others when they are near."""
        return self.name in (RETURN, QUALITY) or today >= self.near_from

    def by_then(self, *, today: date) -> str:
        """What to do by then, and what happens if it passes."""
        return str(BY_THEN[self.name]) % {"due": spoken.day(self.due_on, today=today)}


def own_deadlines(
    case: Case, *, today: date, agreement: Agreement | None = None, court_is_asked: bool = False
) -> list[OwnDeadline]:
    """All that stand for this case, the nearest first; those long over are left out."""
    days = clocks.calendar()
    found = [*_returns(case, today, days), *_proof(case, today, days)]
    if not court_is_asked:
        found += _court(agreement, today, days)
    found += _limitation(case, today, days)
    return sorted((one for one in found if not one.is_over), key=lambda one: one.due_on)


def pressing(
    case: Case, *, today: date, agreement: Agreement | None = None, court_is_asked: bool = False
) -> list[OwnDeadline]:
    """Those that cost something as the case stands now: what is settled needs no return, what is done no court."""
    found = own_deadlines(case, today=today, agreement=agreement, court_is_asked=court_is_asked)
    return pressing_of(case, found, today=today)


def pressing_of(case: Case, found: Iterable[OwnDeadline], *, today: date) -> list[OwnDeadline]:
    """The same of those that were worked out."""
    return [one for one in found if _is_open(case, one.name) and one.in_clock(today)]


def may_press() -> Q:
    """The cases in which any of them can cost something, as `_is_open` has it."""
    return Q(stage__in={*life.OPEN, *GOES_ON, *AGREED}) | Q(result=Case.Result.UNFULFILLED)


def _is_open(case: Case, name: str) -> bool:
    unkept = case.result == Case.Result.UNFULFILLED
    if name == COURT:
        return case.stage in AGREED or unkept
    if name == LIMITATION:
        return case.stage in (*life.OPEN, *GOES_ON) or unkept
    return case.stage in life.OPEN and case.stage not in AGREED


def before_filing(case: Case, *, today: date) -> list[OwnDeadline]:
    """What the remedies page tells: the right to return, and who has to prove."""
    days = clocks.calendar()
    return [one for one in (*_returns(case, today, days), *_proof(case, today, days)) if not one.is_over]


def _returns(case: Case, today: date, days: Calendar) -> Iterator[OwnDeadline]:
    if case.received_goods_on is None or kinds.is_service(case.category):
        return
    if case.bought and case.bought != Case.Bought.OFFLINE:
        text = _(
            "Bought online, most goods can be returned without a reason within 7 days. You received it on %(start)s, "
            "so tell the business by %(due)s. The app's own button ends on %(app)s: press “return” there today. Not "
            "for made to order, fresh, downloaded goods and newspapers."
        )
        yield from _one(
            RETURN,
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
            QUALITY,
            limits.RETURN_FOR_QUALITY,
            case.received_goods_on,
            today,
            days,
            title=_("Return for poor quality"),
            text=text,
        )


def _proof(case: Case, today: date, days: Calendar) -> Iterator[OwnDeadline]:
    start = case.received_goods_on or case.bought_on
    kind = kinds.BY_CODE.get(case.category)
    if start is None or kind is None or not kind.proof:
        return
    text = _(
        "For durable goods and decoration: of a defect found within 6 months (from %(start)s to %(due)s) the "
        "business must prove that it is not to blame. Keep proof of the day on which you found it."
    )
    yield from _one(
        PROOF,
        limits.BURDEN_OF_PROOF,
        start,
        today,
        days,
        title=_("The business has to prove"),
        text=spoken.run_on((str(text), local_words.said(kind.proof))),
    )


def _court(agreement: Agreement | None, today: date, days: Calendar) -> Iterator[OwnDeadline]:
    if agreement is None or agreement.kind != Agreement.Kind.MEDIATION:
        return
    text = _(
        "Both sides together can ask the court to confirm the mediation agreement of %(start)s, until %(due)s. "
        "Confirmed, it can be enforced. Ask the body first whether its agreements can be confirmed."
    )
    start = local_day(agreement.reached_at)
    yield from _one(
        COURT, limits.CONFIRM_IN_COURT, start, today, days, title=_("Court confirmation"), text=text
    )


def _limitation(case: Case, today: date, days: Calendar) -> Iterator[OwnDeadline]:
    if case.submitted_at is None:
        return
    text = _(
        "You can go to court within 3 years of the day on which you knew of the harm and who did it. Counted from "
        "%(start)s, the day you complained, it ends on %(due)s; if you knew earlier, it ends earlier."
    )
    start = local_day(case.submitted_at)
    yield from _one(LIMITATION, limits.LIMITATION, start, today, days, title=_("Going to court"), text=text)


def _one(
    name: str,
    limit: Limit | None,
    start: date,
    today: date,
    days: Calendar,
    *,
    title: str | Promise,
    text: str | Promise,
) -> Iterator[OwnDeadline]:
    if limit is None:
        return
    try:
        found = deadlines.due(limit, start, calendar=days)
    except CalendarNotHeld:  # long ago: no calendar is held, and the day is over
        return
    act_on = min(start + ONE_WEEK, found.due_on) if name == RETURN else found.due_on
    days_named = {"start": start, "due": found.due_on, "app": act_on}
    shown = {word: spoken.day(day, today=today) for word, day in days_named.items()}
    yield OwnDeadline(
        name,
        title,
        found.due_on,
        str(text) % shown,
        article(limit),
        found.due_on < today,
        found.provisional,
        act_on,
    )


def article(limit: Limit) -> str:
    """The article of a limit."""
    return cited(limit.article)


def cited(article: str) -> str:
    """An article in the reader's script. Law texts are cited in Chinese in every language."""
    return gettext("Basis: %(article)s") % {"article": local_words.in_script(article)}
