"""The people of a fund's owner through their pages: from the claim over the payment to what the stall pays back."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from huaihai.businesses.models import Business, Representative
from huaihai.compensation import ledger
from huaihai.compensation.claims import deciding
from huaihai.compensation.funds import verbs as funds_verbs
from huaihai.compensation.models import PaymentFile
from huaihai.compensation.payments import recourse
from huaihai.compensation.tests import market as people
from huaihai.compensation.tests.market import DAY, TODAY, Market
from huaihai.compensation.tests.owner_pages import at, claim_url, code, do, signed_in, step_url
from huaihai.record import events
from tests.cast import TUESDAY
from tests.posts import wrong_code
from tests.reading import fresh

pytestmark = pytest.mark.django_db
NOW = TUESDAY + timedelta(hours=1)


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> Market:
    at(monkeypatch, NOW)
    return people.assemble()


def test_from_the_claim_to_the_payment_and_back_in_parts(held: Market) -> None:
    claim = people.asked(held, 40_000)
    mei, cao, sun = signed_in(held.mei), signed_in(held.cao), signed_in(held.cast.sun)

    assert held.fund.name in mei.get(reverse("business-funds")).text
    fund_page = mei.get(reverse("business-fund", args=[held.fund.pk])).text
    assert claim_url(claim) in fund_page
    assert "3,000.00" in fund_page
    assert do(mei, claim, "check").status_code == 302
    page = mei.get(claim_url(claim)).text
    assert page.count('class="tag ok">') >= 10  # every check holds
    assert "Li (test)" not in page
    assert people.PAYEE["account"] not in page

    assert do(mei, claim, "approval", sum_fen="400", signed=True).status_code == 302
    waiting = mei.get(claim_url(claim)).text
    assert step_url(claim, "approval") not in waiting  # nobody twice
    assert held.cast.lead.short_name in waiting  # who is still needed
    deciding.approve(claim, sum_fen=40_000, by=held.zhao, at=NOW)

    cards = cao.get(reverse("business-payments")).text
    assert "400.00" in cards
    assert people.PAYEE["account"] not in cards
    cao.post(reverse("business-claim-payee", args=[claim.pk]), {"next": "payments"})
    assert people.PAYEE["account"] in cao.get(reverse("business-payments")).text
    assert events.history(claim.record_key).filter(verb="payee_shown").count() == 1

    made = cao.post(reverse("business-payment-file-new", args=[held.fund.pk]))
    file = PaymentFile.objects.get()
    assert made.url == reverse("business-payment-file", args=[file.pk])
    assert "400.00" in cao.get(made.url).text
    assert people.PAYEE["account"] in cao.get(reverse("business-payment-file-csv", args=[file.pk])).text
    typed = {"paid_on": TODAY.isoformat(), "bank_reference": "B 1", "proof": "Receipt 1"}
    assert do(cao, claim, "payment", **typed, signed=True).status_code == 302
    assert fresh(claim).stage == "recovering"

    assert (
        do(cao, claim, "instalments", parts=3, first_on=(TODAY + DAY).isoformat(), reason="Asked").status_code
        == 302
    )
    assert [one.fen for one in claim.recourses.get().instalments.all()] == [13_333, 13_333, 13_334]
    assert "133.33" in sun.get(reverse("business-debt", args=[claim.pk])).text
    assert "400.00" in sun.get(reverse("business-debts")).text
    assert do(cao, claim, "recovery", fen="400.00", value_on=TODAY.isoformat()).status_code == 302
    assert fresh(claim).stage == "recovered"
    assert ledger.standing_of(held.fund).bank == 300_000


def test_the_rest_is_written_off_by_two_after_the_deposit_was_used(held: Market) -> None:
    claim, _order = people.paid(held, 40_000)
    funds_verbs.deposit(held.fund, fen=10_000, business=held.stall, value_on=TODAY, by=held.cao, at=TUESDAY)
    mei, cao = signed_in(held.mei), signed_in(held.cao)

    too_much = do(cao, claim, "set-off", fen="100.01")
    assert too_much.status_code == 200
    assert 'value="100.01"' in too_much.text
    assert do(cao, claim, "set-off", fen="100").status_code == 302
    assert do(mei, claim, "write-off", sum_fen=30_000, reasons="It is gone.", signed=True).status_code == 302
    assert fresh(claim).stage == "recovering"
    assert step_url(claim, "write-off") not in mei.get(claim_url(claim)).text
    assert recourse.write_off(claim, sum_fen=30_000, reasons="Yes.", by=held.zhao, at=NOW)
    assert ledger.standing_of(held.fund).lost == 30_000


def test_a_payment_that_fails_or_comes_back_is_ordered_again(held: Market) -> None:
    claim, _order = people.ordered(held)
    cao = signed_in(held.cao)

    assert do(cao, claim, "failure", reason="Wrong account").status_code == 302
    assert do(cao, claim, "order").status_code == 302
    paid = {"paid_on": TODAY.isoformat(), "proof": "Receipt 2"}
    assert do(cao, claim, "payment", **paid, signed=True).status_code == 302
    assert do(cao, claim, "bounce", reason="Account closed", value_on=TODAY.isoformat()).status_code == 302
    assert fresh(claim).stage == "approved"
    assert ledger.standing_of(held.fund).bank == 300_000


def test_who_may_not_gets_nothing_and_who_is_slow_gets_the_fresh_state(held: Market) -> None:
    claim = people.checked(held)
    mei, cao = signed_in(held.mei), signed_in(held.cao)
    other = Business.objects.create(kind=Business.Kind.GROUP, name="Other (test)", created_at=TUESDAY)
    stranger = signed_in(people.represents("stranger", other, Representative.Role.MANAGER))
    urls = [
        claim_url(claim),
        step_url(claim, "approval"),
        reverse("business-fund", args=[held.fund.pk]),
        reverse("business-debt", args=[claim.pk]),
        reverse("business-payments"),
    ]
    for url in urls:
        assert stranger.get(url).status_code == 404
        assert Client().get(url).status_code == 302
    assert signed_in(held.cast.sun).get(claim_url(claim)).status_code == 404  # the stall decides nothing
    assert mei.get(step_url(claim, "nothing")).status_code == 404

    assert do(cao, claim, "approval", sum_fen="400", signed=True).status_code == 403
    assert do(mei, claim, "payment", proof="x").status_code == 409  # nothing was ordered
    unsigned = do(mei, claim, "approval", sum_fen="399.5", code=wrong_code())
    assert unsigned.status_code == 200
    assert 'value="399.5"' in unsigned.text
    assert do(mei, claim, "approval", sum_fen="400.01", signed=True).status_code == 200  # more than asked
    seen = claim.version
    deciding.approve(claim, sum_fen=30_000, by=held.zhao, at=NOW)
    slow = mei.post(step_url(claim, "refusal"), {"seen": seen, "reasons": "No receipt."})
    assert slow.status_code == 409
    assert "No receipt." in slow.text
    assert claim.decisions.count() == 1


def test_the_cashier_writes_down_what_the_bank_moved_once(held: Market) -> None:
    cao, url = signed_in(held.cao), reverse("business-fund-money", args=[held.fund.pk])
    held.fund.refresh_from_db()
    typed = {"kind": "deposit", "business": str(held.stall.pk), "fen": "500", "value_on": TODAY.isoformat()}

    assert signed_in(held.cast.sun).get(url).status_code == 404
    assert cao.post(url, {**typed, "seen": held.fund.version, "code": code()}).status_code == 302
    again = cao.post(url, {**typed, "seen": held.fund.version, "code": code()})
    assert again.status_code == 409
    assert 'value="500"' in again.text
    held.fund.refresh_from_db()
    taken = {**typed, "kind": "withdraw", "fen": "500.01", "seen": held.fund.version, "code": code()}
    assert cao.post(url, taken).status_code == 200  # more than the stall had paid in
    assert cao.post(url, {**typed, "seen": held.fund.version}).status_code == 200  # not signed
    assert ledger.standing_of(held.fund).bank == 350_000
    page = cao.get(reverse("business-fund", args=[held.fund.pk])).text
    assert url in page
    assert reverse("business-fund-months", args=[held.fund.pk]) in page


@pytest.mark.both_databases
def test_lists_ask_as_many_questions_for_one_claim_as_for_many(held: Market) -> None:
    mei, cao, sun = signed_in(held.mei), signed_in(held.cao), signed_in(held.cast.sun)
    pages = [
        (mei, reverse("business-funds")),
        (mei, reverse("business-fund", args=[held.fund.pk]) + "?list=back"),
        (cao, reverse("business-payments")),
        (sun, reverse("business-debts")),
        (sun, reverse("business-desk")),
    ]
    counts = []
    for _round in range(3):  # the first one warms caches
        people.paid(held, 10_000)
        people.ordered(held, 10_000)
        counts.append([_queries(client, url) for client, url in pages])
    assert counts[1] == counts[2]


def _queries(client: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as seen:
        assert client.get(url).status_code == 200
    return len(seen)
