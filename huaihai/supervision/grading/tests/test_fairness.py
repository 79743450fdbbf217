"""What anybody may expect of a fair computation, whatever the plan."""

import copy
import random
from fractions import Fraction
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from huaihai.supervision.grading import files, plan
from huaihai.supervision.grading.numbers import parse_exact
from huaihai.supervision.grading.tests import designs
from huaihai.supervision.grading.tests.test_second import published
from tests.effort import examples

type Json = dict[str, Any]


def results(design: Json) -> dict[str, Json]:
    return {one["product"]: one for one in published(design)["results"]}


def standing(design: Json, one: Json) -> tuple[int, Fraction]:
    """Grade and total, the higher the better."""
    levels = [grade["key"] for grade in design["plans"][0]["plan"]["grades"]]
    return -levels.index(one["grade"]), parse_exact(one["total_exact"])


@given(st.randoms(use_true_random=False))
@settings(max_examples=examples(40, long=300))
def test_a_better_reading_never_makes_it_worse(chance: random.Random) -> None:
    design = designs.design(chance)
    items = {item["key"]: item for item in design["plans"][0]["plan"]["items"]}
    owner = {sample["code"]: sample["product"] for sample in design["samples"]}
    with_values = [row for row in design["readings"] if row["value"] is not None and not row["below"]]
    before = results(design)
    for row in chance.sample(with_values, min(3, len(with_values))):
        better = copy.deepcopy(design)
        item, product = items[row["item"]], owner[row["sample"]]
        now = next(one for one in better["readings"] if one["id"] == row["id"])
        now["value"] = "1" if item["better"] == "high" else "0"
        after = results(better)[product]
        if after["grade"] is not None:
            assert standing(design, after) >= standing(design, before[product])


@given(st.randoms(use_true_random=False))
@settings(max_examples=examples(30, long=300))
def test_the_order_of_rows_and_products_does_not_matter(chance: random.Random) -> None:
    design = designs.design(chance, draws=100)
    turned = copy.deepcopy(design)
    for name in ("readings", "samples", "products"):
        chance.shuffle(turned[name])
    before, after = results(design), results(turned)
    for product, one in before.items():
        again = after[product]
        for row in (*one["items"], *again["items"]):
            row["na"] = bool(row["na"])  # which of several reasons comes first may differ
        if one["firmness"]:  # of products that share a place, the first in the file is the next behind
            one["firmness"].pop("beaten_share")
            again["firmness"].pop("beaten_share")
        assert one == again


@given(st.randoms(use_true_random=False))
@settings(max_examples=examples(30, long=300))
def test_a_product_alone_gets_the_same_grade_as_among_others(chance: random.Random) -> None:
    design = designs.design(chance)
    read = plan.parse(design["plans"][0]["plan"])
    for product, one in results(design).items():
        own = [sample for sample in design["samples"] if sample["product"] == product]
        codes = {sample["code"] for sample in own}
        rows = [row for row in design["readings"] if row["sample"] in codes]
        (alone,) = files.results_of(read, [product], own, rows)
        assert {**alone, "rank": one["rank"]} == one
