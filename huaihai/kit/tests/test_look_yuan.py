"""Money as people type it and as pages show it."""

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from huaihai.kit import spoken
from huaihai.kit.money_field import LARGEST_FEN, MoneyField


@pytest.mark.parametrize(
    ("typed", "fen"),
    [
        ("268", 26800),
        ("268.5", 26850),
        ("268.05", 26805),
        ("¥1,240", 124000),
        ("２６８．００", 26800),
        ("268 元", 26800),
        ("0", 0),
    ],
)
def test_yuan_are_read_as_people_type_them(typed: str, fen: int) -> None:
    assert MoneyField().clean(typed) == fen


@pytest.mark.parametrize("typed", ["two", "-5", "1.234", "1.2.3", "1e9", "999999999999"])
def test_what_is_no_amount_is_refused_with_a_message(typed: str) -> None:
    with pytest.raises(ValidationError):
        MoneyField().clean(typed)


def test_an_amount_may_be_left_empty_if_it_is_optional() -> None:
    assert MoneyField(required=False).clean("") is None


@given(st.integers(min_value=0, max_value=LARGEST_FEN))
def test_an_amount_shown_and_typed_again_is_the_same(fen: int) -> None:
    assert MoneyField().clean(spoken.figures(fen)) == fen
