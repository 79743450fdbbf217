"""Visits, calls, entrusted cases and imported drafts become cases through the desk's pages."""

from datetime import timedelta
from typing import Any
from urllib.parse import quote

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from huaihai.cases.consumer.tracking.access import open_with
from huaihai.cases.models import Case, Complainant
from huaihai.cases.verbs import intake
from huaihai.record import clocks
from tests import cast as people

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tuesday")]
NOW = people.TUESDAY
ANSWERS: dict[str, Any] = {
    "key": "one-page",
    "origin": "visit",
    "title": "电热水壶漏电，打 13912345678",
    "story": "买来第三天就漏电。",
    "of_business_name": "Kettle shop (test)",
    "of_business_region_code": people.LEAD,
    "bought_on": "2026-11-21",
    "price_fen": "268",
    "remedies": ["refund"],
    "asked_fen": "268.00",
    "name": "Li (test)",
    "phone": "+86 138 0000 0001",
    "consumer_at": people.HOME,
    "consents": ["other_body", "business"],
}


@pytest.fixture
def draft(cast: people.Cast) -> Case:
    return intake.start_draft(
        by=cast.wang,
        at=NOW,
        origin=Case.Origin.IMPORTED,
        home=cast.home,
        title="水费多收",
        story="上个月水费多收了一倍。",
    )


def test_a_visit_becomes_a_case_whose_receipt_opens_it(wang: Client, cast: people.Cast) -> None:
    assert wang.get(reverse("desk-register")).status_code == 200
    answer = wang.post(reverse("desk-register"), ANSWERS)

    assert answer.status_code == 302
    case = Case.objects.get()
    assert (case.stage, case.origin, case.home, case.responsible) == (
        "received",
        "visit",
        cast.home,
        cast.home,
    )
    assert case.price_fen == 26_800
    assert "13912345678" not in case.title
    assert set(case.consents.values_list("purpose", flat=True)) == {"other_body", "business"}
    assert Complainant.objects.get(case=case).phone == people.PHONE
    receipt = wang.get(answer.headers["Location"]).text
    again = wang.get(answer.headers["Location"]).text
    code = receipt.split('class="code">')[2].split("<")[0]
    assert code in again
    assert open_with(str(case.number), code) == case
    assert wang.get(reverse("desk-case", args=[case.pk])).status_code == 200


def test_the_same_page_sent_twice_is_one_case(wang: Client) -> None:
    first = wang.post(reverse("desk-register"), ANSWERS)
    second = wang.post(reverse("desk-register"), ANSWERS)

    assert first.headers["Location"] == second.headers["Location"]
    assert Case.objects.count() == 1


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"phone": "12345"}, "phone"),
        ({"title": ""}, "title"),
        ({"story": "a\x00b"}, "story"),
        ({"remedies": []}, "remedies"),
        ({"of_business_name": ""}, "of_business_name"),
        ({"of_business_code": "91411400MA1NABCD7O"}, "of_business_code"),
        ({"consumer_at": "999999"}, "consumer_at"),
        ({"bought_on": "2099-01-01"}, "bought_on"),
        ({"price_fen": "-1"}, "price_fen"),
        ({"origin": "online"}, "origin"),
        ({"email": "not an address"}, "email"),
        ({"key": ""}, "key"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_written(
    wang: Client, changed: dict[str, Any], field: str
) -> None:
    answer = wang.post(reverse("desk-register"), ANSWERS | changed)

    assert answer.status_code == 200
    assert field in answer.context["form"].errors
    assert "买来第三天就漏电" in answer.text or field == "story"
    assert Case.objects.count() == 0


def test_an_entrusted_case_keeps_the_regulators_number_and_last_day(wang: Client, cast: people.Cast) -> None:
    due_on = (NOW + timedelta(days=20)).date()
    answers = ANSWERS | {"regulator_number": "徐市监〔2026〕12号", "due_on": due_on.isoformat()}

    past = wang.post(reverse("desk-entrust"), answers | {"due_on": "2026-01-01"})
    done = wang.post(reverse("desk-entrust"), answers)

    assert past.status_code == 200
    assert done.status_code == 302
    case = Case.objects.get()
    assert (case.stage, case.origin, case.lead, case.regulator_number) == (
        "deciding",
        "entrusted",
        cast.home,
        "徐市监〔2026〕12号",
    )
    assert clocks.running(case.record_key)["decide"].due_on == due_on


def test_an_expired_session_gives_back_what_was_typed(wang: Client, cast: people.Cast) -> None:
    wang.cookies.clear()
    asked = wang.post(reverse("desk-register"), ANSWERS)
    cache.clear()  # the same code within half a minute works once only
    people.sign_in(wang, cast.accounts["wang"])

    page = wang.get(reverse("desk-register"))

    assert asked.status_code == 302
    assert quote("/desk/register/", safe="") in asked.headers["Location"]
    assert "买来第三天就漏电" in page.text
    assert Case.objects.count() == 0


def test_imported_drafts_are_listed_read_completed_and_sent(wang: Client, draft: Case) -> None:
    listed = wang.get(reverse("desk-drafts")).text
    page = wang.get(reverse("desk-draft", args=[draft.pk])).text
    missing = wang.post(reverse("desk-draft", args=[draft.pk]), ANSWERS | {"key": str(draft.pk), "name": ""})
    sent = wang.post(reverse("desk-draft", args=[draft.pk]), ANSWERS | {"key": str(draft.pk)})
    late = wang.get(reverse("desk-draft", args=[draft.pk]))

    assert reverse("desk-draft", args=[draft.pk]) in listed
    assert "上个月水费多收了一倍" in page
    assert missing.status_code == 200
    assert sent.status_code == 302
    assert late.headers["Location"] == reverse("desk-case", args=[draft.pk])
    draft.refresh_from_db()
    assert draft.stage == "received"
    assert draft.number


def test_a_dropped_draft_keeps_no_text(wang: Client, draft: Case) -> None:
    answer = wang.post(reverse("desk-draft-discarding", args=[draft.pk]))

    assert answer.status_code == 302
    draft.refresh_from_db()
    assert (draft.stage, draft.story, draft.title) == ("abandoned", "", "")
    assert wang.get(reverse("desk-draft", args=[draft.pk])).status_code == 404
    assert wang.post(reverse("desk-draft-discarding", args=[draft.pk])).status_code == 404


def test_drafts_of_consumers_and_of_other_cities_are_nobodys_business_here(
    wang: Client, cast: people.Cast, draft: Case
) -> None:
    own = people.draft(NOW)
    elsewhere = Client()
    cache.clear()
    people.sign_in(elsewhere, cast.accounts["zhao"])

    assert wang.get(reverse("desk-draft", args=[own.pk])).status_code == 404
    assert elsewhere.get(reverse("desk-draft", args=[draft.pk])).status_code == 404
    assert reverse("desk-draft", args=[draft.pk]) not in elsewhere.get(reverse("desk-drafts")).text
