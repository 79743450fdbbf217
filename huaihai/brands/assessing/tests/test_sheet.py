"""The sheet, the lots and the counting: plain arithmetic, drawn again by anybody."""

import tomllib
from fractions import Fraction
from importlib import resources
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huaihai.brands.assessing import seats, sheet
from huaihai.brands.assessing.tests.scene import flat
from huaihai.desk import lots

OFFERS = st.dictionaries(
    st.text("abcdef0123456789", min_size=4, max_size=8), st.sampled_from(["a", "b", "c", "d"]), max_size=12
)


def held() -> dict[str, Any]:
    text = (resources.files("huaihai.brands.assessing") / "data" / "sheet.toml").read_text("utf-8")
    return tomllib.loads(text)


def test_each_axis_has_items_whose_weights_are_a_hundred() -> None:
    found = sheet.current()
    for axis in sheet.AXES:
        assert sum(item.weight for item in found.of(axis)) == 100
    assert len(found.items) == 6


def test_every_step_says_in_both_languages_what_it_means() -> None:
    steps = [step for item in sheet.current().items for step in item.steps]
    assert all(step.words.zh and step.words.en for step in steps)
    assert len({step.words.en for step in steps}) == len(steps)


def test_a_sheet_has_a_hash_by_its_words_and_is_found_by_its_version() -> None:
    assert sheet.of_version(1).sha256 == sheet.read(held()).sha256
    with pytest.raises(FileNotFoundError):
        sheet.of_version(99)
    said = held()
    said["items"][0]["en"] += "!"
    assert sheet.read(said).sha256 != sheet.current().sha256


@pytest.mark.parametrize(
    "spoil",
    [
        lambda one: one["items"][0].update(weight=41),
        lambda one: one["items"][0].update(key="own"),
        lambda one: one["items"][0]["steps"].pop(),
        lambda one: one["items"][0].update(axis="cheap"),
    ],
)
def test_a_sheet_that_does_not_hold_together_is_refused(spoil: Any) -> None:
    said = held()
    spoil(said)
    with pytest.raises(ValueError, match=r"\w"):
        sheet.read(said)


@given(
    OFFERS,
    st.text("0123456789abcdef", min_size=8, max_size=8),
    st.sets(st.sampled_from(["a", "b", "c", "d"])),
)
def test_the_next_is_the_first_of_a_city_without_a_seat(
    offers: dict[str, str], seed: str, cities: set[str]
) -> None:
    frame = sorted(offers.items())
    order = lots.order_of(seed, offers)
    seated = order[:2]
    found = seats.next_of(order, frame, seated=seated, cities=cities)
    left = [one for one in order[2:] if offers[one] not in cities]
    assert found == (left[0] if left else None)


def test_two_assessors_meet_in_the_middle_and_of_three_the_median_counts() -> None:
    found = sheet.result(sheet.current(), [flat(75), flat(50)])
    assert found["axes"] == {"distinctive": "62.5", "quality": "62.5"}
    assert found["items"]["own"] == {"points": "62.5", "difference": "25"}
    found = sheet.result(sheet.current(), [flat(0), flat(100), flat(75)])
    assert found["axes"]["quality"] == "75"
    assert found["assessors"] == 3
    found = sheet.result(sheet.current(), [flat(0, rooted=100), flat(0, rooted=100)])
    assert found["axes"] == {"distinctive": "40", "quality": "0"}


def test_the_criteria_say_how_far_is_apart_and_before_them_the_sheet() -> None:
    assert sheet.most_apart(sheet.current(), {"apart": "50"}) == 50
    assert sheet.most_apart(sheet.current(), {"agreement": "0.6"}) == 25
    one = sheet.current()
    assert not sheet.is_apart(one, [flat(75), flat(50)], 25)
    assert sheet.is_apart(one, [flat(75), flat(75, own=25)], 25)


def test_alpha_is_one_for_full_agreement_and_not_told_where_all_gave_the_same() -> None:
    assert sheet.result(sheet.current(), [flat(75), flat(75)])["alpha"] is None
    points = flat(75, own=25, told=100)
    found = sheet.result(sheet.current(), [points, dict(points)])
    assert found["alpha"] == "1"
    assert found["is_few"]


STEPS = st.sampled_from([0, 25, 50, 75, 100])
GIVEN = st.lists(
    st.fixed_dictionaries({item.key: STEPS for item in sheet.current().items}), min_size=2, max_size=3
)


@given(GIVEN)
def test_points_lie_between_the_least_and_the_most_given(points: list[dict[str, int]]) -> None:
    found = sheet.result(sheet.current(), points)
    for axis in sheet.AXES:
        said = [one[item.key] for one in points for item in sheet.current().of(axis)]
        assert min(said) <= Fraction(found["axes"][axis]) <= max(said)
