"""A survey of the size of 2022: 576 appliances. How quick it is, is measured by `python -m benchmarks.appliances`."""

import csv
import io
from typing import Any

import pytest

from huaihai.kit.canonical import canonical
from huaihai.supervision.grading import files
from huaihai.supervision.grading.lint import lint
from huaihai.supervision.grading.tests import appliances

type Json = dict[str, Any]


@pytest.fixture(scope="module")
def survey() -> Json:
    return appliances.published(canonical(appliances.collected()))


def test_every_product_of_ten_cities_has_a_grade_a_place_and_how_firm_it_is(survey: Json) -> None:
    results = survey["results"]
    assert len(results) == 576
    assert all(one["grade"] and one["firmness"] for one in results)
    assert min(one["rank"] for one in results) == 1
    assert any(one["firmness"]["rank_low"] < one["rank"] < one["firmness"]["rank_high"] for one in results)
    group = {item["key"]: item["group"] for item in appliances.ITEMS}
    failed = {group[item["item"]] for one in results for item in one["items"] if item["failed"]}
    assert failed == {"electrical", "performance", "emc"}
    unsafe = [one for one in results if any(step["key"] == "unsafe" for step in one["downgrades"])]
    assert {one["grade"] for one in unsafe} == {"E"}


def test_the_whole_file_is_clean_and_as_big_as_the_shape_says(survey: Json) -> None:
    data = canonical(survey)
    assert len(data) < 5_000_000
    assert lint(files.read(data)) == []


def test_the_table_has_a_row_for_each_product_and_item(survey: Json) -> None:
    rows = list(csv.DictReader(io.StringIO(files.text(survey).removeprefix("\ufeff"), newline="")))
    assert len(rows) == 576 * (10 + 1)
    assert sum(row["row"] == "total" for row in rows) == 576
    assert all(row["grade"] for row in rows if row["row"] == "total")
