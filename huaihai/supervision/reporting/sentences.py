"""Sentences that reports have in common: shares with their doubt, places, changes, and what must be read with them."""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from huaihai.desk.papers.number_words import number, with_unit
from huaihai.kit import spoken
from huaihai.kit.intervals import wilson

SIMPLE = tuple(
    (n, d) for d in range(2, 11) for n in range(1, d) if (n, d) in {(1, d), (d - 1, d)} or d in (5, 10)
)
CLOSE = 0.025  # how far a plain fraction may lie from the share


def joined(names: Sequence[str]) -> str:
    """Names one after the other, as the language lists them."""
    return pgettext("between names in a list", ", ").join(names)


def percent(hits: int, of: int, digits: int = 0) -> str:
    """79%; never 0% or 100% of what is not none or all. Raises ZeroDivisionError where nothing was counted."""
    said = f"{100 * hits / of:.{digits}f}"
    last = 10.0**-digits
    if hits and float(said) == 0:
        return f"<{last:g}%"
    if hits < of and float(said) == 100:
        return f">{100 - last:g}%"
    return f"{said}%"


def share(hits: int, of: int) -> str:
    """19 of 24 (79%); a dash where nothing was counted."""
    if of < 1:
        return "–"
    return _("%(hits)d of %(of)d (%(percent)s)") % {"hits": hits, "of": of, "percent": percent(hits, of)}


def plainly(hits: int, of: int) -> str:
    """About 4 in 5: the share in small whole numbers, where one lies close; else its percentage."""
    if of < 1:
        return "–"
    if hits == 0:
        return _("none")
    if hits == of:
        return _("all")
    n, d = min(SIMPLE, key=lambda pair: (round(abs(pair[0] / pair[1] - hits / of), 9), pair[1]))
    if abs(n / d - hits / of) > CLOSE:
        return percent(hits, of)
    return _("about %(n)d in %(d)d") % {"n": n, "d": d}


def share_with_doubt(hits: int, of: int) -> str:
    """19 of 24 (79%). If everything had been looked at, it would probably be between 60% and 91% (95% interval)."""
    if of < 1:
        return _("nothing was counted")
    low, high = wilson(hits, of)
    return _(
        "%(share)s; had everything been looked at, it would probably lie between %(low)s and %(high)s (95%% interval)"
    ) % {"share": share(hits, of), "low": f"{100 * low:.0f}%", "high": f"{100 * high:.0f}%"}


def estimate(value: float, low: float, high: float, *, unit: str = "", digits: int | None = None) -> str:
    """79.9, probably between 78.1 and 81.7 (95% interval)."""
    return _("%(value)s, probably between %(low)s and %(high)s (95%% interval)") % {
        "value": with_unit(value, unit, digits),
        "low": with_unit(low, unit, digits),
        "high": with_unit(high, unit, digits),
    }


def change(before: float, after: float, low: float, high: float, *, unit: str = "", digits: int = 1) -> str:
    """How a number changed: `low` and `high` are the interval of the difference. One that holds 0 is no change."""
    facts = {
        "before": with_unit(before, unit, digits),
        "after": with_unit(after, unit, digits),
        "by": number(abs(after - before), digits),
    }
    if low <= 0 <= high:
        return _("from %(before)s to %(after)s; so small a difference may be chance") % facts
    if after > before:
        return _("from %(before)s to %(after)s, up by %(by)s") % facts
    return _("from %(before)s to %(after)s, down by %(by)s") % facts


def place(low: int, high: int) -> str:
    """Place 2, or places 2 to 5 where the reading error leaves it open."""
    if low == high:
        return _("place %(n)d") % {"n": low}
    return _("between place %(low)d and place %(high)d") % {"low": low, "high": high}


def days(first: date | None, last: date | None) -> str:
    """When it was collected: 2 November 2026 to 30 November 2026; empty where nobody knows."""
    known = [spoken.full_day(day) for day in (first, last) if day is not None]
    if len(known) == 2 and first != last:
        return _("%(first)s to %(last)s") % {"first": known[0], "last": known[1]}
    return known[0] if known else ""


def only_these_samples(count: int, first: date | None = None, last: date | None = None) -> str:
    """The caution of a comparative test."""
    said = ngettext(
        "The results hold for the %(n)d sample that was bought, not for other batches or products of the same brand.",
        "The results hold for the %(n)d samples that were bought, not for other batches or products of the same brand.",
        count,
    ) % {"n": count}
    return _joined_with_time(said, first, last) + _(
        " They are for consumers to inform themselves; nobody may advertise with them."
    )


def only_these_places(count: int, first: date | None = None, last: date | None = None) -> str:
    """The caution of visits and sweeps."""
    said = ngettext(
        "The results show what was seen at %(n)d place at that time, not how it is at other times or places.",
        "The results show what was seen at %(n)d places at that time, not how it is at other times or places.",
        count,
    ) % {"n": count}
    return _joined_with_time(said, first, last)


def only_these_answers(count: int, first: date | None = None, last: date | None = None) -> str:
    """The caution of a survey."""
    said = ngettext(
        "The results rest on %(n)d answer; behind each number stands how far it may be off.",
        "The results rest on %(n)d answers; behind each number stands how far it may be off.",
        count,
    ) % {"n": count}
    return _joined_with_time(said, first, last)


def _joined_with_time(said: str, first: date | None, last: date | None) -> str:
    when = days(first, last)
    return f"{said}{_(' Collected: %(days)s.') % {'days': when}}" if when else said
