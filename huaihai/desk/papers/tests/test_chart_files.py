"""One chart of a page as a picture and as cells: the same numbers, and nothing for what was not asked."""

import io
from urllib.parse import unquote

import pytest
from django.test import RequestFactory
from PIL import Image
from python_calamine import CalamineWorkbook

from huaihai.desk.papers import charts
from huaihai.desk.papers.document import Chart, Series

CHART = Chart(
    caption="收到/月", labels=("9 月", "10 月"), series=(Series("收到", (1204.0, 3.5)),), shape="lines"
)
EMPTY = Chart(caption="x", labels=("a",), series=(Series("x", (None,)),))


def asked(query: str) -> object:
    return charts.asked(RequestFactory().get(f"/{query}"), {"months": CHART, "none": EMPTY, "other": "words"})


@pytest.mark.parametrize(
    "query",
    [
        "",
        "?chart=months",
        "?as=png",
        "?chart=none&as=png",
        "?chart=other&as=xlsx",
        "?chart=months&as=exe",
        "?chart=%00&as=png",
    ],
)
def test_what_is_no_chart_leaves_the_page(query: str) -> None:
    assert asked(query) is None


def test_the_cells_are_those_of_the_table_and_counts_are_numbers() -> None:
    answer = asked("?chart=months&as=xlsx")
    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.content))  # type: ignore[attr-defined]
    assert book.get_sheet_by_index(0).to_python()[1:] == [["9 月", 1204.0], ["10 月", "3.5"]]
    assert unquote(answer["Content-Disposition"]).endswith("收到-月.xlsx")  # type: ignore[index]


def test_a_picture_says_what_it_is_and_where_it_is_from() -> None:
    request = RequestFactory().get("/statistics/?period=2026&chart=months&as=png")
    around = charts._around(request, CHART)
    assert around["head"] == "收到/月"
    assert "http://testserver/statistics/?period=2026" in around["foot"]
    assert "chart=" not in around["foot"]


def test_the_picture_is_a_picture() -> None:
    answer = asked("?chart=months&as=png")
    assert Image.open(io.BytesIO(answer.content)).format == "PNG"  # type: ignore[attr-defined]
