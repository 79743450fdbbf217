"""Numbers of a release as a page writes them: in words, and as floats for a drawing."""

from django.utils.translation import pgettext

from huaihai.desk.papers.number_words import NOTHING
from huaihai.insight.statistics import keys
from huaihai.insight.statistics.drawing.tables import withheld
from huaihai.insight.statistics.numbers import WITHHELD, Number


def count(number: Number) -> str:
    """1,204; "withheld"; a dash where there is none."""
    if number is WITHHELD:
        return withheld()
    return f"{number:,}" if isinstance(number, int) else NOTHING


def percent(value: str | None) -> str:
    """43.2%; a dash without one."""
    return f"{value}%" if value else NOTHING


def plain(value: str | None) -> str:
    """A rate; a dash without one."""
    return value or NOTHING


def change(value: str | None) -> str:
    """+4.1%, -2.0%; a dash without one."""
    if not value:
        return NOTHING
    return f"{value}%" if value.startswith("-") or value == "0.0" else f"+{value}%"


def drawn(number: Number | str) -> float | None:
    """For a drawing; None where there is nothing to draw."""
    return float(number) if isinstance(number, int | str) and number != "" else None


def is_withheld(number: Number) -> bool:
    """Whether it is not published."""
    return number is WITHHELD


def since(period: str, name: str) -> str:
    """A title with its period: "Complaints received · quarter 3 of 2026"."""
    return pgettext("a title and its period", "%(name)s · %(period)s") % {
        "name": name,
        "period": keys.period(period),
    }
