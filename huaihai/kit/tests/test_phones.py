"""Telephone numbers under which a body may be called."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huaihai.kit import phones


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("12315", "12315"),
        (" 12345 ", "12345"),
        ("0516-12315", "0516-12315"),
        ("0516-83720000", "0516-83720000"),
        ("0516—83720000", "0516-83720000"),
        ("（0516）83720000", "(0516)83720000"),
        ("０５１６－８３７２００００", "0516-83720000"),
        ("138 0000 0001", "13800000001"),
        ("+852 2929 2222", "+852 2929 2222"),
    ],
)
def test_a_body_is_called_under_a_landline_a_mobile_or_a_hotline(typed: str, kept: str) -> None:
    assert phones.public_number(typed) == kept


@pytest.mark.parametrize(
    "typed",
    ["", "83720000", "12316", "110", "call 0516-83720000", "0516-1", "1" * 500, "\0", "徐州", "+", "123151"],
)
def test_anything_else_is_no_number_to_publish(typed: str) -> None:
    assert phones.public_number(typed) is None


@given(st.text())
def test_what_is_kept_is_kept_again_as_it_is(typed: str) -> None:
    kept = phones.public_number(typed)
    assert kept is None or phones.public_number(kept) == kept


@given(st.from_regex(r"0[3-8][0-9]{2}-[2-8][0-9]{7}", fullmatch=True))
def test_a_landline_with_area_code_stays_as_typed(typed: str) -> None:
    assert phones.public_number(typed) in (typed, None)
