"""Derived numbers: exact, rounded half up, and only from what is published."""

from decimal import ROUND_HALF_UP, Decimal, localcontext

from hypothesis import given
from hypothesis import strategies as st

from huaihai.insight.statistics.deriving import (
    WITHHELD,
    Cell,
    Numbers,
    Residents,
    Spot,
    all_figures,
    base,
    before,
    change,
    figures_of,
    percent,
    rate,
    rounded,
    year_before,
)

WHOLE = ("all", "2026-Q1", "all", "all")


@given(st.integers(-(10**15), 10**15), st.integers(1, 10**12), st.integers(1, 3))
def test_rounding_is_half_away_from_zero_and_exact(numerator: int, denominator: int, digits: int) -> None:
    with localcontext(prec=60):
        exact = Decimal(numerator) / Decimal(denominator)
        wanted = exact.quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)
    assert rounded(numerator, denominator, digits=digits) == f"{wanted + 0:f}"


def test_a_half_goes_up_and_nothing_is_minus_zero() -> None:
    assert [rounded(225, 100), rounded(-225, 100), rounded(-1, 100), rounded(5, 100)] == [
        "2.3",
        "-2.3",
        "0.0",
        "0.1",
    ]


def test_rates_shares_and_changes_need_numbers_and_the_base_what_was_ours() -> None:
    assert rate(90, 9_083_790) == "0.99"
    assert rate(90, None) is None
    assert rate(WITHHELD, 9_083_790) is None
    assert percent(0, 0) is None
    assert percent(WITHHELD, 10) is None
    assert percent(1, 3) == "33.3"
    assert change(20, 9) is None
    assert change(20, 10) == "100.0"
    assert change(9, 12) == "-25.0"
    assert base(300, 30, 30) == 240
    assert base(300, WITHHELD, 30) is WITHHELD
    assert base(None, 1, 1) is None


def test_periods_before() -> None:
    assert [before(one) for one in ("2026-01", "2026-11", "2026-Q1", "2026-Q3", "2026")] == [
        "2025-12",
        "2026-10",
        "2025-Q4",
        "2026-Q2",
        "2025",
    ]
    assert [year_before(one) for one in ("2026-01", "2026-Q3")] == ["2025-01", "2025-Q3"]


def outcomes(**values: int | None) -> Numbers:
    return Numbers(Cell(*WHOLE, measure, value) for measure, value in values.items())


def test_the_bounds_of_solved_take_the_unknown_as_none_and_as_all_and_a_withheld_number_gives_none() -> None:
    numbers = outcomes(
        received=300, confirmed=100, unknown=90, not_solved=40, open=10, withdrawn=30, elsewhere=30
    )

    figures = figures_of(numbers, Residents({}), Spot(*WHOLE))

    assert (figures["solved_low"], figures["solved_high"]) == ("41.7", "79.2")
    assert figures["share_confirmed"] == "33.3"
    assert "solved_estimate" not in figures
    figures = figures_of(outcomes(received=300, confirmed=None, unknown=9), Residents({}), Spot(*WHOLE))

    assert "share_confirmed" not in figures
    assert "solved_low" not in figures
    assert figures["share_unknown"] == "3.0"


def test_the_estimate_stands_between_the_bounds() -> None:
    numbers = outcomes(
        received=300,
        confirmed=100,
        unknown=90,
        withdrawn=30,
        elsewhere=30,
        estimated=45,
        estimated_low=30,
        estimated_high=60,
    )

    figures = figures_of(numbers, Residents({}), Spot(*WHOLE))

    assert [figures[name] for name in ("solved_from", "solved_estimate", "solved_to")] == [
        "54.2",
        "60.4",
        "66.7",
    ]


def test_all_figures_are_sorted_and_each_from_a_cell() -> None:
    numbers = Numbers(
        [
            Cell("all", "2026-Q2", "c", "all", "received", 50),
            Cell("all", "2026-Q1", "c", "all", "received", 40),
            Cell("category", "2026-Q2", "c", "G04", "received", 20),
            Cell("pair", "2026", "c", "G04:N01", "received", 20),
        ]
    )

    found = all_figures(numbers, Residents({"c": 100_000}))

    assert found == sorted(found)
    assert [tuple(one) for one in found] == [
        ("change_before", "all", "2026-Q2", "c", "all", "25.0"),
        ("rate", "all", "2026-Q1", "c", "all", "40.00"),
        ("rate", "all", "2026-Q2", "c", "all", "50.00"),
        ("rate", "category", "2026-Q2", "c", "G04", "20.00"),
        ("share", "category", "2026-Q2", "c", "G04", "40.0"),
    ]
    assert Residents({"a": 1, "b": 2}).of("all") == 3
    assert Residents({"a": 1, "b": None}).of("all") is None
