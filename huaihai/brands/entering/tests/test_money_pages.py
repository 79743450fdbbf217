"""The public page on which somebody says that money was asked for."""

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from huaihai.brands.entering import public
from huaihai.brands.models import MoneyReport
from huaihai.brands.pages import Gate
from huaihai.brands.tests.people import People, an_entry

pytestmark = pytest.mark.django_db


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
