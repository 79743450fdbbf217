"""Charts and tiles: what is drawn, said and written in the table is the same."""

import re
from collections.abc import Iterator

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from huaihai import alliance
from huaihai.insight.statistics.charts import Chart, Curve, Kind, Series, for_report, table, words
from huaihai.insight.statistics.plane import plane
from huaihai.insight.statistics.tiles import Tiles, drawn_tiles

MONTHS = ("January", "February", "March", "April", "May", "June", "July")


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with translation.override("en"):
        yield


def lines(*values: float | None, withheld: frozenset[int] = frozenset()) -> Chart:
    return Chart(Kind.LINES, "Received", MONTHS, (Series("Received", values, withheld=withheld),))


def html(chart: Chart) -> str:
    return render_to_string("insight/statistics/chart.html", {"chart": chart})


def test_the_words_name_highest_lowest_and_last_or_all_of_few() -> None:
    said = words(lines(3, 9, 1, 4, 5, 6, 8))

    assert said == "Line chart over time: Received. highest February 9, lowest March 1, last July 8."
    chart = Chart(
        Kind.BARS, "Trades", ("Food", "Cars"), (Series("Received", (12.0, 3.0)),), unit="%", digits=1
    )

    assert words(chart) == "Bar chart: Trades. Food 12.0%, Cars 3.0%."


def test_a_withheld_number_is_said_shown_in_its_column_and_never_drawn() -> None:
    chart = Chart(
        Kind.BARS, "Trades", ("Food", "Cars"), (Series("Received", (12.0, None), withheld=frozenset({1})),)
    )

    assert words(chart).endswith("1 number is withheld.")
    assert table(chart).rows == (("Food", "12"), ("Cars", "withheld"))
    assert html(chart).count("withheld") >= 3
    first = Series("A", (1.0, 2.0), (0.5, 1.5), (1.5, 2.5))
    second = Series("B", (3.0, None), withheld=frozenset({1}))

    made = table(Chart(Kind.DOTS, "Both", ("x", "y"), (first, second)))

    assert made.rows[1][-1] == "withheld"
    assert made.rows[1][1] == "2"


def test_a_line_breaks_where_a_number_is_missing_and_a_report_gets_bars() -> None:
    drawn = plane(lines(1, 2, None, 4, 5, 6, 7, withheld=frozenset({2})))

    assert len(drawn.traces[0].strokes) == 4
    assert len(drawn.traces[0].points) == 6
    assert len(drawn.gaps) == 1
    made = for_report(lines(1, 2))

    assert made.shape == "bars"
    assert made.series[0].values == (1, 2)


def test_the_newest_label_is_always_below_a_line() -> None:
    labels = tuple(f"month {number}" for number in range(31))
    chart = Chart(Kind.LINES, "Long", labels, (Series("n", tuple(map(float, range(31)))),))

    below = plane(chart).below

    assert below[-1].words == "month 30"
    assert below[-1].size == ""
    assert len(below) <= 12
    assert len([mark for mark in below if not mark.size]) <= 6


def test_a_funnel_names_what_lies_outside_writes_sizes_and_no_names_on_each_other() -> None:
    chart = Chart(
        Kind.FUNNEL,
        "Confirmed",
        ("East", "West"),
        (Series("Confirmed", (40.0, 71.0)),),
        unit="%",
        sizes=(120.0, 80.0),
        size_name="Cases",
        curves=(Curve("95%", ((50, 64.0), (150, 58.0))),),
        middle=50.0,
        middle_name="All cities",
        flagged=frozenset({1}),
    )

    assert "Outside the limits: West." in words(chart)
    assert table(chart).head[1] == "Cases"
    assert table(chart).rows[0][1] == "120"
    assert {name.words for name in plane(chart).names} == {"East", "West"}
    chart = Chart(
        Kind.FUNNEL, "Same", ("East", "West"), (Series("n", (50.0, 50.0)),), sizes=(100.0, 101.0), middle=50.0
    )

    first, second = plane(chart).names

    assert (first.anchor, first.dy) != (second.anchor, second.dy)


@pytest.mark.parametrize("kind", list(Kind))
def test_every_kind_is_an_image_with_words_and_a_table_and_no_style(kind: Kind) -> None:
    series = (Series("A", (10.0, 20.0), (5.0, 15.0), (15.0, 25.0)), Series("B", (None, 3.0)))
    sizes = (5.0, 9.0) if kind is Kind.FUNNEL else ()
    page = html(Chart(kind, "Title", ("x", "y"), series, sizes=sizes, middle=12.0, middle_name="Middle"))

    assert re.search(r'role="img" aria-label="[^"]{20,}"', page)
    assert "<caption>" in page
    assert 'scope="row"' in page
    assert " style=" not in page


def test_a_chart_without_numbers_says_so_and_tiles_that_they_are_no_map() -> None:
    page = html(Chart(Kind.BARS, "Nothing", ("x",), (Series("A", (None,)),)))

    assert "There is no number to draw here." in page
    assert "<svg" not in page
    page = render_to_string("insight/statistics/tiles.html", {"tiles": tiles(1, 2, 3)})

    assert "A diagram, not a map" in page
    assert 'aria-label="Diagram of the cities, not a map: Rate.' in page
    assert " style=" not in page


def test_the_numbers_for_scripts_stand_beside_the_chart_where_the_library_is_installed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("huaihai.insight.statistics.drawing.library_url", lambda: "/static/library.js")
    assert '"kind": "lines"' in html(lines(1, 2))

    monkeypatch.setattr("huaihai.insight.statistics.drawing.library_url", lambda: "")
    assert "data-live" not in html(lines(1, 2))


def tiles(*values: float | None) -> Tiles:
    codes = alliance.load().city_codes
    return Tiles("Rate", dict(zip(codes, values, strict=False)), "Rate", digits=1)


def test_the_lowest_is_on_the_first_step_the_highest_on_the_last_and_every_city_has_its_place() -> None:
    drawn = drawn_tiles(tiles(10, 15, 20))

    assert [tile.step for tile in drawn.tiles[:4]] == [1, 3, 5, 0]
    assert [step for step, _range in drawn.legend] == [1, 2, 3, 4, 5]

    assert len({(tile.column, tile.row) for tile in drawn.tiles}) == len(drawn.tiles)
    assert len(drawn.table.rows) == len(alliance.load().cities)
    drawn = drawn_tiles(tiles(*[7.0] * len(alliance.load().cities)))

    assert {tile.step for tile in drawn.tiles} == {3}
    assert drawn.legend == ()
