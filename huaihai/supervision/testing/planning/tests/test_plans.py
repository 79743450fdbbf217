"""A plan written part by part, checked, read from files; whatever is in a file, nothing breaks."""

import io
import json
from copy import deepcopy
from typing import Any

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from huaihai.desk.lives import Unfit
from huaihai.supervision.testing.planning import files
from huaihai.supervision.testing.planning.checking import lacks, problems
from huaihai.supervision.testing.planning.facts import open_part
from huaihai.supervision.testing.planning.files import plan_in
from huaihai.supervision.testing.planning.reading import spelt, weight_sum
from huaihai.supervision.testing.planning.shape import shaped
from huaihai.supervision.testing.tests.kettles import PLAN
from tests.effort import examples


def changed(**parts: Any) -> dict[str, Any]:
    return deepcopy(PLAN) | parts


def test_what_is_lacking_names_the_part_where_it_is_mended() -> None:
    assert problems(PLAN) == []
    assert weight_sum(PLAN) == "100"
    assert weight_sum(PLAN, without="leakage") == "80"
    plan = changed(what="", grades=[])
    plan["items"][0]["weight"] = "19.5"
    assert {lack.part for lack in lacks(plan)} >= {"basics", "grades"}
    plan = changed()
    plan["items"][0]["weight"] = "x"
    plan["products"].append({**plan["products"][0], "key": "p99"})  # the same twice
    found = {(lack.part, lack.key) for lack in lacks(plan)}
    assert found == {("items", "leakage"), ("products", "p99")}
    products = [{**PLAN["products"][0], "key": f"p{n}", "brand": ""} for n in range(100)]
    assert len(problems(changed(products=products))) == 41  # forty, and how many more


def test_before_buying_has_ended_nobody_outside_reads_what_is_bought_where() -> None:
    told = json.dumps(open_part(PLAN), ensure_ascii=False)
    assert open_part(PLAN)["products_count"] == 24
    assert not any(row["brand"] in told or row["where"] in told for row in PLAN["products"])


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("12.50", "12.50"),
        (" ０．５ ", "0.5"),
        (".5", "0.5"),
        ("007", "7"),
        ("-0.04", "-0.04"),
        (0.1, "0.1"),
        (3.0, "3"),
        ("1e5", "1e5"),
        ("viel", "viel"),
    ],
)
def test_numbers_are_spelt_as_the_plan_spells_them(typed: object, written: str) -> None:
    assert spelt(typed) == written


def test_a_plan_comes_back_from_its_own_spreadsheet_json_and_from_a_published_file() -> None:
    published = {"plans": [{"plan": {}}, {"plan": PLAN}]}
    for content in (files.workbook(PLAN), json.dumps(PLAN).encode(), json.dumps(published).encode()):
        assert plan_in(content) == PLAN


def test_a_spreadsheet_filled_in_by_hand_may_use_names_numbers_and_no_keys() -> None:
    book = io.BytesIO()
    with xlsxwriter.Workbook(book) as made:
        groups = made.add_worksheet("groups")
        groups.write_column(0, 0, ["name", "电气安全"])
        items = made.add_worksheet("items")
        items.write_row(0, 0, ["name", "group", "weight", "scale", "limit", "better", "is_safety"])
        items.write_row(1, 0, ["泄漏电流", "电气安全", 12.5, "limit", 0.75, "low", "是"])
        rules = made.add_worksheet("downgrades")
        rules.write_row(0, 0, ["name", "when", "of", "at_best"])
        rules.write_row(1, 0, ["漏电", "failed", "泄漏电流", "差"])
        grades = made.add_worksheet("grades")
        grades.write_row(0, 0, ["key", "name", "from"])
        grades.write_row(1, 0, ["E", "差", 0])

    plan = plan_in(book.getvalue())

    item = plan["items"][0]
    assert plan["groups"] == [{"key": "g01", "name": "电气安全"}]
    assert (item["key"], item["group"], item["weight"]) == ("i01", "g01", "12.5")
    assert (item["limit"], item["is_safety"]) == ({"max": "0.75"}, True)
    assert plan["downgrades"][0]["when"] == {"item": "i01", "is": "failed"}
    assert plan["downgrades"][0]["at_best"] == "E"


def test_a_file_that_is_no_plan_is_refused_in_words() -> None:
    for content in (
        b"",
        b"PK\x03\x04 broken",
        b"{",
        b"[1, 2]",
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"items": NaN}',
        b'{"what": "a\\u0000"}',
    ):
        with pytest.raises(Unfit) as refused:
            plan_in(content)
        assert refused.value.field == "file", content[:20]
    with pytest.raises(Unfit):
        shaped({"items": [{}] * 61})


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=12,
)


@settings(max_examples=examples(40, long=500))
@given(
    st.dictionaries(
        st.sampled_from(sorted(PLAN)),
        JSON
        | st.lists(
            st.dictionaries(
                st.sampled_from(sorted({*PLAN["items"][0], *PLAN["products"][0], *PLAN["downgrades"][0]})),
                JSON,
                max_size=6,
            ),
            max_size=3,
        ),
    )
)
def test_whatever_stands_in_a_file_becomes_a_plan_with_a_check_list(found: dict[str, Any]) -> None:
    try:
        plan = shaped(found)
    except Unfit:
        return
    json.dumps(plan, allow_nan=False)
    assert problems(plan)
    assert plan_in(files.workbook(plan)) is not None
