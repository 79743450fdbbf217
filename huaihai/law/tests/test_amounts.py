"""Sums in whole fen."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huaihai.law import amounts
from huaihai.law.amounts import YUAN

fen = st.integers(0, 10**9)


def test_fraud_brings_three_times_the_price_and_at_least_500_yuan() -> None:
    assert amounts.for_fraud(1000 * YUAN).total == 4000 * YUAN
    assert amounts.for_fraud(20 * YUAN).extra == 500 * YUAN


def test_unsafe_food_brings_ten_times_the_price_or_three_times_the_loss() -> None:
    assert amounts.for_unsafe_food(200 * YUAN, loss=200 * YUAN).total == 2200 * YUAN
    assert amounts.for_unsafe_food(10 * YUAN).extra == 1000 * YUAN
    assert amounts.for_unsafe_food(10 * YUAN, loss=900 * YUAN).extra == 2700 * YUAN


def test_a_known_defect_brings_at_most_twice_the_loss() -> None:
    assert amounts.most_for_known_defect(5000) == 10000


def test_bonus_credit_counts_only_by_the_share_that_was_paid() -> None:
    # Paid 1,000, got 1,200; used 600 of it: 500 of the money.
    used = amounts.delivered_at_discount(600 * YUAN, paid=1000 * YUAN, bonus=200 * YUAN)
    assert amounts.prepaid_refund(1000 * YUAN, used) == 500 * YUAN


def test_full_price_never_exceeds_the_payment() -> None:
    assert amounts.delivered_at_full_price(1500, paid=1000) == 1000
    assert amounts.prepaid_refund(1000, 1500) == 0


def test_an_unlimited_card_is_refunded_by_its_remaining_term() -> None:
    assert amounts.unlimited_card_refund(3650 * YUAN, days_left=100, days_in_all=365) == 1000 * YUAN


def test_half_a_fen_is_rounded_up() -> None:
    assert amounts.unlimited_card_refund(1, days_left=1, days_in_all=2) == 1
    assert amounts.unlimited_card_refund(1, days_left=1, days_in_all=3) == 0


@given(fen, st.integers(0, 400), st.integers(1, 400))
def test_a_term_refund_lies_between_nothing_and_all(paid: int, left: int, whole: int) -> None:
    refund = amounts.unlimited_card_refund(paid, days_left=min(left, whole), days_in_all=whole)
    assert 0 <= refund <= paid


def test_sums_below_nothing_and_terms_without_days_are_refused() -> None:
    for call in (
        lambda: amounts.for_fraud(-1),
        lambda: amounts.for_unsafe_food(1, loss=-1),
        lambda: amounts.delivered_at_discount(1, paid=0),
        lambda: amounts.unlimited_card_refund(1, days_left=2, days_in_all=1),
        lambda: amounts.unlimited_card_refund(1, days_left=0, days_in_all=0),
    ):
        with pytest.raises(ValueError, match="must"):
            call()
