"""Errors of results, to be planted into the file of the kettles; and their names."""

import copy
from collections.abc import Callable
from typing import Any

from huaihai.supervision.grading.tests import kettles
from huaihai.supervision.grading.tests.planted_found import item, reading, row

type Json = dict[str, Any]
type Change = Callable[[Json], None]


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


def grade_by_total_untrue(file: Json) -> None:
    row(file, "p01").update(grade_by_total="A", grade="A")


def grade_untrue(file: Json) -> None:
    row(file, "p01").update(grade="A")


def detection_limit_taken_as_nothing(file: Json) -> None:
    item(file, "p01", "nickel")["value"] = "0.01"


def detection_limit_left_out(file: Json) -> None:
    item(file, "p01", "nickel")["value"] = "0.02"


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


PLANTED: dict[Change, set[str]] = {
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
    grade_by_total_untrue: {"grade-not-from-total"},
    grade_untrue: {"grade-wrong"},
    detection_limit_taken_as_nothing: {"detection-rule"},
    detection_limit_left_out: {"detection-rule"},
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
}
