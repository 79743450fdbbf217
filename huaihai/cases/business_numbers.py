"""The numbers about a business in words, beside those of its trade, which are kept month by month.

`huaihai record fall-due` does it every night and `huaihai cases rebuild` on demand; a count
from nothing comes out the same.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from typing import NamedTuple
from uuid import UUID

from django.db import transaction
from django.db.models import Max, Min
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from huaihai.businesses.profile.numbers import Number, Numbers
from huaihai.cases import business_figures, life
from huaihai.cases.business_figures import Counts
from huaihai.cases.models import Case, TradeMonth
from huaihai.cases.periods import Period
from huaihai.desk.measured import By, Definition, Mark, Measured, span
from huaihai.governance import rules
from huaihai.kit import local_words
from huaihai.kit.clock import local_day, local_moment
from huaihai.kit.intervals import median_of, wilson
from huaihai.law import kinds
from huaihai.record.models import Event

Act = Callable[[], object]
LOOK_BACK = timedelta(days=14)  # so long the clock of the node that wrote an event may have been wrong
TOGETHER = 500


def of_trade(category: str, period: Period) -> Counts:
    """What became of all cases of this trade that were received in the months of this period, in one query."""
    rows = TradeMonth.objects.filter(
        category=category, month__gte=period.since.replace(day=1), month__lte=period.until
    )
    return business_figures.total(Counts.from_json(row.counts) for row in rows)


def due_acts(at: datetime) -> Iterator[Act]:
    """One act if something has changed since the last count, at most once a day."""
    last = last_counted()
    if (last is None or local_day(last) < local_day(at)) and changed_since(last):
        yield partial(recount_changed, at=at)


def last_counted() -> datetime | None:
    """The moment of the last count that came to its end; of the month it was at, if even the first did not."""
    last: datetime | None = TradeMonth.objects.aggregate(last=Max("counted_at"))["last"]
    return last


def recount_changed(*, at: datetime) -> int:
    """Count each month anew in which something has changed since the last count; returns how many there were. Only the
    last of them moves the moment: after a count that breaks off all are counted again."""
    last = last_counted()
    months = sorted(changed_since(last))
    for month in months[:-1]:
        recount(month, at=last or local_moment(month))
    for month in months[-1:]:
        recount(month, at=at)
    return len(months)


def changed_since(moment: datetime | None) -> set[date]:
    """The months of receipt, as first days, of the cases to which something has happened since; all without one."""
    if moment is None:
        return _months(every_received())
    told = Event.objects.filter(verb__in=life.VERBS, at__gte=moment - LOOK_BACK)
    subjects = sorted(set(told.values_list("subject", flat=True)))
    keys = [UUID(one.removeprefix("case:")) for one in subjects if one.startswith("case:")]
    found: set[date] = set()
    for start in range(0, len(keys), TOGETHER):
        received = Case.objects.filter(pk__in=keys[start : start + TOGETHER]).exclude(submitted_at=None)
        found |= {_month_of(at) for at in received.values_list("submitted_at", flat=True) if at}
    return found


def recount(month: date, *, at: datetime) -> None:
    """Count the cases received in this month (its first day) anew, trade by trade."""
    after = (month + timedelta(days=32)).replace(day=1)
    received = business_figures.received_in(
        business_figures.every_case(), Period(month, after - timedelta(days=1))
    )
    with transaction.atomic():
        found = business_figures.by_trade_month(received.exclude(category=""))
        rows = [
            TradeMonth(category=category, month=month, counts=counts.as_json(), counted_at=at)
            for (category, _month), counts in sorted(found.items())
        ]
        TradeMonth.objects.filter(month=month).exclude(category__in=[row.category for row in rows]).delete()
        TradeMonth.objects.bulk_create(
            rows,
            update_conflicts=True,
            unique_fields=["category", "month"],
            update_fields=["counts", "counted_at"],
        )


def recount_all(*, at: datetime) -> int:
    """Count every month anew; returns how many there were."""
    months = _months(every_received()) | set(TradeMonth.objects.values_list("month", flat=True))
    for month in sorted(months):
        recount(month, at=at)
    return len(months)


def every_received() -> tuple[date, date] | None:
    """The days on which the first and the last case were received."""
    ends = Case.objects.exclude(submitted_at=None).aggregate(
        first=Min("submitted_at"), last=Max("submitted_at")
    )
    if ends["first"] is None:
        return None
    return local_day(ends["first"]), local_day(ends["last"])


def _months(span: tuple[date, date] | None) -> set[date]:
    if span is None:
        return set()
    month, found = span[0].replace(day=1), set()
    while month <= span[1]:
        found.add(month)
        month = (month + timedelta(days=32)).replace(day=1)
    return found


def _month_of(at: datetime) -> date:
    return local_day(at).replace(day=1)


@dataclass(frozen=True)
class Share:
    """A share: how many of how many."""

    key: str
    label: Promise | str
    definition: Promise | str
    hits: Callable[[Counts], int]
    of: Callable[[Counts], int]


@dataclass(frozen=True)
class Middle:
    """A median of whole hours or days."""

    key: str
    label: Promise | str
    definition: Promise | str
    counted: Callable[[Counts], dict[int, int]]
    in_hours: bool = False


SHARES = (
    Share(
        "replied_in_time",
        gettext_lazy("First reply in time"),
        gettext_lazy("The first answer came within the time for it, counted from the proven service."),
        lambda counts: counts.replied_in_time,
        lambda counts: counts.asked,
    ),
    Share(
        "agreed",
        gettext_lazy("Both sides agreed"),
        gettext_lazy("Both sides agreed, among themselves or with the association's help."),
        lambda counts: counts.settled,
        lambda counts: counts.cases,
    ),
    Share(
        "kept",
        gettext_lazy("Promises kept"),
        gettext_lazy(
            "Confirmed by the consumer, out of those that were confirmed, not done, paid by a fund instead, or never "
            "found out. What only the business says is left out."
        ),
        lambda counts: counts.kept,
        lambda counts: counts.decided,
    ),
)
MIDDLES = (
    Middle(
        "first_reply",
        gettext_lazy("Time to the first reply"),
        gettext_lazy("Half of the replies came sooner, half later. Without those that never came."),
        lambda counts: counts.reply_hours,
        in_hours=True,
    ),
    Middle(
        "days_to_agree",
        gettext_lazy("Time to the agreement"),
        gettext_lazy("From the proven service to the agreement; half were quicker, half slower."),
        lambda counts: counts.settle_days,
    ),
)


DEFINITIONS = tuple(
    Definition(
        f"business.{one.key}",
        one.label,
        one.definition,
        gettext_lazy("Complaints that the body did not admit and that were not settled either."),
        gettext_lazy("The files of this platform; of one business, and of all of its trade."),
    )
    for one in (*SHARES, *MIDDLES)
)


def told(business_ids: frozenset[UUID], *, today: date) -> Numbers:
    """The numbers of these businesses, and of the trade that most of their cases belong to."""
    own = business_figures.of_business(business_ids, business_figures.looking_back(today))
    return in_words(own, business_ids, today=today)


def in_words(own: Counts, business_ids: frozenset[UUID], *, today: date, is_own: bool = False) -> Numbers:
    """The same, of what was counted already. A business reads its own numbers however few they are (`is_own`)."""
    period, fewest = business_figures.looking_back(today), rules.number(rules.SMALLEST_SAMPLE, on=today)
    least = Least(1 if is_own else fewest, fewest)
    if own.cases < least.own:
        return Numbers(period.since, period.until, fewest)
    category = next(business_figures.trades_of(business_ids, period), "")
    trade = of_trade(category, period) if category else Counts()
    named = local_words.said(kinds.BY_CODE[category]) if category in kinds.BY_CODE else ""
    whose = Whose(business_ids, category, period)
    shown = [*_shares(own, trade, least, whose), *_middles(own, trade, least, whose), _promises(own)]
    return Numbers(
        period.since,
        period.until,
        fewest,
        named,
        [one for one in shown if one is not None],
        cases=own.cases if is_own else None,
    )


class Least(NamedTuple):
    """From how many cases on a number is shown: of the business itself, and of all of its trade."""

    own: int
    trade: int


@dataclass(frozen=True)
class Whose:
    """The businesses and the trade that stands beside them, over some months."""

    business_ids: frozenset[UUID]
    category: str
    period: Period

    def own(self, words: str, key: str) -> str:
        """A number of the businesses."""
        return self._marked(words, key, f"business:{min(self.business_ids)}/{len(self.business_ids)}")

    def trade(self, words: str, key: str) -> str:
        """The same of the trade."""
        return self._marked(words, key, f"trade:{self.category}")

    def _marked(self, words: str, key: str, place: str) -> str:
        period = self.period
        at = span(By.RECEIVED, period.since, period.until, period.until.isoformat())
        return Measured(words, Mark(f"business.{key}", place, at))


def _shares(own: Counts, trade: Counts, least: Least, whose: Whose) -> list[Number | None]:
    return [_share(one, own, trade, least, whose) for one in SHARES]


def _share(one: Share, own: Counts, trade: Counts, least: Least, whose: Whose) -> Number | None:
    of = one.of(own)
    if of < least.own:
        return None
    low, high = wilson(one.hits(own), of)
    has_trade = one.of(trade) >= least.trade
    return Number(
        label=str(one.label),
        value=whose.own(percent(one.hits(own) / of), one.key),
        of=_("%(n)s of %(of)s") % {"n": one.hits(own), "of": of},
        between=_("between %(low)s and %(high)s") % {"low": percent(low), "high": percent(high)},
        definition=str(one.definition),
        trade=whose.trade(percent(one.hits(trade) / one.of(trade)), one.key) if has_trade else "",
        trade_of=_("out of %(of)s") % {"of": one.of(trade)} if has_trade else "",
    )


def _middles(own: Counts, trade: Counts, least: Least, whose: Whose) -> list[Number | None]:
    return [_middle(one, own, trade, least, whose) for one in MIDDLES]


def _middle(one: Middle, own: Counts, trade: Counts, least: Least, whose: Whose) -> Number | None:
    counted, theirs = one.counted(own), one.counted(trade)
    of, of_trade = sum(counted.values()), sum(theirs.values())
    middle, middle_of_trade = median_of(counted), median_of(theirs)
    if middle is None or of < least.own:
        return None
    has_trade = middle_of_trade is not None and of_trade >= least.trade
    return Number(
        label=str(one.label),
        value=whose.own(_duration(middle, in_hours=one.in_hours), one.key),
        of=_("out of %(of)s") % {"of": of},
        definition=str(one.definition),
        trade=whose.trade(_duration(middle_of_trade, in_hours=one.in_hours), one.key)
        if has_trade and middle_of_trade is not None
        else "",
        trade_of=_("out of %(of)s") % {"of": of_trade} if has_trade else "",
    )


def _promises(own: Counts) -> Number | None:
    if not own.promises:
        return None
    parts = {
        _("confirmed by consumers"): own.kept,
        _("paid by a fund instead"): own.paid_by_fund,
        _("claimed by the business"): own.claimed,
        _("not done"): own.broken,
        _("not known"): own.unknown,
        _("not due or not answered yet"): own.waiting,
    }
    return Number(
        label=_("Promises, one by one"),
        value=str(own.promises),
        of=" · ".join(f"{words} {n}" for words, n in parts.items() if n),
        definition=_("Each dated duty of an agreement; the kinds are never added together."),
        trade="–",
    )


def percent(share: float) -> str:
    """A share in whole hundredths."""
    return f"{share * 100:.0f} %"


def _duration(middle: float, *, in_hours: bool) -> str:
    shown = f"{middle:g}"
    if in_hours:
        return ngettext("%(n)s hour", "%(n)s hours", 1 if middle == 1 else 2) % {"n": shown}
    return ngettext("%(n)s day", "%(n)s days", 1 if middle == 1 else 2) % {"n": shown}
