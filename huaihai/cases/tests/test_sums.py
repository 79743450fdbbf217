"""Sums that anybody can work out: they say what the law room says, to the fen, and keep what was typed."""

import re
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from huaihai.cases.triage import sums
from huaihai.kit import clock, spoken
from huaihai.law import amounts
from huaihai.law.triage.cards import Sum
from tests import cast

pytestmark = pytest.mark.django_db
FEN = st.integers(0, 10_000_000_00)


@pytest.fixture(autouse=True)
def tuesday(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: cast.TUESDAY)  # 24 November 2026


def worked(one: Sum, **typed: Any) -> sums.Result:
    part = sums.part_of(one, {f"{one.value}-{name}": value for name, value in typed.items()})
    assert part.result is not None, part.form.errors
    return part.result


def refused(one: Sum, **typed: Any) -> set[str]:
    part = sums.part_of(one, {f"{one.value}-{name}": value for name, value in typed.items()})
    assert part.result is None
    return set(part.form.errors)


@pytest.mark.parametrize(
    ("one", "typed", "answer"),
    [
        (Sum.THREEFOLD, {"price": "100"}, "600.00"),
        (Sum.THREEFOLD, {"price": "166.67"}, "666.68"),
        (Sum.THREEFOLD, {"price": "3980"}, "15,920.00"),
        (Sum.TENFOLD, {"price": "12"}, "1,012.00"),
        (Sum.TENFOLD, {"price": "12", "is_paid_back": "on"}, "1,000.00"),
        (Sum.TENFOLD, {"price": "500", "loss": "2000"}, "10,000.00"),  # loss 2,500, three times 7,500
        (Sum.PREPAID, {"case": "balance", "paid": "3000", "used": "1200"}, "1,800.00"),
        (Sum.PREPAID, {"case": "discount", "paid": "1000", "used": "300", "bonus": "200"}, "750.00"),
        (Sum.PREPAID, {"case": "discount", "paid": "1000", "used": "300"}, "700.00"),
        (Sum.PREPAID, {"case": "full", "paid": "1000", "used": "400"}, "600.00"),
        (
            Sum.PREPAID,
            {
                "case": "term",
                "paid": "1095",
                "starts_on": "2026-01-01",
                "ends_on": "2026-12-31",
                "stopped_on": "2026-11-01",
            },
            "183.00",  # 61 of 365 days
        ),
    ],
)
def test_examples(one: Sum, typed: dict[str, str], answer: str) -> None:
    assert f" {answer} 元" in worked(one, **typed).answer


@given(paid=FEN, used=FEN, bonus=FEN)
def test_a_prepaid_card_is_counted_as_the_law_room_counts(paid: int, used: int, bonus: int) -> None:
    said = {"paid": paid, "used": used, "bonus": bonus}
    assert sums._balance(said)[0] == amounts.prepaid_refund(paid, used)
    full = amounts.delivered_at_full_price(used, paid=paid)
    assert sums._full(said)[0] == amounts.prepaid_refund(paid, full)
    if paid:
        share = amounts.delivered_at_discount(used, paid=paid, bonus=bonus)
        assert sums._discount(said)[0] == amounts.prepaid_refund(paid, share)


@given(price=FEN, loss=FEN)
def test_awards_are_the_law_rooms(price: int, loss: int) -> None:
    def form(**said: Any) -> Any:
        return type("Form", (), {"cleaned_data": said})()

    total = amounts.for_unsafe_food(price, loss + price).total
    assert spoken.figures(total) in sums._tenfold(form(price=price, loss=loss, is_paid_back=False)).answer
    assert spoken.figures(amounts.for_fraud(price).total) in sums._threefold(form(price=price)).answer


@given(
    starts_on=st.dates(date(2020, 1, 1), date(2030, 1, 1)),
    length=st.integers(0, 2000),
    stopped_on=st.dates(date(2019, 1, 1), date(2036, 1, 1)),
)
def test_days_of_a_card_never_leave_its_term(starts_on: date, length: int, stopped_on: date) -> None:
    ends_on = date.fromordinal(starts_on.toordinal() + length)
    in_all, left = sums.days_of(starts_on, ends_on, stopped_on)
    assert 0 <= left <= in_all == length + 1
    assert left == sum(
        date.fromordinal(number) >= stopped_on
        for number in range(starts_on.toordinal(), ends_on.toordinal() + 1)
    )


@pytest.mark.parametrize(
    ("what", "day", "words"),
    [
        ("online", "2026-11-20", "11 月 27 日"),
        ("online", "2026-11-21", "11 月 30 日"),  # the seventh day is a Saturday
        ("fault", "2026-11-24", "12 月 1 日"),
        ("prepaid", "2026-11-16", "已经过了"),
        ("online", "2001-01-01", "已经过了"),
    ],
)
def test_seven_days(what: str, day: str, words: str) -> None:
    result = worked(Sum.SEVEN_DAYS, what=what, day=day)
    assert words in result.answer
    assert result.is_over == ("过了" in words)


def test_the_button_of_an_app_may_end_before_the_law_does() -> None:
    how = worked(Sum.SEVEN_DAYS, what="online", day="2026-11-21").how
    assert any("11 月 28 日" in line for line in how)


@pytest.mark.parametrize(
    ("one", "typed", "names"),
    [
        (Sum.SEVEN_DAYS, {}, {"what", "day"}),
        (Sum.SEVEN_DAYS, {"what": "online", "day": "2026-11-25"}, {"day"}),  # has not come yet
        (Sum.THREEFOLD, {"price": "abc"}, {"price"}),
        (Sum.TENFOLD, {"price": "-1"}, {"price"}),
        (Sum.PREPAID, {"case": "balance", "paid": "10"}, {"used"}),
        (Sum.PREPAID, {"case": "discount", "paid": "0", "used": "1"}, {"paid"}),
        (Sum.PREPAID, {"case": "term", "paid": "10"}, {"starts_on", "ends_on"}),
        (
            Sum.PREPAID,
            {"case": "term", "paid": "10", "starts_on": "2026-02-01", "ends_on": "2026-01-01"},
            {"ends_on"},
        ),
        (Sum.PREPAID, {"case": "nothing", "paid": "10"}, {"case"}),
    ],
)
def test_what_cannot_be_counted_is_said_beside_its_field(
    one: Sum, typed: dict[str, str], names: set[str]
) -> None:
    assert refused(one, **typed) == names


@pytest.mark.parametrize("one", list(Sum), ids=lambda one: one.value)
def test_every_sum_has_a_page_of_its_own_with_a_way_on(client: Client, one: Sum) -> None:
    url = reverse("sum", args=[one.value])
    assert url in client.get(reverse("sums")).text
    page = client.get(url).text
    assert reverse("file-start") in page
    typed = {f"{one.value}-paid": "12.345", f"{one.value}-price": "12.345", f"{one.value}-day": "2026-13-01"}
    again = client.post(url, typed).text
    assert 'id="errors"' in again
    assert re.search(r'value="(12\.345|2026-13-01)"', again)
    assert not client.session.keys()


def test_a_result_names_article_and_sureness(client: Client) -> None:
    page = client.post(reverse("sum", args=["threefold"]), {"threefold-price": "300"}).text
    assert reverse("law-article", args=["consumer-rights-law", "55"]) in page
    assert "法律法规原文" in page
