"""The example of the guide, computed by hand, and small tables of each step."""

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest

from huaihai.supervision.grading import numbers
from huaihai.supervision.grading.items import Linear, Steps
from huaihai.supervision.grading.tests import kettles

# value, points of boil, nickel, leakage, warm; weights; total exactly; total; grade by total; downgrades; grade; place
BY_HAND: dict[str, tuple[Any, ...]] = {
    "p01": (
        [("276", "70"), ("0.0125", "100"), ("0.31", "100"), ("1", "100")],
        ["40", "25", "25", "10"],
        ("88", "88.0", "B"),
        [],
        ("B", 1),
    ),
    "p02": (
        [("751/3", "1645/18"), ("0.04", "60"), ("0.8", "0"), ("1", "100")],
        ["40", "25", "25", "10"],
        ("554/9", "61.6", "C"),
        [("unsafe", "C", "E")],
        ("E", 3),
    ),
    "p03": (
        [("319", "205/6"), ("0.005", "100"), ("0.1", "100"), (None, None)],
        ["400/9", "250/9", "250/9", "0"],
        ("1910/27", "70.7", "C"),
        [("slow", "C", "C")],
        ("C", 2),
    ),
}


def test_the_example_of_the_guide_comes_out_as_by_hand() -> None:
    results = kettles.file()["results"]
    assert {
        one["product"]: (
            [(item["value"], item["points"]) for item in one["items"]],
            list(one["weights"].values()),
            (one["total_exact"], one["total"], one["grade_by_total"]),
            [(step["key"], step["from"], step["to"]) for step in one["downgrades"]],
            (one["grade"], one["rank"]),
        )
        for one in results
    } == BY_HAND
    items = [{item["item"]: item for item in one["items"]} for one in results]
    assert [one["nickel"]["below"] for one in items] == ["some", "none", "all"]
    assert [one["warm"]["na"] for one in items] == ["", "", "no such function"]
    assert [one["leakage"]["failed"] for one in items] == [False, True, False]


@pytest.mark.parametrize(
    ("value", "digits", "half_up", "half_even"),
    [
        ("0.25", 1, "0.3", "0.2"),
        ("0.35", 1, "0.4", "0.4"),
        ("89.95", 1, "90.0", "90.0"),
        ("89.949999", 1, "89.9", "89.9"),
        ("0.5", 0, "1", "0"),
        ("1.5", 0, "2", "2"),
        ("100", 2, "100.00", "100.00"),
        ("0.04", 1, "0.0", "0.0"),
    ],
)
def test_a_total_is_rounded_once(value: str, digits: int, half_up: str, half_even: str) -> None:
    exact = numbers.decimal(value)
    assert numbers.fixed(numbers.rounded(exact, digits, "half-up"), digits) == half_up
    assert numbers.fixed(numbers.rounded(exact, digits, "half-even"), digits) == half_even


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Fraction(17, 500), "0.034"),
        (Fraction(200, 3), "200/3"),
        (Fraction(-1, 8), "-0.125"),
        (Fraction(1, 1024), "0.0009765625"),
        (Fraction(0), "0"),
        (Fraction(1200), "1200"),
    ],
)
def test_an_exact_number_is_a_decimal_where_one_ends(value: Fraction, text: str) -> None:
    assert numbers.exact(value) == text
    assert numbers.parse_exact(text) == value


@pytest.mark.parametrize(
    ("parse", "texts"),
    [
        (
            numbers.decimal,
            ["", "01", "1.", ".5", "1e3", "+1", "١", "1 ", "NaN", "1_000", "-", "1.0000000000001"],
        ),
        (numbers.parse_exact, ["1/0", "1/00", "1/-2", "a", "1/2/3", "", "9" * 5000]),
    ],
)
def test_what_is_no_number_is_refused(parse: Callable[[str], Fraction], texts: list[str]) -> None:
    for text in texts:
        with pytest.raises(ValueError, match=r".*"):
            parse(text)


def test_on_a_bound_the_better_points_count_and_a_line_ends_at_nothing_and_at_everything() -> None:
    low = Steps(True, ((Fraction(1), Fraction(100)), (Fraction(2), Fraction(50))), Fraction(10))
    assert [low.points(Fraction(n, 2)) for n in (1, 2, 3, 4, 5)] == [100, 100, 50, 50, 10]
    high = Steps(False, ((Fraction(2), Fraction(100)), (Fraction(1), Fraction(50))), Fraction(0))
    assert [high.points(Fraction(n, 2)) for n in (1, 2, 3, 4, 5)] == [0, 50, 50, 100, 100]
    line = Linear(best=Fraction(10), worst=Fraction(30))
    assert [line.points(Fraction(n)) for n in (0, 10, 15, 30, 31)] == [100, 100, 75, 0, 0]
