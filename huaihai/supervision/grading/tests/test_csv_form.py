"""The table for spreadsheets: nothing in it runs, nothing in it becomes a day."""

import csv
import io
from typing import Any

from huaihai.supervision.grading import files
from huaihai.supervision.grading.tests import kettles


def table(file: dict[str, Any]) -> list[dict[str, str]]:
    text = files.text(file)
    assert text.startswith("\ufeffrow,product,")
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


def test_a_product_has_a_row_for_each_item_and_one_for_its_total() -> None:
    rows = table(kettles.file())
    assert [row["row"] for row in rows] == [*["item"] * 4, "total"] * 3
    boil, *_, total = [row for row in rows if row["product"] == "p02"]
    assert (boil["value"], boil["points"], boil["weight"]) == ("250.3333333333", "91.3888888889", "40")
    assert (total["total"], total["grade_by_total"], total["downgrades"], total["grade"]) == (
        "61.6",
        "C",
        "unsafe",
        "E",
    )


def test_a_text_that_would_run_as_a_formula_does_not() -> None:
    file = kettles.file()
    file["products"][0]["brand"] = '=HYPERLINK("http://example.com")'
    file["products"][0]["model"] = "＝1+1"
    file["products"][1]["brand"] = "@SUM(A1)"
    rows = table(file)
    assert rows[0]["brand"] == '\'=HYPERLINK("http://example.com")'
    assert rows[0]["model"] == "'＝1+1"
    assert rows[5]["brand"] == "'@SUM(A1)"


def test_a_number_below_zero_stays_a_number_and_a_batch_like_a_fraction_as_it_is_printed() -> None:
    file = kettles.file()
    file["results"][0]["items"][0]["value"] = "-1/8"
    file["results"][0]["items"][1]["value"] = "-0.5"
    file["products"][0]["batch"], file["products"][1]["batch"] = "5/6", "2026/0"
    rows = table(file)
    assert (rows[0]["value"], rows[1]["value"]) == ("-0.1250000000", "-0.5")
    assert {row["batch"] for row in rows} >= {"5/6", "2026/0"}


def test_a_product_without_a_grade_has_an_empty_total() -> None:
    total = table(kettles.file(kettles.PLAN | {"not_applicable": "no-grade"}))[-1]
    found = [total[name] for name in ("total", "grade", "rank", "no_grade")]
    assert found == ["", "", "", "not-applicable"]
