"""A visit holds as long as the receipt code it began with; who asks for a new code learns nothing by it."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from huaihai.cases import numbers
from huaihai.cases.consumer.filing import steps
from huaihai.cases.consumer.tracking import access
from huaihai.cases.models import Case, LostCode
from huaihai.cases.tests.consumers import opened
from huaihai.cases.verbs import care
from huaihai.kit import brakes
from huaihai.members.actors import Actor
from huaihai.record import worker
from huaihai.record.models import OutboxMessage
from tests import cast as people
from tests.cast import TUESDAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tuesday", "cast")]
CODE = re.compile(r"\b[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{2}\b")
STRANGERS = "13900000000"


def look(browser: Client, case: Case) -> int:
    return int(browser.get(reverse("my-case", args=[case.pk])).status_code)


def type_code(number: str, code: str, *, network: str = "203.0.113.7", browser: Client | None = None) -> Any:
    return (browser or Client()).post(reverse("track"), {"number": number, "code": code}, REMOTE_ADDR=network)


def ask(number: str, address: str, *, network: str = "203.0.113.7") -> Any:
    typed = {"number": number, "address": address}
    return Client().post(reverse("track-lost"), typed, REMOTE_ADDR=network)


def newest_code() -> str:
    found = CODE.search(OutboxMessage.objects.latest("created_at", "id").text)
    assert found
    return found.group()


@pytest.mark.both_databases
def test_a_new_code_ends_all_visits_of_the_old_one() -> None:
    receipt, other = people.filed(), people.filed()
    phone, desktop = Client(), Client()
    for browser in (phone, desktop):
        assert type_code(receipt.number, receipt.code, browser=browser).status_code == 302
    type_code(other.number, other.code, browser=desktop)

    care.replace_receipt_code(receipt.number, people.PHONE, by=Actor.public(), at=TUESDAY)

    assert [look(browser, receipt.case) for browser in (phone, desktop)] == [302, 404]
    assert look(desktop, other.case) == 200
    assert str(receipt.case.pk) not in desktop.get(reverse("my-cases"), follow=True).text
    assert type_code(receipt.number, newest_code(), browser=phone).status_code == 302
    assert look(phone, receipt.case) == 200


def test_the_browser_that_filed_it_stays_in_until_the_code_is_replaced() -> None:
    draft, browser = people.draft(), Client()
    opened(browser, draft)
    session = browser.session
    session[steps.CURRENT] = str(draft.pk)
    session.save()
    browser.post(steps.address("check"), {"key": "k", "draft": steps.token(draft)})

    assert 'id="code"' in browser.get(reverse("file-receipt")).text
    assert look(browser, draft) == 200
    number = Case.objects.get(pk=draft.pk).number or ""
    care.replace_receipt_code(number, people.PHONE, by=Actor.public(), at=TUESDAY)

    assert look(browser, draft) == 302
    assert browser.get(reverse("file-receipt")).status_code == 302
    again = browser.post(steps.address("check"), {"key": "k", "draft": steps.token(draft)}, follow=True)
    assert 'id="code"' not in again.text
    assert look(browser, draft) == 302


def test_a_draft_needs_no_code() -> None:
    draft, browser = people.draft(), Client()
    opened(browser, draft)
    assert look(browser, draft) == 302
    assert browser.get(reverse("file-go-on", args=[draft.pk])).status_code == 302


@pytest.mark.both_databases
def test_whether_number_and_address_fit_takes_the_same_statements() -> None:
    number, asked = people.filed().number, []
    for address in (people.PHONE, STRANGERS, "nobody@example.com"):
        brakes.forget()
        with CaptureQueriesContext(connection) as caught:
            answer = ask(number, address)
        assert answer.status_code == 302
        asked.append([query["sql"].partition('"s')[0][:40] for query in caught.captured_queries])
    assert asked[0] == asked[1] == asked[2]


def test_whether_a_number_is_known_takes_the_same_statements(monkeypatch: pytest.MonkeyPatch) -> None:
    known, unknown, asked = people.filed().number, numbers.new_number(people.HOME, 2026), []
    compared: list[str] = []
    fits = access.codes.fits
    type_code(unknown, "AAAA-AAAA-AA")  # from now on it is known which cities have gone

    def counted(given: str, stored: str) -> bool:
        compared.append(given)
        return bool(fits(given, stored))

    monkeypatch.setattr(access.codes, "fits", counted)
    for number in (known, unknown):
        brakes.forget()
        with CaptureQueriesContext(connection) as caught:
            page = type_code(number, "AAAA-AAAA-AA")
        assert page.status_code == 200
        asked.append([query["sql"].partition('"s')[0][:40] for query in caught.captured_queries])
    assert asked[0] == asked[1]
    assert len(compared) == 2


@pytest.mark.both_databases
def test_a_code_that_was_asked_for_comes_from_the_background() -> None:
    receipt = people.filed()
    for address in (people.PHONE, STRANGERS):
        ask(receipt.number, address)
    assert LostCode.objects.count() == 2
    before = OutboxMessage.objects.count()

    worker.answer_all()
    worker.answer_all()

    assert not LostCode.objects.exists()
    assert OutboxMessage.objects.count() == before + 1
    assert type_code(receipt.number, receipt.code).status_code == 200
    assert type_code(receipt.number, newest_code()).status_code == 302


def test_an_address_that_was_typed_is_sealed_and_what_fails_is_dropped() -> None:
    care.ask_for_new_code("3203-2026-418207-5", people.PHONE, at=TUESDAY)
    with connection.cursor() as cursor:
        cursor.execute("SELECT address FROM cases_lostcode")
        assert people.PHONE not in cursor.fetchone()[0]
    care.answer_lost(at=TUESDAY + care.LOST_FOR + timedelta(seconds=1))
    assert not LostCode.objects.exists()


def test_ten_wrong_codes_stop_their_network_and_not_the_owner() -> None:
    receipt = people.filed()
    for _try in range(10):
        type_code(receipt.number, "AAAA-AAAA-AA")
    assert type_code(receipt.number, receipt.code).status_code == 200
    assert type_code(receipt.number, receipt.code, network="198.51.100.9").status_code == 302


def test_hundreds_from_everywhere_meet_a_bound_and_the_phone_leads_in(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    receipt = people.filed()
    monkeypatch.setattr(care, "TRIES_A_NUMBER", brakes.Brake("track-number", most=30, seconds=86_400))
    for number in range(40):
        type_code(receipt.number, "AAAA-AAAA-AA", network=f"198.51.{number}.9")
    page = type_code(receipt.number, receipt.code, network="192.0.2.1")
    assert reverse("track-lost") in page.text
    assert "新的" in page.text

    ask(receipt.number, people.PHONE, network="192.0.2.1")
    worker.answer_all()

    assert type_code(receipt.number, newest_code(), network="192.0.2.1").status_code == 302


def test_strangers_cannot_use_up_the_owners_new_codes() -> None:
    receipt = people.filed()
    for number in range(9):
        ask(receipt.number, f"139000000{number:02}", network=f"198.51.100.{number}")
    ask(receipt.number, people.PHONE)
    before = OutboxMessage.objects.count()
    worker.answer_all()
    assert OutboxMessage.objects.count() == before + 1


def test_three_new_codes_an_hour_to_one_address() -> None:
    receipt = people.filed()
    for number in range(5):
        assert ask(receipt.number, people.PHONE, network=f"198.51.100.{number}").status_code == 302
    assert LostCode.objects.count() == 3


def test_what_is_typed_to_the_tree_without_end_is_braked(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    from huaihai.cases.triage import reading

    monkeypatch.setattr(reading, "SENT", brakes.Brake("triage-test", most=2, seconds=300))
    sent = [client.post(reverse("triage"), {"sentence": "健身房关门了"}).status_code for _try in range(3)]
    assert sent == [200, 200, 429]
    assert client.get(reverse("triage")).status_code == 200
