"""Every planted error is found and named; an untouched file has none."""

import copy
import random
from collections.abc import Callable
from typing import Any

import pytest

from huaihai.supervision.grading.lint import lint
from huaihai.supervision.grading.tests import designs, kettles
from huaihai.supervision.grading.tests.test_second import published

type Json = dict[str, Any]
type Change = Callable[[Json], None]


def codes(file: Json) -> set[str]:
    return {finding.code for finding in lint(file)}


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


def test_an_untouched_file_has_no_finding() -> None:
    assert lint(kettles.file()) == []


def test_a_purchase_that_is_not_compared_may_have_been_the_first() -> None:
    file = kettles.file()
    file["first_purchase_on"] = "2026-02-25"
    assert lint(file) == []
    file["first_purchase_on"] = "2026-02-19"  # but not before the plan
    assert codes(file) == {"plan-after-purchase"}


def test_how_firm_places_are_need_not_be_computed_again() -> None:
    file = kettles.file()
    firmness_untrue(file)
    assert lint(file, firm=False) == []


def test_random_files_have_no_finding() -> None:
    chance = random.Random(3)
    for _ in range(200):
        assert lint(framed(designs.design(chance, draws=chance.choice((0, 100))))) == []


def framed(design: Json) -> Json:
    """A random design as a published file."""
    file = published(design)
    file |= {"format": "huaihai-supervision-test/1", "first_purchase_on": "2026-03-02"}
    file["plans"][0]["registered_at"] = "2026-02-20T10:00:00+08:00"
    for product in file["products"]:
        product["bought_on"] = "2026-03-02"
    return kettles.sealed(file)


def weights_of_105(file: Json) -> None:
    file["plans"][0]["plan"]["items"][3]["weight"] = "15"
    kettles.sealed(file)


def other_weights(file: Json) -> None:
    row(file, "p01")["weights"] = {"boil": "45", "nickel": "20", "leakage": "25", "warm": "10"}
    row(file, "p01").update(total_exact="86.5", total="86.5")


def downgrade_lost(file: Json) -> None:
    row(file, "p02").update(downgrades=[], grade="C")


def downgrade_named_but_not_carried_out(file: Json) -> None:
    row(file, "p02").update(grade="C")


def downgrade_without_effect_lost(file: Json) -> None:
    row(file, "p03").update(downgrades=[])


def downgrade_made_up(file: Json) -> None:
    row(file, "p01").update(downgrades=[{"key": "slow", "from": "B", "to": "C"}], grade="C")


def downgrade_from_another_grade(file: Json) -> None:
    row(file, "p02")["downgrades"][0]["from"] = "D"


def missing_item_dropped(file: Json) -> None:
    row(file, "p03")["weights"] = {"boil": "40", "nickel": "25", "leakage": "25", "warm": "0"}
    row(file, "p03").update(total_exact="191/3", total="63.7")


def missing_item_spread_in_the_total_alone(file: Json) -> None:
    later = copy.deepcopy(file["plans"][0]["plan"]) | {"not_applicable": "full"}
    full = kettles.file(later)
    file.clear()
    file.update(full)
    row(file, "p03").update(total_exact="1910/27", total="70.7", grade="C")


def points_rounded(file: Json) -> None:
    item(file, "p02", "boil")["points"] = "91.4"
    row(file, "p02").update(total_exact="61.56", total="61.6")


def points_rounded_in_print_alone(file: Json) -> None:
    item(file, "p02", "boil")["points"] = "91.4"


def value_rounded(file: Json) -> None:
    item(file, "p02", "boil").update(value="250", points="275/3")
    row(file, "p02").update(total_exact="185/3", total="61.7")


def parts_rounded(file: Json) -> None:
    row(file, "p02").update(total_exact="61.6", total="61.6")


def total_rounded_twice(file: Json) -> None:
    for n in (1, 2, 3):
        reading(file, "p01", "boil", n)["value"] = "274.653"
    item(file, "p01", "boil").update(value="274.653", points="71.1225")
    row(file, "p01").update(total_exact="88.449", total="88.5")


def total_cut_off(file: Json) -> None:
    row(file, "p02").update(total="61.5")


def total_made_up(file: Json) -> None:
    row(file, "p01").update(total_exact="89", total="89.0")


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


def grade_by_total_untrue(file: Json) -> None:
    row(file, "p01").update(grade_by_total="A", grade="A")


def grade_untrue(file: Json) -> None:
    row(file, "p01").update(grade="A")


def detection_limit_taken_as_nothing(file: Json) -> None:
    item(file, "p01", "nickel")["value"] = "0.01"


def detection_limit_left_out(file: Json) -> None:
    item(file, "p01", "nickel")["value"] = "0.02"


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


def limit_kept_by_word(file: Json) -> None:
    item(file, "p02", "leakage")["failed"] = False
    row(file, "p02").update(downgrades=[], grade="C")


def limit_broken_by_word(file: Json) -> None:
    item(file, "p01", "boil")["failed"] = True


def points_made_up(file: Json) -> None:
    item(file, "p01", "nickel")["points"] = "61"
    row(file, "p01").update(total_exact="78.25", total="78.3")


def value_made_up(file: Json) -> None:
    item(file, "p01", "leakage")["value"] = "0.05"


