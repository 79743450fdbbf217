"""Numbers of a chart in words: 43.2%, 12 dB, 38.1–48.4."""

from math import isfinite

from django.utils.translation import pgettext

from huaihai.desk.papers.document import Chart, Series

NOTHING = "–"
MOST_DIGITS = 2
LARGEST = 1e15  # beyond it a float no longer holds every whole number


def number(value: float | None, digits: int | None = None) -> str:
    """12.5 with `digits` after the point; without, as few as needed, two at most. A dash where there is none."""
    if value is None or not isfinite(value):
        return NOTHING
    said = f"{value:,.{MOST_DIGITS if digits is None else digits}f}"
    if digits is None and "." in said:
        said = said.rstrip("0").rstrip(".")
    return "0" if said == "-0" else said


def withheld() -> str:
    """How a number that is not published is written."""
    return pgettext("a number", "withheld")


def with_unit(value: float | None, unit: str, digits: int | None = None) -> str:
    """43.2%, 12.5 dB."""
    said = number(value, digits)
    if said == NOTHING or not unit:
        return said
    return f"{said}{unit}" if unit in ("%", "‰", "°") else f"{said} {unit}"


def at(values: tuple[float | None, ...], place: int) -> float | None:
    """The value at this place; None where the row is too short, or the number is none that can be drawn."""
    found = values[place] if place < len(values) else None
    return found if found is not None and isfinite(found) and abs(found) < LARGEST else None


def interval(series: Series, place: int) -> tuple[float, float] | None:
    """The ends of a value's interval."""
    low, high = at(series.low, place), at(series.high, place)
    return None if low is None or high is None else (low, high)


def span(series: Series, place: int, digits: int | None = None) -> str:
    """The interval of a value: 38.1–48.4; nothing where it has none."""
    if (ends := interval(series, place)) is None:
        return ""
    low, high = ends
    return f"{number(low, digits)}{'–' if low >= 0 else ' ~ '}{number(high, digits)}"


def in_words(chart: Chart, series: Series, place: int) -> str:
    """A value with its unit and its interval: 92.4% (90.1–94)."""
    words = with_unit(at(series.values, place), chart.unit, chart.digits)
    between = span(series, place, chart.digits)
    return f"{words} ({between})" if between else words
