"""What became of complaints, as parts of a whole: for quarters, cities, or keys of an axis."""

from collections.abc import Sequence

from huaihai.insight.outcomes import Outcome
from huaihai.insight.statistics import keys
from huaihai.insight.statistics.charts import Chart, Kind, Series
from huaihai.insight.statistics.deriving import Spot
from huaihai.insight.statistics.numbers import Numbers
from huaihai.insight.statistics.pages import writing
from huaihai.insight.statistics.source import told

type Named = tuple[str, Spot]


def are_published(numbers: Numbers, spot: Spot) -> bool:
    """Whether its outcomes are told, though some may be withheld."""
    return numbers.get(*spot, Outcome.CONFIRMED) is not None


def outcome_chart(numbers: Numbers, title: str, head: str, rows: Sequence[Named]) -> Chart | None:
    """The shares of the six outcomes, a bar for each of these whose outcomes are published; None without any."""
    shown = [(label, spot) for label, spot in rows if are_published(numbers, spot)]
    if not shown:
        return None
    figures = [told(numbers, spot).figures for _label, spot in shown]
    series = []
    for outcome, name in keys.OUTCOMES.items():
        hidden = (writing.is_withheld(numbers.get(*spot, outcome)) for _label, spot in shown)
        series.append(
            Series(
                str(name),
                tuple(writing.drawn(of.get(f"share_{outcome}", "")) for of in figures),
                withheld=frozenset(place for place, is_hidden in enumerate(hidden) if is_hidden),
            )
        )
    return Chart(
        kind=Kind.STACKED,
        title=title,
        labels=tuple(label for label, _spot in shown),
        series=tuple(series),
        unit="%",
        digits=1,
        label_head=head,
    )
