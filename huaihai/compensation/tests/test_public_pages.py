"""What everybody reads about funds: the register, one fund's rules through time, and what was paid, in classes."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from huaihai.compensation.funds import verbs as funds_verbs
from huaihai.compensation.funds.facts import COUNTS, FEWEST, SUMS_FEN, in_classes
from huaihai.compensation.models import Fund
from huaihai.compensation.tests.market import DAY, PAYEE, TODAY, Market, assemble, in_force, paid
from huaihai.kit import clock
from tests.cast import TUESDAY
from tests.reading import without_chance

LATER = TUESDAY + 3 * DAY


@pytest.fixture
def market(db: Any, monkeypatch: pytest.MonkeyPatch) -> Market:
    monkeypatch.setattr(clock, "now", lambda: LATER)
    monkeypatch.setattr(clock, "today", LATER.date)
    return assemble(paid_in=1_000_000, per_day_cap_fen=900_000)


def page(client: Client, name: str, *args: Any, **query: str) -> str:
    client.cookies["language"] = "en"
    answer = client.get(reverse(name, args=args), query)
    assert answer.status_code == 200
    return answer.text


class TestRegister:
    def test_it_says_who_for_what_and_how_much(self, client: Client, market: Market) -> None:
        said = page(client, "funds")
        for words in (
            "Market fund (test)",
            "Market (test)",
            "食品安全法第148条第1款",
            "500.00 yuan",
            "badge valid",
        ):
            assert words in said

    def test_a_city_without_funds_has_none(self, client: Client, market: Market) -> None:
        assert "Market fund" in page(client, "funds", city="411400")
        assert "Market fund" not in page(client, "funds", city="320300")
        assert "Market fund" in page(client, "funds", city="<nonsense>")

    def test_a_fund_without_rules_is_nobodys_to_see(self, client: Client, market: Market) -> None:
        made = funds_verbs.open_fund(
            name="Being set up", owner_type=Fund.OwnerType.MARKET, owner=market.market, body=market.cast.lead,
            held_at="a bank", by=market.zhao, at=LATER,
        )  # fmt: skip
        assert "Being set up" not in page(client, "funds")
        assert client.get(reverse("fund", args=[made.pk])).status_code == 404

    @pytest.mark.both_databases
    def test_ten_more_funds_cost_no_more_queries(
        self, client: Client, market: Market, django_assert_num_queries: Any
    ) -> None:
        with CaptureQueriesContext(connection) as few:
            page(client, "funds")
        for number in range(10):
            fund = funds_verbs.open_fund(
                name=f"Fund {number}", owner_type=Fund.OwnerType.MARKET, owner=market.market,
                body=market.cast.lead, held_at="a bank", by=market.zhao, at=TUESDAY,
            )  # fmt: skip
            in_force(Market(**{**market.__dict__, "fund": fund}))
        with django_assert_num_queries(len(few)):
            assert "Fund 9" in page(client, "funds")


class TestOneFund:
    def test_earlier_rules_stay_with_their_days(self, client: Client, market: Market) -> None:
        in_force(
            market,
            at=TUESDAY + DAY,
            from_on=TODAY + 2 * DAY,
            per_claim_cap_fen=77_700,
            basis="New rules (test)",
        )
        in_force(market, at=LATER, from_on=TODAY + 30 * DAY, per_claim_cap_fen=88_800)
        said = page(client, "fund", market.fund.pk)
        assert said.index("777.00 yuan") < said.index("888.00 yuan") < said.index("500.00 yuan")
        assert "24 November to 25 November" in said
        assert "26 November to 23 December" in said

    def test_a_suspended_badge_says_so_and_why(self, client: Client, market: Market) -> None:
        funds_verbs.suspend(market.fund, reason="Receipts are <missing>", by=market.zhao, at=LATER)
        said = page(client, "fund", market.fund.pk)
        assert "The badge is suspended." in said
        assert "Receipts are &lt;missing&gt;" in said
        assert "badge valid" not in said

    def test_what_was_paid_is_told_from_some_payments_on_and_never_exactly(
        self, client: Client, market: Market
    ) -> None:
        for _n in range(FEWEST - 1):
            paid(market, 43_210)
        assert "fewer than 5 payments" in page(client, "fund", market.fund.pk)
        paid(market, 43_210)
        said = page(client, "fund", market.fund.pk)
        assert "5 to 9 payments, together 1,000 to 5,000 yuan" in said
        assert "2,160.50" not in said

    def test_no_person_is_named(self, client: Client, market: Market) -> None:
        claim, _order = paid(market)
        said = page(client, "fund", market.fund.pk)
        for secret in ("Li (test)", PAYEE["account"], str(claim.case.number)):
            assert secret not in said
        for secret in ("6222", "mei", "zhao"):
            assert secret not in without_chance(said)

    def test_how_it_works_names_every_ground(self, client: Client, market: Market) -> None:
        assert "旅游法第31条" in page(client, "advance-payment")


@settings(max_examples=60)
@given(count=st.integers(0, 3000), fen=st.integers(0, 10**12))
def test_a_class_never_tells_a_number_of_its_own(count: int, fen: int) -> None:
    told = in_classes(count, fen)
    bounds = {f"{n}" for n in COUNTS} | {f"{n - 1}" for n in COUNTS} | {f"{n // 100:,}" for n in SUMS_FEN}
    assert bool(told.count) == bool(told.sum) == (count >= FEWEST)
    numbers = re.findall(r"[\d,]+", f"{told.count} {told.sum}")  # in any language
    assert set(numbers) <= bounds
