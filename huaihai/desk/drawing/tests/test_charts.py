"""Charts: what is drawn, said and written in the table is the same."""

import re
from collections.abc import Iterator
from typing import get_args

import pytest
from django.template import Context, Template
from django.utils import translation

from huaihai.desk.drawing import live
from huaihai.desk.drawing.plane import plane
from huaihai.desk.drawing.rows import drawing
from huaihai.desk.drawing.words import described, table_of
from huaihai.desk.papers.document import Chart, Curve, Series, Shape

MONTHS = ("January", "February", "March", "April", "May", "June", "July")


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with translation.override("en"):
        yield


def lines(*values: float | None, withheld: frozenset[int] = frozenset()) -> Chart:
    return Chart("Received", MONTHS, (Series("Received", values, withheld=withheld),), "lines")


def html(chart: Chart) -> str:
    return Template("{% load papers %}{% chart chart is_live=True %}").render(Context({"chart": chart}))


def test_the_words_name_highest_lowest_and_last() -> None:
    said = described(lines(3, 9, 1, 4, 5, 6, 8))

    assert said == "Line chart over time: Received. highest February 9, lowest March 1, last July 8."


def test_few_values_are_all_said() -> None:
    chart = Chart("Trades", ("Food", "Cars"), (Series("Received", (12.0, 3.0)),), unit="%", digits=1)

    assert described(chart) == "Bar chart: Trades. Food 12.0%, Cars 3.0%."


def test_a_withheld_number_is_said_shown_and_never_drawn() -> None:
    chart = Chart("Trades", ("Food", "Cars"), (Series("Received", (12.0, None), withheld=frozenset({1})),))

    assert described(chart).endswith("1 number is withheld.")
    assert table_of(chart).rows == (("Food", "12"), ("Cars", "withheld"))
    assert html(chart).count("withheld") >= 3


def test_a_line_breaks_where_a_number_is_missing() -> None:
    drawn = plane(lines(1, 2, None, 4, 5, 6, 7, withheld=frozenset({2})))

    assert len(drawn.traces[0].strokes) == 4
    assert len(drawn.traces[0].points) == 6
    assert len(drawn.gaps) == 1


def test_the_newest_label_is_always_below_a_line() -> None:
    labels = tuple(f"month {number}" for number in range(31))
    chart = Chart("Long", labels, (Series("n", tuple(map(float, range(31)))),), "lines")

    below = plane(chart).below

    assert below[-1].words == "month 30"
    assert below[-1].size == ""
    assert len(below) <= 12
    assert len([mark for mark in below if not mark.size]) <= 6


def test_withheld_stands_in_the_right_column_after_intervals() -> None:
    first = Series("A", (1.0, 2.0), (0.5, 1.5), (1.5, 2.5))
    second = Series("B", (3.0, None), withheld=frozenset({1}))

    made = table_of(Chart("Both", ("x", "y"), (first, second), "dots"))

    assert made.rows[1][-1] == "withheld"
    assert made.rows[1][1] == "2"


def test_a_funnel_names_what_lies_outside_and_writes_sizes() -> None:
    chart = Chart(
        "Confirmed",
        ("East", "West"),
        (Series("Confirmed", (40.0, 71.0)),),
        "funnel",
        unit="%",
        sizes=(120.0, 80.0),
        size_name="Cases",
        curves=(Curve("95%", ((50, 64.0), (150, 58.0))),),
        middle=50.0,
        middle_name="All cities",
        flagged=frozenset({1}),
    )

    assert "Outside the limits: West." in described(chart)
    assert table_of(chart).head[1] == "Cases"
    assert table_of(chart).rows[0][1] == "120"
    assert {name.words for name in plane(chart).names} == {"East", "West"}


def test_names_in_a_funnel_do_not_lie_on_each_other() -> None:
    chart = Chart(
        "Same", ("East", "West"), (Series("n", (50.0, 50.0)),), "funnel", sizes=(100.0, 101.0), middle=50.0
    )

    first, second = plane(chart).names

    assert (first.anchor, first.dy) != (second.anchor, second.dy)


@pytest.mark.parametrize("shape", [shape for shape in get_args(Shape.__value__) if shape != "tiles"])
def test_every_shape_is_an_image_with_words_and_a_table_and_no_style(shape: Shape) -> None:
    series = (Series("A", (10.0, 20.0), (5.0, 15.0), (15.0, 25.0)), Series("B", (None, 3.0)))
    sizes = (5.0, 9.0) if shape == "funnel" else ()
    page = html(Chart("Title", ("x", "y"), series, shape, sizes=sizes, middle=12.0, middle_name="Middle"))

    assert re.search(r'role="img" aria-label="[^"]{20,}"', page)
    assert "<caption>" in page
    assert 'scope="row"' in page
    assert " style=" not in page


def test_a_chart_without_numbers_says_so() -> None:
    page = html(Chart("Nothing", ("x",), (Series("A", (None,)),)))

    assert "There is no number to draw here." in page
    assert "<svg" not in page


def test_paper_gets_lines_as_bars() -> None:
    drawn = drawing(lines(1, 2, None, withheld=frozenset({2})))

    assert drawn.shape == "bars"
    assert [row.lines[0].words for row in drawn.rows[:3]] == ["1", "2", "withheld"]


def test_the_numbers_for_scripts_stand_beside_the_chart_where_the_library_is_installed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(live, "library_url", lambda: "/static/library.js")
    assert '"kind": "lines"' in html(lines(1, 2))

    monkeypatch.setattr(live, "library_url", lambda: "")
    assert "data-live" not in html(lines(1, 2))
