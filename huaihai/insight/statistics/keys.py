"""The names of what is counted, in the reader's language: axes, keys, outcomes, places, periods."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Final

from huaihai import alliance
from huaihai.cases.models import Case
from huaihai.insight import axes
from huaihai.insight.axes import Axis, Outcome
from huaihai.kit import local_words
from huaihai.kit.country import pgettext, pgettext_lazy
from huaihai.law import kinds, remedies

OUTCOMES: Final = {
    Outcome.CONFIRMED: pgettext_lazy("outcome", "confirmed by the consumer"),
    Outcome.UNKNOWN: pgettext_lazy("outcome", "unknown"),
    Outcome.NOT_SOLVED: pgettext_lazy("outcome", "not solved"),
    Outcome.OPEN: pgettext_lazy("outcome", "not finished yet"),
    Outcome.WITHDRAWN: pgettext_lazy("outcome", "taken back"),
    Outcome.ELSEWHERE: pgettext_lazy("outcome", "not ours, passed on or joined"),
}  # in the order of pages
AXES: Final = {
    Axis.CATEGORY: pgettext_lazy("axis", "By trade"),
    Axis.NATURE: pgettext_lazy("axis", "By what went wrong"),
    Axis.REMEDY: pgettext_lazy("axis", "By what people asked for"),
    Axis.CHANNEL: pgettext_lazy("axis", "By how it came in"),
    Axis.AMOUNT: pgettext_lazy("axis", "By amount"),
    Axis.DAYS: pgettext_lazy("axis", "By how long it took"),
}
COLUMN: Final = {
    Axis.CATEGORY: pgettext_lazy("axis, column", "Trade"),
    Axis.NATURE: pgettext_lazy("axis, column", "What went wrong"),
    Axis.REMEDY: pgettext_lazy("axis, column", "Asked for"),
    Axis.CHANNEL: pgettext_lazy("axis, column", "Way in"),
    Axis.AMOUNT: pgettext_lazy("axis, column", "Amount"),
    Axis.DAYS: pgettext_lazy("axis, column", "Days"),
}
ORDERED: Final = frozenset({Axis.AMOUNT, Axis.DAYS})  # keys that keep their own order; others go by size


def keys(axis: Axis) -> Sequence[str]:
    """The keys of an axis in their own order, "not stated" last; those of `all` and `pair` are not listed."""
    found: dict[Axis, Sequence[str]] = {
        Axis.CATEGORY: [kind.code for kind in kinds.CATEGORIES],
        Axis.NATURE: [kind.code for kind in kinds.NATURES],
        Axis.REMEDY: [remedy.code for remedy in remedies.ALL],
        Axis.CHANNEL: list(Case.Origin.values),
        Axis.AMOUNT: axes.amount_keys(),
        Axis.DAYS: axes.days_keys(),
    }
    known = found.get(axis, ())
    return known if axis in ORDERED else (*known, axes.NOT_STATED)


def name(axis: str, key: str) -> str:
    """The name of a key of an axis."""
    if key == axes.NOT_STATED:
        return pgettext("key", "not stated")
    if key == axes.WHOLE:
        return pgettext("key", "all complaints")
    if axis == Axis.PAIR:
        return " · ".join(_kind(code) for code in key.split(":"))
    told: dict[str, Callable[[str], str]] = {
        Axis.CATEGORY: _kind,
        Axis.NATURE: _kind,
        Axis.REMEDY: lambda code: local_words.said(remedies.BY_CODE[code]),
        Axis.CHANNEL: lambda code: str(Case.Origin(code).label),
        Axis.AMOUNT: _amount,
        Axis.DAYS: _days,
    }
    try:
        return told[axis](key)
    except (KeyError, ValueError):  # a key of a later or an earlier version
        return key


def _kind(code: str) -> str:
    return pgettext("key", "not stated") if code == axes.NOT_STATED else local_words.said(kinds.BY_CODE[code])


def _amount(key: str) -> str:
    if key == axes.LARGEST:
        return pgettext("amount", "%(least)s {currency} or more") % {
            "least": f"{int(key.removesuffix('+')):,}"
        }
    least, most = (f"{int(end):,}" for end in key.split("-"))
    if least == "0":
        return pgettext("amount", "below %(most)s {currency}") % {"most": most}
    return pgettext("amount", "%(least)s to below %(most)s {currency}") % {"least": least, "most": most}


def _days(key: str) -> str:
    if key == axes.OPEN:
        return pgettext("days", "not finished yet")
    if key == axes.LONGEST:
        return pgettext("days", "%(least)s days or more") % {"least": key.removesuffix("+")}
    least, most = key.split("-")
    return pgettext("days", "%(least)s to %(most)s days") % {"least": least, "most": most}


def measure(name: str) -> str:
    """What a cell counts."""
    told = {
        "received": pgettext("measure", "complaints received"),
        "recovered_fen": pgettext("measure", "money that consumers got back ({currency})"),
        "called": pgettext("measure", "called back"),
        "reached": pgettext("measure", "called back and answered"),
        "solved": pgettext("measure", "called back, answered, and solved"),
        "estimated": pgettext("measure", "unknown but solved, by estimate"),
        "estimated_low": pgettext("measure", "unknown but solved, by estimate: at least"),
        "estimated_high": pgettext("measure", "unknown but solved, by estimate: at most"),
        **{outcome.value: str(label) for outcome, label in OUTCOMES.items()},
    }
    return told.get(name, name)


def place(code: str) -> str:
    """The name of a city, a county or zone, or the whole."""
    if code == "all":
        return pgettext("place", "all cities")
    for city in alliance.load().cities:
        if city.code == code:
            return local_words.place(city.name)
        for county in city.counties:
            if county.code == code:
                return local_words.place(county.name)
    return code


def period(key: str) -> str:
    """2026 年 10 月, 2026 年第 3 季度, 2026 年."""
    year, _sep, rest = key.partition("-")
    if not rest:
        return pgettext("period", "%(year)s") % {"year": year}
    if rest.startswith("Q"):
        return pgettext("period", "quarter %(quarter)s of %(year)s") % {"quarter": rest[1:], "year": year}
    if local_words.is_foreign():
        return f"{date(int(year), int(rest), 1):%B} {year}"
    return pgettext("period", "%(year)s-%(month)s") % {"year": year, "month": int(rest)}


def short_period(key: str) -> str:
    """For a narrow axis: 10 月, with its year in January; 2026; a quarter always with its year."""
    year, _sep, rest = key.partition("-")
    if not rest:
        return year
    if rest.startswith("Q"):
        return pgettext("period, short", "Q%(quarter)s %(year)s") % {"quarter": rest[1:], "year": year[2:]}
    if local_words.is_foreign():
        return f"{date(int(year), int(rest), 1):%b}" + (f" {year}" if rest == "01" else "")
    words = pgettext("period, short", "%(month)s") % {"month": int(rest)}
    return (
        pgettext("period, short", "%(year)s %(month)s") % {"year": year[2:], "month": words}
        if rest == "01"
        else words
    )
