"""Numbers of a release as a page writes them: in words, as floats for a drawing, outcomes as parts of a whole."""

from collections.abc import Sequence

from django.utils.translation import pgettext

from huaihai.desk.drawing.numbers import NOTHING, withheld
from huaihai.desk.papers.document import Chart, Series
from huaihai.insight.axes import Outcome
from huaihai.insight.statistics import keys
from huaihai.insight.statistics.deriving import WITHHELD, Number, Numbers, Spot
from huaihai.insight.statistics.facts import published


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


type Named = tuple[str, Spot]


def are_published(numbers: Numbers, spot: Spot) -> bool:
    """Whether its outcomes are told, though some may be withheld."""
    return numbers.get(*spot, Outcome.CONFIRMED) is not None


def outcome_chart(numbers: Numbers, title: str, head: str, rows: Sequence[Named]) -> Chart | None:
    """The shares of the six outcomes, a bar for each of these whose outcomes are published; None without any."""
    shown = [(label, spot) for label, spot in rows if are_published(numbers, spot)]
    if not shown:
        return None
    figures = [published(numbers, spot).figures for _label, spot in shown]
    series = []
    for outcome, name in keys.OUTCOMES.items():
        hidden = (is_withheld(numbers.get(*spot, outcome)) for _label, spot in shown)
        series.append(
            Series(
                str(name),
                tuple(drawn(of.get(f"share_{outcome}", "")) for of in figures),
                withheld=frozenset(place for place, is_hidden in enumerate(hidden) if is_hidden),
            )
        )
    return Chart(
        shape="stacked",
        caption=title,
        labels=tuple(label for label, _spot in shown),
        series=tuple(series),
        unit="%",
        digits=1,
        label_head=head,
    )
