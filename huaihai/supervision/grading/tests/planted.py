"""Errors to be planted into the file of the kettles, and what the linter calls them."""

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


def of_row(product: str, **changed: Any) -> Change:
    return lambda file: row(file, product).update(copy.deepcopy(changed))


def of_item(product: str, key: str, **changed: Any) -> Change:
    return lambda file: item(file, product, key).update(changed)


def of_reading(product: str, key: str, n: int = 1, **changed: Any) -> Change:
    return lambda file: reading(file, product, key, n).update(changed)


def of_file(**changed: Any) -> Change:
    return lambda file: file.update(copy.deepcopy(changed))


def all_of(*changes: Change) -> Change:
    def change(file: Json) -> None:
        for one in changes:
            one(file)

    return change


def more_readings(product: str, key: str, *others: Json) -> Change:
    """Readings like the first of this item, each with something else."""

    def change(file: Json) -> None:
        for other in others:
            like = reading(file, product, key)
            file["readings"].append({**like, "id": f"more-{len(file['readings'])}", **other})

    return change


def later_plan(**more: Any) -> Change:
    def change(file: Json) -> None:
        said = {"number": 2, "registered_at": "2026-03-10T10:00:00+08:00", "reason": "a better clause"}
        file["plans"].append({**said, "plan": copy.deepcopy(file["plans"][0]["plan"]), **more})
        kettles.sealed(file)

    return change


def graded_by(rule: str, change: Change) -> Change:
    """The whole file by another rule for what does not apply; of the old one `kept_row` is the third kettle's."""

    def change_all(file: Json) -> None:
        old = row(file, "p03")
        other = kettles.file(copy.deepcopy(file["plans"][0]["plan"]) | {"not_applicable": rule})
        file.clear()
        file.update(other, kept_row=old)
        change(file)
        del file["kept_row"]

    return change_all


def weights_of_105(file: Json) -> None:
    file["plans"][0]["plan"]["items"][3]["weight"] = "15"
    kettles.sealed(file)


def bought_before_the_plan(file: Json) -> None:
    file["products"][2]["bought_on"] = file["first_purchase_on"] = "2026-02-19"


def product_missing(file: Json) -> None:
    file["products"].pop()
    file["samples"] = [one for one in file["samples"] if one["product"] != "p03"]
    file["readings"] = [one for one in file["readings"] if one["sample"] != "s-p03"]
    file["results"].pop()
    row(file, "p02")["rank"] = 2
    row(file, "p01")["firmness"]["beaten_share"] = "0.000"
    row(file, "p02")["firmness"].update(rank_low=2, rank_high=2)


def brands_swapped(file: Json) -> None:
    file["products"][0]["brand"], file["products"][1]["brand"] = "Two", "One"