def place_untrue(file: Json) -> None:
    row(file, "p03")["rank"], row(file, "p02")["rank"] = 3, 2


def firmness_untrue(file: Json) -> None:
    row(file, "p02")["firmness"]["grade_share"] = "1.000"


def result_missing(file: Json) -> None:
    file["results"].pop()


def result_twice(file: Json) -> None:
    file["results"].append(file["results"][0])


def results_in_another_order(file: Json) -> None:
    file["results"].reverse()


def graded_without_leave(file: Json) -> None:
    planned = copy.deepcopy(file["plans"][0]["plan"]) | {"not_applicable": "no-grade"}
    old = row(file, "p03")
    full = kettles.file(planned)
    file.clear()
    file.update(full)
    file["results"][2] = old | {"no_grade": "not-applicable"}


def grade_kept_back(file: Json) -> None:
    row(file, "p03").update(total=None, grade=None, rank=None)
    row(file, "p02").update(rank=2)


def another_format(file: Json) -> None:
    file["format"] = "table/1"


PLANTED: dict[Change, set[str]] = {
    weights_of_105: {"weights-not-100"},
    other_weights: {"weights-changed"},
    downgrade_lost: {"downgrade-lost"},
    downgrade_named_but_not_carried_out: {"downgrade-not-carried-out"},
    downgrade_without_effect_lost: {"downgrade-lost"},
    downgrade_made_up: {"downgrade-not-due"},
    downgrade_from_another_grade: {"downgrade-steps"},
    missing_item_dropped: {"na-spread"},
    missing_item_spread_in_the_total_alone: {"na-spread"},
    points_rounded: {"rounded-early"},
    points_rounded_in_print_alone: {"rounded-early"},
    value_rounded: {"rounded-early"},
    parts_rounded: {"rounded-early"},
    total_rounded_twice: {"rounded-early"},
    total_cut_off: {"rounding-wrong"},
    total_made_up: {"total-wrong"},
    plan_changed_after_purchase: {"plan-after-purchase"},
    plan_changed_without_reason: {"plan-changed-without-reason"},
    bought_before_the_plan: {"plan-after-purchase"},
    plan_altered: {"plan-hash"},
    first_purchase_untrue: {"first-purchase"},
    grade_by_total_untrue: {"grade-not-from-total"},
    grade_untrue: {"grade-wrong"},
    detection_limit_taken_as_nothing: {"detection-rule"},
    detection_limit_left_out: {"detection-rule"},
    product_missing: {"product-missing"},
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
    limit_kept_by_word: {"limit-not-kept"},
    limit_broken_by_word: {"limit-was-kept"},
    points_made_up: {"points-wrong"},
    value_made_up: {"value-wrong"},
    place_untrue: {"rank-wrong"},
    firmness_untrue: {"firmness-wrong"},
    result_missing: {"result-missing"},
    result_twice: {"key-twice"},
    results_in_another_order: {"results-not-in-order"},
    graded_without_leave: {"graded-against-rule"},
    grade_kept_back: {"grade-missing"},
    another_format: {"other-format"},
}


@pytest.mark.parametrize("plant", PLANTED, ids=lambda plant: plant.__name__)
def test_a_planted_error_is_found_and_called_by_its_name(plant: Change) -> None:
    file = kettles.file()
    plant(file)
    assert codes(file) == PLANTED[plant]


def test_a_table_without_readings_is_checked_from_its_printed_parts() -> None:
    file = kettles.file()
    file["readings"] = []
    assert codes(file) == {"no-readings"}
    downgrade_lost(file)
    assert codes(file) == {"no-readings", "downgrade-lost"}


def test_no_word_of_the_results_can_be_altered_unseen() -> None:
    chance = random.Random(11)
    for _ in range(60):
        file = framed(designs.design(chance, draws=100))
        places = list(leaves(file["results"]))
        for holder, name in chance.sample(places, min(len(places), 8)):
            kept = holder[name]
            holder[name] = altered(kept)
            assert lint(file), (name, kept, holder[name])
            holder[name] = kept


def leaves(value: Any) -> Any:
    """(holder, name) of everything that is neither list nor object."""
    pairs = value.items() if isinstance(value, dict) else enumerate(value)
    for name, held in list(pairs):
        if isinstance(held, dict | list):
            yield from leaves(held)
        else:
            yield value, name


def altered(value: Any) -> Any:
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1
    return "1" if value is None else f"{value}1"


def test_whatever_is_broken_the_linter_answers() -> None:
    chance = random.Random(5)
    for _ in range(LOTS):
        file = copy.deepcopy(WHOLE)
        for _ in range(chance.randint(1, 3)):
            places = list(every_place(file))
            holder, name = chance.choice(places)
            if chance.random() < 0.3:
                del holder[name]
            else:
                holder[name] = chance.choice(NONSENSE)
        lint(file)


LOTS = 200
WHOLE = kettles.file()
NONSENSE: list[Any] = [
    None,
    True,
    -1,
    0.5,
    10**30,
    "",
    "x",
    "1/0",
    "\0",
    "\ud800",
    "9" * 5000,
    [],
    {},
    [[]],
    [None],
    {"a": []},
]


def every_place(value: Any) -> Any:
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, held in list(pairs):
        yield value, name
        yield from every_place(held)
