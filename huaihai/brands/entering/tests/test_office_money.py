"""Reports about money as the secretariat and the auditors see them, and what is handed over."""

from uuid import uuid4

import pytest
from django.urls import reverse

from huaihai.brands import waiting as brands_waiting
from huaihai.brands.entering import money
from huaihai.brands.entering.tests.entering import PHONE, signed_in, waiting
from huaihai.brands.models import Entry, MoneyReport
from huaihai.brands.tests.people import MONDAY, People, an_entry
from huaihai.record.hand_over import OpenItem

pytestmark = pytest.mark.django_db


def test_reports_about_money_are_for_the_secretariat_and_the_auditors(people: People) -> None:
    row = money.report(side="business", text="要 5000 元。", key=uuid4(), phone=PHONE, at=MONDAY)
    addresses = [reverse("office-brand-money"), reverse("office-brand-money-report", args=[row.pk])]

    for actor in (people.home, people.near):
        client = signed_in(actor)
        assert [client.get(address).status_code for address in addresses] == [404, 404]
        assert client.post(addresses[1], {"outcome": "没事", "seen": 1}).status_code == 404
        assert reverse("office-brand-money") not in client.get(reverse("office-brands")).content.decode()
    for actor in (people.office, people.auditor):
        client = signed_in(actor)
        assert "5000" in client.get(addresses[1]).content.decode()
        assert reverse("office-brand-money") in client.get(reverse("office-brands")).content.decode()


def test_the_secretariat_deals_with_a_report_and_the_auditor_only_reads(people: People) -> None:
    row = money.report(side="business", text="要 5000 元。", key=uuid4(), at=MONDAY)
    address = reverse("office-brand-money-report", args=[row.pk])
    auditor, office = signed_in(people.auditor), signed_in(people.office)

    assert 'name="outcome"' not in auditor.get(address).content.decode()
    assert auditor.post(address, {"outcome": "没事", "seen": 1}).status_code == 409
    assert office.post(address, {"outcome": "", "seen": 1}).status_code == 200
    assert office.post(address, {"outcome": "已报警", "seen": 1}).status_code == 302

    assert "已报警" in auditor.get(address).content.decode()
    assert office.post(address, {"outcome": "再来", "seen": 2}).status_code == 409
    assert MoneyReport.objects.get().outcome == "已报警"


def test_what_waits_for_the_secretariat_is_handed_over(people: People) -> None:
    assert not _open()
    an_entry(people, "listed")
    voting = an_entry(people, "voting", kind=Entry.Kind.RESTAURANT)
    waiting(people)
    waiting(people)
    report = money.report(side="other", text="要 5000 元。", key=uuid4(), at=MONDAY)

    found = {item.key: item for item in _open()}

    assert found.keys() == {voting.record_key, brands_waiting.WAITING, report.record_key}
    assert found[brands_waiting.WAITING].note == "2"
    assert found[voting.record_key].kind == "request"  # no duty that the office was given
    assert all("5000" not in f"{item.label}{item.note}" for item in found.values())


def _open() -> list[OpenItem]:
    return [
        *brands_waiting.entries(MONDAY),
        *brands_waiting.nominations(MONDAY),
        *brands_waiting.money_reports(MONDAY),
    ]
