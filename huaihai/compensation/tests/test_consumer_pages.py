"""Li asks a fund through the pages of the own complaint, and follows the claim until the money has come."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from huaihai.businesses.models import Place
from huaihai.cases.models import Case
from huaihai.cases.visits import mark_of
from huaihai.compensation.claims import verbs as claims_verbs
from huaihai.compensation.funds import own as funds_own
from huaihai.compensation.models import Claim
from huaihai.compensation.payments import verbs as payments_verbs
from huaihai.compensation.tests import market as people
from huaihai.compensation.tests.market import PAYEE, TODAY, Market
from huaihai.compensation.tests.owner_pages import at, signed_in
from huaihai.members.actors import CONSUMER_CASES
from tests.cast import TUESDAY
from tests.reading import fresh

pytestmark = pytest.mark.django_db
NOW = TUESDAY + timedelta(hours=1)
ACCOUNT = {"how": "account", "consent": "on", **PAYEE}


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> Market:
    at(monkeypatch, NOW)
    return people.assemble()


def li_with(*cases: Case) -> Client:
    """Li's browser, which has shown the receipt codes of these cases."""
    client = Client()
    session = client.session
    session[CONSUMER_CASES] = {str(case.pk): mark_of(Case.objects.get(pk=case.pk)) for case in cases}
    session.save()
    return client


def case_page(client: Client, case: Case) -> str:
    return client.get(reverse("my-case", args=[case.pk])).text


def send(client: Client, case: Case, noun: str, **typed: Any) -> Any:
    """Open the page of a step and send its form."""
    url = reverse("my-fund-step", args=[case.pk, noun])
    hidden = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', client.get(url).text)
    return client.post(url, dict(hidden) | typed)


def test_from_the_own_complaint_to_the_money(held: Market) -> None:
    case = people.complaint(held, asked_fen=12_345)
    li = li_with(case)
    new, own = reverse("my-fund-new", args=[case.pk]), reverse("my-fund", args=[case.pk])

    assert new in case_page(li, case)
    form = li.get(new).text
    assert 'value="123.45"' in form
    assert held.fund.name in form
    assert li.post(new, {"ground": "food", "sum_fen": "123.45", "how": "later"}).url == own
    claim = Claim.objects.get(case=case)
    assert (claim.asked_fen, claim.payee, claim.fund) == (12_345, {}, held.fund)
    assert own in case_page(li, case)
    assert held.cast.lead.short_name in li.get(own).text  # who decides

    assert send(li, case, "payee", **ACCOUNT).url == own
    page = li.get(own).text
    assert PAYEE["account"] not in page
    assert (fresh(claim).payee, bool(claim.payee_consent)) == (PAYEE, True)

    claims_verbs.send_back(claim, wanted="The receipt, please.", by=held.mei, at=NOW)
    assert "The receipt, please." in li.get(own).text
    assert "The receipt, please." in case_page(li, case)
    assert send(li, case, "again", sum_fen="100").url == own
    claims_verbs.check(claim, by=held.mei, at=NOW)
    people.approved(claim, held.mei, held.zhao, fen=10_000, at=NOW)
    order = claim.orders.get()
    payments_verbs.pay(order, paid_on=TODAY, proof="Receipt", by=held.cao, at=NOW)
    page = case_page(li, case)
    assert "100.00" in page
    assert reverse("my-fund-step", args=[case.pk, "withdrawal"]) not in li.get(own).text
    late = li.post(reverse("my-fund-step", args=[case.pk, "withdrawal"]), {"seen": 1, "reason": "Too late."})
    assert late.status_code == 409
    assert "Too late." in late.text


def test_bad_input_comes_back_as_it_was_typed(held: Market) -> None:
    case = people.complaint(held)
    li, new = li_with(case), reverse("my-fund-new", args=[case.pk])

    typed = {"ground": "food", "sum_fen": "12.345", **ACCOUNT}
    del typed["consent"]
    page = li.post(new, typed).text
    assert not Claim.objects.exists()
    assert 'value="12.345"' in page
    assert f'value="{PAYEE["account"]}"' in page
    assert 'href="#id_consent"' in page
    for wrong in ({"ground": "travel"}, {"how": ""}, {"how": "by_hand", "phone": ""}, {"sum_fen": "0"}):
        assert li.post(new, {**ACCOUNT, "ground": "food", "sum_fen": "5", **wrong}).status_code == 200
    assert not Claim.objects.exists()
    assert li.post(new, {**ACCOUNT, "ground": "food", "sum_fen": "5"}).status_code == 302
    assert li.post(new, {**ACCOUNT, "ground": "food", "sum_fen": "6"}).url == reverse(
        "my-fund", args=[case.pk]
    )
    assert Claim.objects.get().asked_fen == 500


def test_another_consumer_finds_nothing_and_without_a_fund_nobody_is_asked(held: Market) -> None:
    case, other = people.complaint(held), people.complaint(held)
    li, new = li_with(case), reverse("my-fund-new", args=[case.pk])
    for url in (reverse("my-fund", args=[other.pk]), reverse("my-fund-new", args=[other.pk])):
        assert li.get(url).status_code == 404
    assert (
        li.get(reverse("my-fund-step", args=[case.pk, "payee"])).status_code == 404
    )  # nothing was asked yet
    assert Client().get(new).status_code == 302

    Case.objects.filter(pk=case.pk).update(category="G01")  # no kettle is food
    assert new not in case_page(li, case)
    assert li.get(new).status_code == 404
    assert li.post(new, {**ACCOUNT, "ground": "food", "sum_fen": "5"}).status_code == 409
    assert not Claim.objects.exists()


def test_two_tabs_do_not_overwrite_each_other(held: Market) -> None:
    claim = people.asked(held)
    li = li_with(claim.case)
    seen = claim.version
    claims_verbs.check(claim, by=held.mei, at=NOW)

    slow = li.post(
        reverse("my-fund-step", args=[claim.case_id, "payee"]),
        {"seen": seen, **ACCOUNT, "name": "Somebody else (test)"},
    )
    assert slow.status_code == 409
    assert "Somebody else (test)" in slow.text
    assert fresh(claim).payee == PAYEE


def test_the_front_page_of_the_owner_the_debtor_and_a_poster_name_the_fund(held: Market) -> None:
    claim, _order = people.paid(held, 40_000)
    people.asked(held)
    assert reverse("business-funds") in signed_in(held.mei).get(reverse("business-desk")).text
    debtor = signed_in(held.cast.sun).get(reverse("business-desk")).text
    assert "400.00" in debtor
    assert reverse("business-debts") in debtor
    place = Place.objects.filter(business=held.stall).first()
    assert place is not None
    assert [door.label for door in funds_own.doors(place, on=TODAY)] == [held.fund.name]
    assert claim.fund == held.fund
