"""Money was asked for: who says so, who reads it, what follows; and what is handed over."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from huaihai.brands import open_items
from huaihai.brands.entering import money, public
from huaihai.brands.entering import verbs as entering_verbs
from huaihai.brands.entering.tests.entering import PHONE, signed_in, waiting
from huaihai.brands.models import Entry, MoneyReport
from huaihai.brands.pages import Gate
from huaihai.brands.tests.people import MONDAY, TODAY, People, an_entry
from huaihai.desk.lives import Moved, NotAllowed, NotPossible, Unfit
from huaihai.record.hand_over import OpenItem
from huaihai.record.models import Event

pytestmark = pytest.mark.django_db


def reported(**more: Any) -> MoneyReport:
    facts: dict[str, Any] = {
        "side": "business",
        "text": "有人自称工作人员，要 5000 元。",
        "key": uuid4(),
        "at": MONDAY,
    }
    return money.report(**(facts | more))


def test_a_report_about_money_names_nobody_and_its_number_goes_a_month_later(people: People) -> None:
    row = reported(phone=PHONE)

    event = Event.objects.get(subject=row.record_key)
    assert event.by == "public"
    assert "5000 元" not in str(event.facts) + event.text
    assert PHONE not in str(event.facts) + event.text
    raw = MoneyReport.objects.filter(pk=row.pk).values_list("text", flat=True).get()
    assert "5000 元" not in str.__str__(raw)
    for stranger in (people.auditor, people.near, people.holder):
        with pytest.raises(NotAllowed):
            money.deal_with(row, outcome="已报警", seen=1, by=stranger, at=MONDAY)
    with pytest.raises(Unfit):
        money.deal_with(row, outcome="", seen=1, by=people.office, at=MONDAY)

    held = money.deal_with(row, outcome="已报警", seen=1, by=people.office, at=MONDAY)

    assert held.done_at == MONDAY
    with pytest.raises(Moved):
        money.deal_with(row, outcome="再来", seen=1, by=people.office, at=MONDAY)
    with pytest.raises(NotPossible):
        money.deal_with(row, outcome="再来", seen=2, by=people.office, at=MONDAY)
    for day, phone in ((29, PHONE), (30, "")):
        for act in entering_verbs.due_acts(MONDAY + timedelta(days=day)):
            act()
        assert MoneyReport.objects.get().phone == phone
    assert MoneyReport.objects.get().text


@pytest.mark.parametrize("more", [{"side": "king"}, {"text": " "}, {"text": "长" * 2001}])
def test_a_report_that_does_not_fit_is_refused(people: People, more: dict[str, str]) -> None:
    with pytest.raises(Unfit) as refused:
        reported(**more)
    assert refused.value.field in more


def test_somebody_says_in_one_step_that_money_was_asked_for(people: People, client: Client) -> None:
    entry = an_entry(people)
    address = f"{reverse('brand-money')}?entry={entry.number}"
    assert entry.number in client.get(address).content.decode()

    answer = client.post(address, {"side": "business", "text": "要 5000 元。", "key": str(uuid4())})

    assert answer["Location"] == reverse("brand-money-thanks")
    assert client.get(answer["Location"]).status_code == 200
    row = MoneyReport.objects.get()
    assert (row.entry, row.text, row.phone) == (entry, "要 5000 元。", "")


@pytest.mark.parametrize(
    "wrong", [{"side": ""}, {"side": "king"}, {"text": "\u200b"}, {"text": "长" * 2001}, {"phone": "1"}]
)
def test_a_wrong_report_is_told_and_stays(people: People, client: Client, wrong: dict[str, str]) -> None:
    form = {"side": "consumer", "text": "有人要钱。", "key": str(uuid4())} | wrong

    answer = client.post(reverse("brand-money"), form)

    assert answer.status_code == 200
    assert "error" in answer.content.decode()
    assert not MoneyReport.objects.exists()


def test_reports_are_slowed_down_too(people: People, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(public, "ABOUT_MONEY", Gate("money-test", in_all=9, a_network=0))

    form = {"side": "consumer", "text": "有人要钱。", "key": str(uuid4())}
    answer = client.post(reverse("brand-money"), form)

    assert answer.status_code == 429
    assert "有人要钱" in answer.content.decode()


def test_the_secretariat_deals_with_a_report_and_only_auditors_read_it_too(people: People) -> None:
    row = reported(phone=PHONE)
    addresses = [reverse("office-brand-money"), reverse("office-brand-money-report", args=[row.pk])]
    own = addresses[1]

    for actor in (people.home, people.near):
        client = signed_in(actor)
        assert [client.get(address).status_code for address in addresses] == [404, 404]
        assert client.post(own, {"outcome": "没事", "seen": 1}).status_code == 404
        assert addresses[0] not in client.get(reverse("office-brands")).content.decode()
        assert not MoneyReport.objects.visible_to(actor, on=TODAY).exists()
    assert not MoneyReport.objects.visible_to(people.holder, on=TODAY).exists()
    auditor, office = signed_in(people.auditor), signed_in(people.office)
    for client in (auditor, office):
        assert "5000" in client.get(own).content.decode()
        assert addresses[0] in client.get(reverse("office-brands")).content.decode()

    assert 'name="outcome"' not in auditor.get(own).content.decode()
    assert auditor.post(own, {"outcome": "没事", "seen": 1}).status_code == 409
    assert office.post(own, {"outcome": "", "seen": 1}).status_code == 200
    assert office.post(own, {"outcome": "已报警", "seen": 1}).status_code == 302

    assert "已报警" in auditor.get(own).content.decode()
    assert office.post(own, {"outcome": "再来", "seen": 2}).status_code == 409
    assert MoneyReport.objects.get().outcome == "已报警"


def test_what_waits_for_the_secretariat_is_handed_over(people: People) -> None:
    assert not _open()
    an_entry(people, "listed")
    voting = an_entry(people, "voting", kind=Entry.Kind.RESTAURANT)
    waiting(people)
    waiting(people)
    report = reported()

    found = {item.key: item for item in _open()}

    assert found.keys() == {voting.record_key, open_items.WAITING, report.record_key}
    assert found[open_items.WAITING].note == "2"
    assert all("5000 元" not in f"{item.label}{item.note}" for item in found.values())


def _open() -> list[OpenItem]:
    return [
        *open_items.entries(MONDAY),
        *open_items.nominations(MONDAY),
        *open_items.money_reports(MONDAY),
    ]
