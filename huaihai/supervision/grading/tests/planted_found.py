"""Errors of plan, purchases and readings, to be planted into the file of the kettles; and their names."""

import copy
from collections.abc import Callable
from typing import Any

from huaihai.supervision.grading.tests import kettles

type Json = dict[str, Any]
type Change = Callable[[Json], None]


def row(file: Json, product: str) -> Json:
    return next(one for one in file["results"] if one["product"] == product)


def item(file: Json, product: str, key: str) -> Json:
    return next(one for one in row(file, product)["items"] if one["item"] == key)


def reading(file: Json, product: str, key: str, n: int = 1) -> Json:
    return next(one for one in file["readings"] if one["id"] == f"s-{product}-{key}-{n}")


def add_reading(file: Json, like: Json, **other: Any) -> None:
    file["readings"].append({**like, "id": f"more-{len(file['readings'])}", **other})


def later_plan(file: Json, **more: Any) -> None:
    version = {"number": 2, "registered_at": "2026-03-10T10:00:00+08:00", "reason": "a better clause", **more}
    file["plans"].append({**version, "plan": copy.deepcopy(file["plans"][0]["plan"])})
    kettles.sealed(file)


def weights_of_105(file: Json) -> None:
    file["plans"][0]["plan"]["items"][3]["weight"] = "15"
    kettles.sealed(file)


def plan_changed_after_purchase(file: Json) -> None:
    later_plan(file)


def plan_changed_without_reason(file: Json) -> None:
    later_plan(file, registered_at="2026-02-25T10:00:00+08:00", reason="")


def bought_before_the_plan(file: Json) -> None:
    file["products"][2]["bought_on"] = file["first_purchase_on"] = "2026-02-19"


def plan_altered(file: Json) -> None:
    file["plans"][0]["plan"]["question"] = "another one"


def first_purchase_untrue(file: Json) -> None:
    file["first_purchase_on"] = "2026-03-03"


def product_missing(file: Json) -> None:
    file["products"].pop()
    file["samples"] = [one for one in file["samples"] if one["product"] != "p03"]
    file["readings"] = [one for one in file["readings"] if one["sample"] != "s-p03"]
    file["results"].pop()
    row(file, "p02")["rank"] = 2
    row(file, "p01")["firmness"]["beaten_share"] = "0.000"
    row(file, "p02")["firmness"].update(rank_low=2, rank_high=2)


def product_made_up(file: Json) -> None:
    file["products"][0]["key"] = "p09"


def reading_missing(file: Json) -> None:
    file["readings"].remove(reading(file, "p01", "boil"))


def reading_doubled(file: Json) -> None:
    add_reading(file, reading(file, "p01", "boil"))


def reading_with_the_same_name(file: Json) -> None:
    reading(file, "p01", "boil", 2)["id"] = "s-p01-boil-1"


def other_unit(file: Json) -> None:
    reading(file, "p01", "boil")["unit"] = "min"


def correction_not_used(file: Json) -> None:
    old = reading(file, "p01", "boil")
    add_reading(file, old, value="240", replaces=old["id"])


def correction_of_another(file: Json) -> None:
    add_reading(file, reading(file, "p01", "boil"), replaces="s-p01-boil-2")


def correction_of_nothing(file: Json) -> None:
    add_reading(file, reading(file, "p01", "boil"), n=1, round="retest", sample="spare-p01", replaces="no")


def retest_not_used(file: Json) -> None:
    for n in (1, 2):
        add_reading(
            file, reading(file, "p02", "leakage"), n=n, value="0.5", sample="spare-p02", round="retest"
        )


def reason_beside_a_value(file: Json) -> None:
    reading(file, "p01", "warm")["na"] = "no such function"


def reason_for_some(file: Json) -> None:
    reading(file, "p01", "boil").update(value=None, na="broken")


def below_without_a_limit(file: Json) -> None:
    reading(file, "p01", "boil").update(value=None, below=True)


def below_but_above(file: Json) -> None:
    reading(file, "p01", "nickel", 2)["below"] = True


def reading_without_value(file: Json) -> None:
    reading(file, "p01", "boil")["value"] = None


def reading_as_a_float(file: Json) -> None:
    reading(file, "p01", "boil")["value"] = 276.0


def neither_passed_nor_failed(file: Json) -> None:
    reading(file, "p01", "warm")["value"] = "0.5"


def unknown_sample(file: Json) -> None:
    reading(file, "p01", "warm")["sample"] = "nobody"


def unknown_item(file: Json) -> None:
    add_reading(file, reading(file, "p01", "warm"), item="colour")


def sample_twice(file: Json) -> None:
    file["samples"].append(dict(file["samples"][0]))


def another_format(file: Json) -> None:
    file["format"] = "table/1"


def brands_swapped(file: Json) -> None:
    file["products"][0]["brand"], file["products"][1]["brand"] = "Two", "One"


def laboratory_with_an_unknown_item(file: Json) -> None:
    file["labs"] = [{"key": "l1", "name": "demo", "cma": "", "cnas": "", "items": ["boil", "colour"]}]


PLANTED: dict[Change, set[str]] = {
    weights_of_105: {"weights-not-100"},
    plan_changed_after_purchase: {"plan-after-purchase"},
    plan_changed_without_reason: {"plan-changed-without-reason"},
    bought_before_the_plan: {"plan-after-purchase"},
    plan_altered: {"plan-hash"},
    first_purchase_untrue: {"first-purchase"},
    product_missing: {"product-missing"},
    brands_swapped: {"called-as-another"},
    laboratory_with_an_unknown_item: {"unknown-item"},
    product_made_up: {
        "product-missing",
        "product-not-planned",
        "unknown-product",
        "result-missing",
        "readings-missing",
    },
    reading_missing: {"readings-missing"},
    reading_doubled: {"reading-doubled"},
    reading_with_the_same_name: {"reading-twice"},
    other_unit: {"unit-differs"},
    correction_not_used: {"value-wrong"},
    correction_of_another: {"replaces-other", "reading-doubled", "readings-missing"},
    correction_of_nothing: {"replaces-unknown", "readings-missing"},
    retest_not_used: {"value-wrong", "word-not-as-read"},
    reason_beside_a_value: {"value-and-reason"},
    reason_for_some: {"na-mixed"},
    below_without_a_limit: {"below-without-detection"},
    below_but_above: {"below-but-above"},
    reading_without_value: {"no-value"},
    reading_as_a_float: {"not-number"},
    neither_passed_nor_failed: {"neither-pass-nor-fail"},
    unknown_sample: {"unknown-sample", "readings-missing"},
    unknown_item: {"unknown-item"},
    sample_twice: {"sample-twice"},
    another_format: {"other-format"},
}