LABORATORY = {"key": "l1", "name": "demo", "cma": "", "cnas": "", "items": ["boil", "colour"]}
MADE_UP = "product-missing product-not-planned unknown-product result-missing readings-missing"
SPARE = {"round": "retest", "sample": "spare-p01"}
RETESTED = {"round": "retest", "sample": "spare-p02", "value": "0.5"}
# of plan, purchases and readings: what is done, and the codes of what is found
FOUND: dict[str, tuple[Change, str]] = {
    "weights of 105": (weights_of_105, "weights-not-100"),
    "plan changed after purchase": (later_plan(), "plan-after-purchase"),
    "plan changed without reason": (
        later_plan(registered_at="2026-02-25T10:00:00+08:00", reason=""),
        "plan-changed-without-reason",
    ),
    "bought before the plan": (bought_before_the_plan, "plan-after-purchase"),
    "plan altered": (lambda file: file["plans"][0]["plan"].update(question="another one"), "plan-hash"),
    "first purchase untrue": (of_file(first_purchase_on="2026-03-03"), "first-purchase"),
    "product missing": (product_missing, "product-missing"),
    "brands swapped": (brands_swapped, "called-as-another"),
    "laboratory with an unknown item": (of_file(labs=[LABORATORY]), "unknown-item"),
    "product made up": (lambda file: file["products"][0].update(key="p09"), MADE_UP),
    "reading missing": (
        lambda file: file["readings"].remove(reading(file, "p01", "boil")),
        "readings-missing",
    ),
    "reading doubled": (more_readings("p01", "boil", {}), "reading-doubled"),
    "reading with the same name": (of_reading("p01", "boil", 2, id="s-p01-boil-1"), "reading-twice"),
    "other unit": (of_reading("p01", "boil", unit="min"), "unit-differs"),
    "correction not used": (
        more_readings("p01", "boil", {"value": "240", "replaces": "s-p01-boil-1"}),
        "value-wrong",
    ),
    "correction of another": (
        more_readings("p01", "boil", {"replaces": "s-p01-boil-2"}),
        "replaces-other reading-doubled readings-missing",
    ),
    "correction of nothing": (
        more_readings("p01", "boil", SPARE | {"replaces": "no"}),
        "replaces-unknown readings-missing",
    ),
    "retest not used": (
        more_readings("p02", "leakage", RETESTED, RETESTED | {"n": 2}),
        "value-wrong word-not-as-read",
    ),
    "reason beside a value": (of_reading("p01", "warm", na="no such function"), "value-and-reason"),
    "reason for some": (of_reading("p01", "boil", value=None, na="broken"), "na-mixed"),
    "below without a limit": (of_reading("p01", "boil", value=None, below=True), "below-without-detection"),
    "below but above": (of_reading("p01", "nickel", 2, below=True), "below-but-above"),
    "reading without value": (of_reading("p01", "boil", value=None), "no-value"),
    "reading as a float": (of_reading("p01", "boil", value=276.0), "not-number"),
    "neither passed nor failed": (of_reading("p01", "warm", value="0.5"), "neither-pass-nor-fail"),
    "unknown sample": (of_reading("p01", "warm", sample="nobody"), "unknown-sample readings-missing"),
    "unknown item": (more_readings("p01", "warm", {"item": "colour"}), "unknown-item"),
    "sample twice": (lambda file: file["samples"].append(dict(file["samples"][0])), "sample-twice"),
    "another format": (of_file(format="table/1"), "other-format"),
}
# of results
RESULTS: dict[str, tuple[Change, str]] = {
    "other weights": (
        of_row(
            "p01",
            weights={"boil": "45", "nickel": "20", "leakage": "25", "warm": "10"},
            total_exact="86.5",
            total="86.5",
        ),
        "weights-changed",
    ),
    "downgrade lost": (of_row("p02", downgrades=[], grade="C"), "downgrade-lost"),
    "downgrade named but not carried out": (of_row("p02", grade="C"), "downgrade-not-carried-out"),
    "downgrade without effect lost": (of_row("p03", downgrades=[]), "downgrade-lost"),
    "downgrade made up": (
        of_row("p01", downgrades=[{"key": "slow", "from": "B", "to": "C"}], grade="C"),
        "downgrade-not-due",
    ),
    "downgrade from another grade": (
        lambda file: row(file, "p02")["downgrades"][0].update({"from": "D"}),
        "downgrade-steps",
    ),
    "missing item dropped": (
        of_row(
            "p03",
            weights={"boil": "40", "nickel": "25", "leakage": "25", "warm": "0"},
            total_exact="191/3",
            total="63.7",
        ),
        "na-spread",
    ),
    "missing item spread in the total alone": (
        graded_by("full", of_row("p03", total_exact="1910/27", total="70.7", grade="C")),
        "na-spread",
    ),
    "points rounded": (
        all_of(
            of_item("p02", "boil", points="91.4"),
            of_row("p02", total_exact="61.56", total="61.6"),
        ),
        "rounded-early",
    ),
    "points rounded in print alone": (of_item("p02", "boil", points="91.4"), "rounded-early"),
    "value rounded": (
        all_of(
            of_item("p02", "boil", value="250", points="275/3"),
            of_row("p02", total_exact="185/3", total="61.7"),
        ),
        "rounded-early",
    ),
    "parts rounded": (of_row("p02", total_exact="61.6", total="61.6"), "rounded-early"),
    "total rounded twice": (
        all_of(
            *(of_reading("p01", "boil", n, value="274.653") for n in (1, 2, 3)),
            of_item("p01", "boil", value="274.653", points="71.1225"),
            of_row("p01", total_exact="88.449", total="88.5"),
        ),
        "rounded-early",
    ),
    "total cut off": (of_row("p02", total="61.5"), "rounding-wrong"),
    "total made up": (of_row("p01", total_exact="89", total="89.0"), "total-wrong"),
    "grade by total untrue": (of_row("p01", grade_by_total="A", grade="A"), "grade-not-from-total"),
    "grade untrue": (of_row("p01", grade="A"), "grade-wrong"),
    "detection limit taken as nothing": (of_item("p01", "nickel", value="0.01"), "detection-rule"),
    "detection limit left out": (of_item("p01", "nickel", value="0.02"), "detection-rule"),
    "limit kept by word": (
        all_of(of_item("p02", "leakage", failed=False), of_row("p02", downgrades=[], grade="C")),
        "limit-not-kept",
    ),
    "limit broken by word": (of_item("p01", "boil", failed=True), "limit-was-kept"),
    "points made up": (
        all_of(
            of_item("p01", "nickel", points="61"),
            of_row("p01", total_exact="78.25", total="78.3"),
        ),
        "points-wrong",
    ),
    "value made up": (of_item("p01", "leakage", value="0.05"), "value-wrong"),
    "place untrue": (all_of(of_row("p03", rank=3), of_row("p02", rank=2)), "rank-wrong"),
    "firmness untrue": (
        lambda file: row(file, "p02")["firmness"].update(grade_share="1.000"),
        "firmness-wrong",
    ),
    "result missing": (lambda file: file["results"].pop(), "result-missing"),
    "result twice": (lambda file: file["results"].append(file["results"][0]), "key-twice"),
    "results in another order": (lambda file: file["results"].reverse(), "results-not-in-order"),
    "graded without leave": (
        graded_by(
            "no-grade",
            lambda file: file["results"].__setitem__(2, file["kept_row"] | {"no_grade": "not-applicable"}),
        ),
        "graded-against-rule",
    ),
    "grade kept back": (
        all_of(of_row("p03", total=None, grade=None, rank=None), of_row("p02", rank=2)),
        "grade-missing",
    ),
}
PLANTED = FOUND | RESULTS


def with_errors(*names: str) -> Json:
    """The file of the kettles with these errors."""
    file = kettles.file()
    for name in names:
        change, _codes = PLANTED[name]
        change(file)
    return file
