"""A line of values as small as a word."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from huaihai.desk.drawing.spark import HIGH, WIDE, spark


@given(st.lists(st.none() | st.decimals(-1000, 1000, places=2), max_size=12))
def test_the_small_line_stays_in_its_box(values: list[Decimal | None]) -> None:
    drawn = spark(values)
    known = [value for value in values if value is not None]
    assert (drawn is None) == (len(known) < 2)
    if drawn is not None:
        assert len(drawn.dots) == len(known)
        assert all(0 <= float(x) <= WIDE and 0 <= float(y) <= HIGH for x, y in drawn.dots)


def test_a_missing_month_breaks_the_line() -> None:
    drawn = spark([Decimal(1), Decimal(2), None, Decimal(3), Decimal(2)])
    assert drawn is not None
    assert len(drawn.lines) == 2
