"""A hundred dots keep the proportion and never lose a part; a ruler's marks are days that happened."""

from collections import Counter

from django.template import Context, Template
from hypothesis import given
from hypothesis import strategies as st

from huaihai.desk.drawing.hundred import HUNDRED, Part, hundred, shared
from huaihai.desk.drawing.ruler import ruler, spread


@given(st.lists(st.integers(0, 5000), min_size=1, max_size=6))
def test_there_are_a_hundred_dots_in_proportion_and_nobody_is_left_out(counts: list[int]) -> None:
    dots = shared(counts)
    whole = sum(counts)
    assert sum(dots) == (HUNDRED if whole else 0)
    for count, number in zip(counts, dots, strict=True):
        assert (number > 0) == (count > 0)
        if whole and count * HUNDRED >= whole:
            assert abs(number - count * HUNDRED / whole) < len(counts)


def test_each_look_is_one_path_and_the_words_stand_beside_it() -> None:
    parts = [
        Part("confirmed", 79, "full", "304"),
        Part("unknown", 2, "hatched", "9"),
        Part("not", 0, "ring", "0"),
    ]
    drawn = hundred(parts)
    assert drawn is not None
    assert [look for look, _path in drawn.groups] == ["full", "hatched"]
    page = Template('{% load papers %}{% hundred parts "Of a hundred" %}').render(Context({"parts": parts}))
    assert page.count("h0M") > 90
    assert all(words in page for words in ("confirmed", "304", "unknown", "9", "not", "0"))
    assert len(page) < 3_000
    assert hundred([Part("none", 0, "full", "0")]) is None


@given(st.dictionaries(st.integers(0, 400), st.integers(1, 50), min_size=1, max_size=30))
def test_the_ruler_tells_days_that_happened(days: dict[int, int]) -> None:
    found = spread(days)
    assert found is not None
    every = sorted(Counter(days).elements())
    assert found.low <= found.median <= found.high
    assert {found.low, found.median, found.high} <= set(days)
    assert sum(day <= found.median for day in every) * 2 >= len(every)
    assert sum(day <= found.high for day in every) * 10 >= len(every) * 9
    drawn = ruler(found)
    assert 0 <= float(drawn.low) <= float(drawn.median) <= float(drawn.high) <= 100


def test_without_days_there_is_no_ruler() -> None:
    assert spread({}) is None
