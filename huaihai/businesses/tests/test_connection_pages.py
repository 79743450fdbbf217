"""A manager connects a system, sees its secrets once, changes its key, ends it; nobody else does."""

import re
from typing import Any

import pytest
from django.test import Client

from huaihai.businesses.models import Change, Connection, Representative
from huaihai.kit import clock
from huaihai.members.models import Account
from tests import cast as people

pytestmark = pytest.mark.django_db
PAGE = "/business/connections/"


@pytest.fixture
def sun(client: Client, monkeypatch: pytest.MonkeyPatch) -> Client:
    monkeypatch.setattr(clock, "now", lambda: people.TUESDAY)
    people.sign_in(client, people.assemble().accounts["sun"])
    return client


def connect(client: Client, **changed: str) -> str:
    business = Representative.objects.get(account__username="sun").business_id
    said = {
        "business": str(business),
        "name": "till",
        "is_sandbox": "1",
        "webhook_url": "https://till.example/in",
    }
    return client.post(f"{PAGE}new/", said | changed).text


@pytest.mark.both_databases
def test_a_connection_goes_from_its_making_to_its_end(sun: Client) -> None:
    page = connect(sun)
    [secret] = re.findall(r"\bhs_[\w-]{30,}", page)
    held = Connection.objects.get()
    one = f"{PAGE}{held.pk}/"
    assert held.is_sandbox
    sun.post(f"{one}practice/")
    sun.post(f"{one}test/")
    assert list(Change.objects.values_list("kind", flat=True)) == ["case.invited", "connection.test"]
    page = sun.get(one).text
    assert secret not in page
    change = Change.objects.first()
    assert sun.post(f"{one}changes/{change.pk}/again/").status_code == 302
    page = sun.post(f"{one}key/", {"seen": "1", "overlap_days": "7"}).text
    assert secret not in page
    assert held.keys.count() == 2
    late = sun.post(f"{one}address/", {"seen": "1", "webhook_url": ""})
    assert late.status_code == 409
    assert sun.post(f"{one}end/", {"seen": "2"}).status_code == 302
    assert sun.post(f"{one}key/", {"seen": "3", "overlap_days": "0"}).status_code == 409
    assert sun.get(PAGE).status_code == 200


def test_an_address_that_cannot_be_sent_to_is_refused_and_kept_on_the_page(sun: Client) -> None:
    page = connect(sun, webhook_url="http://10.0.0.1/in")
    assert "http://10.0.0.1/in" in page
    assert not Connection.objects.exists()


def test_an_address_in_a_network_of_its_own_is_refused_where_it_is_typed(sun: Client, settings: Any) -> None:
    settings.WEBHOOKS_TO_LOOPBACK = False
    for host in ("127.0.0.1", "localhost", "192.168.1.7", "[::1]", "[fe80::1]", "169.254.169.254"):
        page = connect(sun, webhook_url=f"https://{host}/in")
        assert "公网" in page, host
    assert not Connection.objects.exists()


@pytest.mark.both_databases
def test_a_button_pressed_after_the_sign_in_had_ended_is_to_be_pressed_again(sun: Client) -> None:
    connect(sun)
    held = Connection.objects.get()
    button = f"{PAGE}{held.pk}/test/"
    sun.logout()
    asked = sun.post(button)
    people.sign_in(sun, Account.objects.get(username="sun"))
    assert asked.status_code == 302
    led = sun.get(button, follow=True)
    assert led.redirect_chain == [(PAGE, 302)]
    assert not Change.objects.filter(kind="connection.test").exists()


def test_only_a_manager_has_these_pages(sun: Client) -> None:
    connect(sun)
    one = f"{PAGE}{Connection.objects.get().pk}/"
    Representative.objects.update(role=Representative.Role.ANSWERER)
    for address in (PAGE, f"{PAGE}new/", one, f"{one}key/"):
        assert sun.get(address).status_code == 404
    assert sun.post(f"{one}practice/").status_code == 404
    assert Client().get(one).status_code == 302
