"""Numbers of a release as a page writes them: in words, as floats for a drawing, outcomes as parts of a whole."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from huaihai.desk.drawing.hundred import Look, Part
from huaihai.desk.drawing.numbers import NOTHING, withheld
from huaihai.desk.measured import Mark, Measured
from huaihai.desk.papers.document import Chart, Series, Table
from huaihai.insight import definitions
from huaihai.insight.axes import Axis, Outcome
from huaihai.insight.statistics import keys
from huaihai.insight.statistics.deriving import WITHHELD, Number, Numbers, Spot, solved_parts


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


# What is still open is grey: it is neither good nor bad.
OUTCOME_TONES: Final = {
    Outcome.CONFIRMED: 1,
    Outcome.UNKNOWN: 2,
    Outcome.NOT_SOLVED: 3,
    Outcome.ELSEWHERE: 4,
    Outcome.WITHDRAWN: 5,
    Outcome.OPEN: 6,
}

type Named = tuple[str, Spot]


def are_published(numbers: Numbers, spot: Spot) -> bool:
    """Whether its outcomes are told, though some may be withheld."""
    return numbers.get(*spot, Outcome.CONFIRMED) is not None


def outcome_chart(
    numbers: Numbers, title: str, head: str, rows: Sequence[Named], counted: str
) -> Chart | None:
    """How many had each of the six outcomes, a bar for each of these whose outcomes are published; None without any."""
    shown = [(label, spot) for label, spot in rows if are_published(numbers, spot)]
    if not shown:
        return None
    return Chart(
        shape="stacked",
        caption=title,
        labels=tuple(label for label, _spot in shown),
        series=tuple(
            replace(
                series(str(name), outcome, numbers, [spot for _label, spot in shown], counted),
                tone=OUTCOME_TONES[outcome],
            )
            for outcome, name in keys.OUTCOMES.items()
        ),
        digits=0,
        label_head=head,
    )


def outcome_table(caption: str, numbers: Numbers, spot: Spot, counted: str) -> Table:
    """How many had each outcome; its share where they were ours to solve, so that one word has one share."""
    parts = solved_parts(numbers, spot)
    share = {outcome: "solved" if outcome == Outcome.CONFIRMED else f"solved.{outcome}" for outcome in parts}
    rows = [
        (
            str(name),
            marked(count(numbers.get(*spot, outcome)), outcome, spot, counted),
            marked(percent(parts[outcome]), share[outcome], spot, counted) if outcome in parts else "–",
        )
        for outcome, name in keys.OUTCOMES.items()
    ]
    head = (pgettext("column", "Outcome"), pgettext("column", "Complaints"), _("Of those ours to solve"))
    return Table(caption, head, tuple(rows), frozenset({1, 2}))


LOOKS: Final[dict[Outcome, Look]] = {
    Outcome.CONFIRMED: "full",
    Outcome.NOT_SOLVED: "ring",
    Outcome.UNKNOWN: "hatched",
    Outcome.OPEN: "small",
}


def hundred(numbers: Numbers, spot: Spot, counted: str) -> list[Part]:
    """What was ours to solve as a hundred dots; empty where one of the parts is not published."""
    found = {outcome: numbers.get(*spot, outcome) for outcome in LOOKS}
    return [
        Part(
            str(keys.OUTCOMES[outcome]), number, LOOKS[outcome], marked(count(number), outcome, spot, counted)
        )
        for outcome, number in found.items()
        if isinstance(number, int) and all(isinstance(one, int) for one in found.values())
    ]


def series(name: str, measure: str, numbers: Numbers, spots: Sequence[Spot], counted: str) -> Series:
    """One measure of these, drawn and marked."""
    values = [numbers.get(*spot, measure) for spot in spots]
    return Series(
        name,
        tuple(map(drawn, values)),
        withheld=frozenset(place for place, value in enumerate(values) if is_withheld(value)),
        marks=tuple(mark(measure, spot, counted) for spot in spots),
    )


def mark(measure: str, spot: Spot, counted: str) -> Mark:
    """What a number of a release or of the rollups is."""
    part = "" if spot.axis == Axis.ALL else f".{spot.axis}.{spot.key}"
    return Mark(f"{measure}{part}", spot.place, definitions.of_period(spot.period, counted))


def marked(words: str, measure: str, spot: Spot, counted: str) -> str:
    """The words of such a number; plain where there is none."""
    return words if words in ("", NOTHING, withheld()) else Measured(words, mark(measure, spot, counted))
