"""The numbers about a business in words, beside those of its trade: value, out of how many, how sure, what it means."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from huaihai.businesses.profile.pages import Number, Numbers
from huaihai.cases import business_figures, trade_months
from huaihai.cases.business_figures import Counts
from huaihai.governance import rules
from huaihai.kit import local_words
from huaihai.kit.intervals import median_of, wilson
from huaihai.law import kinds


@dataclass(frozen=True)
class Share:
    """A share: how many of how many."""

    label: Promise | str
    definition: Promise | str
    hits: Callable[[Counts], int]
    of: Callable[[Counts], int]


@dataclass(frozen=True)
class Middle:
    """A median of whole hours or days."""

    label: Promise | str
    definition: Promise | str
    counted: Callable[[Counts], dict[int, int]]
    in_hours: bool = False


SHARES = (
    Share(
        gettext_lazy("First reply in time"),
        gettext_lazy("The first answer came within the time for it, counted from the proven service."),
        lambda counts: counts.replied_in_time,
        lambda counts: counts.asked,
    ),
    Share(
        gettext_lazy("Both sides agreed"),
        gettext_lazy("Both sides agreed, among themselves or with the association's help."),
        lambda counts: counts.settled,
        lambda counts: counts.cases,
    ),
    Share(
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
        gettext_lazy("Time to the first reply"),
        gettext_lazy("Half of the replies came sooner, half later. Without those that never came."),
        lambda counts: counts.reply_hours,
        in_hours=True,
    ),
    Middle(
        gettext_lazy("Time to the agreement"),
        gettext_lazy("From the proven service to the agreement; half were quicker, half slower."),
        lambda counts: counts.settle_days,
    ),
)


def told(business_ids: frozenset[UUID], *, today: date) -> Numbers:
    """The numbers of these businesses, and of the trade that most of their cases belong to."""
    own = business_figures.of_business(business_ids, business_figures.looking_back(today))
    return in_words(own, business_ids, today=today)


def in_words(own: Counts, business_ids: frozenset[UUID], *, today: date) -> Numbers:
    """The same, of what was counted already."""
    period, least = business_figures.looking_back(today), rules.number(rules.SMALLEST_SAMPLE, on=today)
    if own.cases < least:
        return Numbers(period.since, period.until, least)
    category = next(business_figures.trades_of(business_ids, period), "")
    trade = trade_months.of_trade(category, period) if category else Counts()
    named = local_words.said(kinds.BY_CODE[category]) if category in kinds.BY_CODE else ""
    shown = [*_shares(own, trade, least), *_middles(own, trade, least), _promises(own)]
    return Numbers(period.since, period.until, least, named, [one for one in shown if one is not None])


def _shares(own: Counts, trade: Counts, least: int) -> list[Number | None]:
    return [_share(one, own, trade, least) for one in SHARES]


def _share(one: Share, own: Counts, trade: Counts, least: int) -> Number | None:
    of = one.of(own)
    if of < least:
        return None
    low, high = wilson(one.hits(own), of)
    has_trade = one.of(trade) >= least
    return Number(
        label=str(one.label),
        value=percent(one.hits(own) / of),
        of=_("%(n)s of %(of)s") % {"n": one.hits(own), "of": of},
        between=_("between %(low)s and %(high)s") % {"low": percent(low), "high": percent(high)},
        definition=str(one.definition),
        trade=percent(one.hits(trade) / one.of(trade)) if has_trade else "",
        trade_of=_("out of %(of)s") % {"of": one.of(trade)} if has_trade else "",
    )


def _middles(own: Counts, trade: Counts, least: int) -> list[Number | None]:
    return [_middle(one, own, trade, least) for one in MIDDLES]


def _middle(one: Middle, own: Counts, trade: Counts, least: int) -> Number | None:
    counted, theirs = one.counted(own), one.counted(trade)
    of, of_trade = sum(counted.values()), sum(theirs.values())
    middle, middle_of_trade = median_of(counted), median_of(theirs)
    if middle is None or of < least:
        return None
    has_trade = middle_of_trade is not None and of_trade >= least
    return Number(
        label=str(one.label),
        value=_duration(middle, in_hours=one.in_hours),
        of=_("out of %(of)s") % {"of": of},
        definition=str(one.definition),
        trade=_duration(middle_of_trade, in_hours=one.in_hours)
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
