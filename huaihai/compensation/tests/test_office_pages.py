"""The desk of a city's officers: funds, rules by two people, claims that are signed, nobody else's business."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from huaihai.compensation.claims import deciding
from huaihai.compensation.claims import verbs as claims_verbs
from huaihai.compensation.funds import verbs as funds_verbs
from huaihai.compensation.models import Claim, Fund, FundTerms
from huaihai.compensation.tests.market import DAY, Market, asked, assemble, checked, paid
from huaihai.compensation.tests.owner_pages import at, code, signed_in
from tests.cast import TUESDAY
from tests.posts import wrong_code
from tests.reading import fresh

LATER = TUESDAY + 2 * DAY


@pytest.fixture
def market(db: Any, monkeypatch: pytest.MonkeyPatch) -> Market:
    at(monkeypatch, LATER)
    return assemble(paid_in=500_000)


@pytest.fixture
def zhao(market: Market) -> Client:
    return english(market.zhao)


@pytest.fixture
def wu(market: Market) -> Client:
    return english(market.wu)


def english(actor: Any) -> Client:
    client = signed_in(actor)
    client.cookies["language"] = "en"
    return client


def fund_url(market: Market, name: str = "desk-fund", *args: Any) -> str:
    return reverse(name, args=[market.fund.pk, *args])


def claim_url(claim: Claim, noun: str = "") -> str:
    name = "desk-fund-claim-step" if noun else "desk-fund-claim"
    return reverse(name, args=[claim.pk, noun] if noun else [claim.pk])


def typed_rules(market: Market, **changed: str) -> dict[str, Any]:
    market.fund.refresh_from_db()
    return {
        "seen": str(market.fund.version), "from_on": LATER.date().isoformat(), "covers": "beneath",
        "grounds": ["food", "settlement"], "deposit_fen": "2000", "minimum_fen": "1,000.01",
        "per_claim_cap_fen": "600.5", "per_day_cap_fen": "", "at_once_cap_fen": "", "at_once_per_day_cap_fen": "",
        "pay_within_minutes": "30", "suspend_after_days": "10", "recourse_days": "", "basis_kind": "committed",
        "basis": "Rules of the market (test)", "basis_on": "", "sureness": "read", "text": "",
        "share_411400": "2", "share_320300": "1",
    } | changed  # fmt: skip


class TestFunds:
    def test_low_ones_come_first(self, market: Market, zhao: Client) -> None:
        other = funds_verbs.open_fund(
            name="A low fund (test)", owner_type=Fund.OwnerType.MARKET, owner=market.market, body=market.cast.lead,
            held_at="a bank", by=market.zhao, at=TUESDAY,
        )  # fmt: skip
        Fund.objects.filter(pk=market.fund.pk).update(name="Z (test)", low_since=TUESDAY.date())
        said = zhao.get(reverse("desk-funds")).text
        assert said.index("Z (test)") < said.index(other.name)
        assert "low since 24 November" in said

    def test_a_fund_is_opened_for_a_business_of_the_register(self, market: Market, zhao: Client) -> None:
        found = zhao.get(reverse("desk-fund-choose"), {"q": "Kettle"}).text
        url = reverse("desk-fund-new", args=[market.stall.pk])
        assert url in found
        empty = zhao.post(url, {"name": "", "owner_type": "business", "held_at": "Bank (test)"})
        assert 'value="Bank (test)"' in empty.text
        assert Fund.objects.count() == 1
        zhao.post(url, {"name": "Kettles (test)", "owner_type": "business", "held_at": "Bank (test)"})
        made = Fund.objects.get(name="Kettles (test)")
        assert (made.owner, made.body, made.stage) == (market.stall, market.cast.lead, "active")

    def test_what_belongs_to_another_city_is_not_there(self, market: Market) -> None:
        claim = asked(market)
        wang = english(market.cast.wang)
        assert "Market fund" not in wang.get(reverse("desk-funds")).text
        for url in (
            fund_url(market), fund_url(market, "desk-fund-rules-new"), fund_url(market, "desk-fund-rules", 1),
            fund_url(market, "desk-fund-step", "suspension"), claim_url(claim), claim_url(claim, "check"),
        ):  # fmt: skip
            assert wang.get(url).status_code == 404
            assert wang.post(url, {"seen": "1", "reason": "x"}).status_code in (404, 405)
        market.fund.refresh_from_db()
        assert market.fund.stage == "active"

    def test_the_badge_is_taken_with_a_reason_and_given_back(self, market: Market, zhao: Client) -> None:
        url, version = fund_url(market, "desk-fund-step", "suspension"), Fund.objects.get().version
        assert "Please fill in: Reason" in zhao.post(url, {"seen": version, "reason": " "}).text
        assert zhao.post(url, {"seen": version, "reason": "No receipts"}).status_code == 302
        assert "No receipts" in zhao.get(fund_url(market)).text
        too_late = zhao.post(url, {"seen": version, "reason": "Once more"})
        assert too_late.status_code == 409
        assert "Once more" in too_late.text
        zhao.post(fund_url(market, "desk-fund-step", "return"), {"seen": Fund.objects.get().version})
        assert Fund.objects.get().stage == "active"

    def test_who_was_slower_sees_the_fund_as_it_is_and_keeps_what_was_typed(
        self, market: Market, zhao: Client
    ) -> None:
        market.fund.refresh_from_db()
        seen = market.fund.version
        funds_verbs.suspend(market.fund, reason="first", by=market.wu, at=LATER)
        url = fund_url(market, "desk-fund-step", "name")
        answer = zhao.post(url, {"seen": seen, "name": "Typed (test)", "held_at": "Bank"})
        assert answer.status_code == 409
        said = answer.text
        assert "badge suspended" in said
        assert 'value="Typed (test)"' in said
        again = {"seen": Fund.objects.get().version, "name": "Typed (test)", "held_at": "Bank"}
        assert zhao.post(url, again).status_code == 302
        assert Fund.objects.get().name == "Typed (test)"


class TestRules:
    def test_two_people_make_them_and_every_fen_is_kept(
        self, market: Market, zhao: Client, wu: Client
    ) -> None:
        made = zhao.post(fund_url(market, "desk-fund-rules-new"), typed_rules(market))
        assert made.status_code == 302
        terms = FundTerms.objects.get(serial=2)
        assert (terms.minimum_fen, terms.per_claim_cap_fen, terms.per_day_cap_fen) == (100_001, 60_050, None)
        assert {share.city.key: share.parts for share in terms.shares.all()} == {
            "city:411400": 2,
            "city:320300": 1,
        }
        url = fund_url(market, "desk-fund-rules", 2)
        assert "Somebody else has to confirm them" in zhao.get(url).text
        own = zhao.post(url, {"hash": terms.text_hash, "is_read": "on"})
        assert own.status_code == 409
        page = wu.get(url).text
        assert "500.00 yuan" in page  # what was, beside
        assert "600.50 yuan" in page  # what is to be
        forged = wu.post(url, {"hash": "0" * 64, "is_read": "on"})
        assert "These are not the rules that you saw" in forged.text
        assert not fresh(terms).is_confirmed
        assert wu.post(url, {"hash": terms.text_hash, "is_read": "on"}).status_code == 302
        assert fresh(terms).confirmed_by == market.wu.key

    @pytest.mark.both_databases
    def test_bad_input_stays_on_the_page(self, market: Market, zhao: Client) -> None:
        for field, value, said in (
            ("minimum_fen", "about a thousand", "Write the amount in figures"),
            ("per_claim_cap_fen", "600.505", "Write the amount in figures"),
            ("per_day_cap_fen", "1", "A day cannot pay less than one claim"),
            ("at_once_cap_fen", "5", "needs both caps"),
            ("from_on", "2020-01-01", "This day cannot be right here"),
            ("recourse_days", "-1", "greater than or equal to 0"),
            ("pay_within_minutes", "soon", "Please write a whole number"),
        ):
            answer = zhao.post(fund_url(market, "desk-fund-rules-new"), typed_rules(market, **{field: value}))
            assert answer.status_code == 200
            assert said in answer.text
            assert f'value="{value}"' in answer.text
        assert FundTerms.objects.count() == 1

    def test_a_proposal_is_dropped_and_cannot_be_confirmed_any_more(
        self, market: Market, zhao: Client, wu: Client
    ) -> None:
        zhao.post(fund_url(market, "desk-fund-rules-new"), typed_rules(market))
        zhao.post(fund_url(market, "desk-fund-rules-drop", 2), {"seen": Fund.objects.get().version})
        held = FundTerms.objects.get(serial=2)
        assert held.dropped_at == LATER
        assert (
            wu.post(
                fund_url(market, "desk-fund-rules", 2), {"hash": held.text_hash, "is_read": "on"}
            ).status_code
            == 409
        )


class TestClaims:
    def test_what_waits_stands_on_its_list(self, market: Market, zhao: Client) -> None:
        waits, ready = asked(market), checked(market)
        said = zhao.get(reverse("desk-fund-claims")).text
        assert str(waits.case.number) in said
        assert str(ready.case.number) not in said
        assert str(ready.case.number) in zhao.get(reverse("desk-fund-claims"), {"list": "decide"}).text

    def test_an_approval_is_signed_and_the_second_one_decides(
        self, market: Market, zhao: Client, wu: Client
    ) -> None:
        claim = checked(market)
        url = claim_url(claim, "approval")
        claim.refresh_from_db()
        wrong = zhao.post(url, {"seen": claim.version, "sum_fen": "400", "code": wrong_code()})
        assert "code-error" in wrong.text
        assert not claim.decisions.exists()
        first = zhao.post(url, {"seen": claim.version, "sum_fen": "400", "code": code()})
        assert first.status_code == 302
        said = zhao.get(claim_url(claim)).text
        assert "You have said your word." in said
        assert url not in said
        claim.refresh_from_db()
        wu.post(url, {"seen": claim.version, "sum_fen": "400.00", "code": code()})
        assert (fresh(claim).stage, claim.approved_fen) == ("ordered", 40_000)
        assert sorted(deciding.decided_by(claim)) == sorted([market.zhao.key, market.wu.key])

    def test_a_refusal_is_signed_too(self, market: Market, zhao: Client) -> None:
        claim = checked(market)
        claim.refresh_from_db()
        url = claim_url(claim, "refusal")
        unsigned = zhao.post(url, {"seen": claim.version, "reasons": "No receipt"})
        assert unsigned.status_code == 200
        assert not claim.decisions.exists()
        zhao.post(url, {"seen": claim.version, "reasons": "No receipt", "code": code()})
        assert claim.decisions.get().said == "refuse"

    def test_who_was_slower_gets_the_claim_as_it_is_now(self, market: Market, zhao: Client) -> None:
        claim = checked(market)
        claim.refresh_from_db()
        seen = claim.version
        deciding.approve(claim, sum_fen=30_000, by=market.mei, at=LATER)
        sent = {"seen": seen, "sum_fen": "400", "reasons": "mine", "code": code()}
        answer = zhao.post(claim_url(claim, "approval"), sent)
        assert answer.status_code == 409
        assert "mine" in answer.text
        assert claim.decisions.count() == 1
        claims_verbs.send_back(claim, wanted="a receipt", by=market.wu, at=LATER)
        assert zhao.post(claim_url(claim, "approval"), sent | {"code": code()}).status_code == 409

    def test_the_second_voice_writes_the_rest_off(self, market: Market, zhao: Client, wu: Client) -> None:
        claim, _order = paid(market)
        url = claim_url(claim, "write-off")
        for client in (zhao, wu):
            claim.refresh_from_db()
            client.post(url, {"seen": claim.version, "sum_fen": "40000", "reasons": "gone", "code": code()})
        assert fresh(claim).stage == "written_off"

    def test_money_is_paid_by_the_owner_alone_and_the_account_stays_hidden(
        self, market: Market, zhao: Client
    ) -> None:
        claim = checked(market)
        for one in (market.mei, market.zhao):
            deciding.approve(claim, sum_fen=40_000, by=one, at=LATER)
        said = zhao.get(claim_url(claim)).text
        assert "6222000000000000" not in said
        assert claim_url(claim, "payment") not in said
        assert zhao.get(claim_url(claim, "payment")).status_code == 403
        assert zhao.post(reverse("desk-fund-claim-payee", args=[claim.pk])).status_code == 404

    @pytest.mark.both_databases
    def test_the_list_costs_the_same_however_long(
        self, market: Market, zhao: Client, django_assert_num_queries: Any
    ) -> None:
        asked(market)
        zhao.get(reverse("desk-fund-claims"))
        with CaptureQueriesContext(connection) as few:
            zhao.get(reverse("desk-fund-claims"))
        for _n in range(4):
            asked(market)
        with django_assert_num_queries(len(few)):
            zhao.get(reverse("desk-fund-claims"))


def test_the_owners_manager_confirms_what_an_officer_proposed_and_its_cashier_only_reads(
    market: Market, zhao: Client
) -> None:
    zhao.post(fund_url(market, "desk-fund-rules-new"), typed_rules(market))
    held = FundTerms.objects.get(serial=2)
    mei, cao = english(market.mei), english(market.cao)
    url, sent = fund_url(market, "business-fund-rules", 2), {"hash": held.text_hash, "is_read": "on"}
    assert url in mei.get(fund_url(market, "business-fund")).text
    assert "Confirm these rules" not in cao.get(url).text
    assert cao.post(url, sent).status_code == 409
    assert cao.get(fund_url(market, "business-fund-rules-new")).status_code == 404
    assert mei.post(url, sent).status_code == 302
    assert fresh(held).confirmed_by == market.mei.key
