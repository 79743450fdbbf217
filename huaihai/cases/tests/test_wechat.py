"""A complaint that opens with WeChat: led there and back, against a double of its server and with the demo's page."""

import threading
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from django.urls import reverse

from huaihai.cases.models import Case, Complainant
from huaihai.cases.tests.consumers import opened
from huaihai.cases.verbs import care
from huaihai.cases.wechat import pages, provider, verbs
from huaihai.members.actors import Actor
from huaihai.record.models import OutboxMessage
from huaihai.record.senders import wechat
from huaihai.record.senders.doubles.wechat import Wechat
from tests import cast as people
from tests.cast import TUESDAY, Cast

pytestmark = pytest.mark.django_db
IN_WECHAT = {"User-Agent": "Mozilla/5.0 (Linux; Android 8.0) MicroMessenger/8.0.47"}
SETTINGS = """
[wechat]
endpoint = "{url}"
authorize = "{url}/connect/oauth2/authorize"
app_id = "double-key"
"""


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Wechat]:
    running = Wechat()
    threading.Thread(target=running.serve_forever, args=(0.01,), daemon=True).start()
    (tmp_path / "senders.toml").write_text(SETTINGS.format(url=running.url), encoding="utf-8")
    monkeypatch.setenv("HUAIHAI_SENDERS", str(tmp_path / "senders.toml"))
    monkeypatch.setenv(provider.SENDER, provider.OURS)
    monkeypatch.setenv(wechat.SECRET, "double-secret")
    yield running
    running.shutdown()
    running.server_close()


def through_wechat(client: Client, url: str) -> str:
    """As its browser goes: to the server that is named, and from there to where that leads back."""
    there = urlsplit(client.get(url, headers=IN_WECHAT)["Location"])
    asked = HTTPConnection(there.netloc)
    asked.request("GET", f"{there.path}?{there.query}")
    back = urlsplit(asked.getresponse().headers["Location"])
    asked.close()
    assert back.path == reverse("wechat-back")
    return f"{back.path}?{back.query}"


def joined(case: Case) -> Client:
    client = Client()
    opened(client, case)
    client.get(through_wechat(client, f"{reverse('my-wechat', args=[case.pk])}?go"), headers=IN_WECHAT)
    return client


def test_a_complaint_is_joined_once_and_opens_with_wechat_alone_then(cast: Cast, server: Wechat) -> None:
    case, other = people.negotiating(cast), people.negotiating(cast)
    stranger = Client()
    answer = stranger.get(through_wechat(stranger, reverse("wechat-go")), headers=IN_WECHAT, follow=True)
    assert "这个微信还没有关联投诉" in answer.text

    client = joined(case)
    assert reverse("my-wechat", args=[case.pk]) in client.get(reverse("my-case", args=[case.pk])).text
    phone = Client()
    answer = phone.get(through_wechat(phone, reverse("wechat-go")), headers=IN_WECHAT, follow=True)
    assert answer.redirect_chain[-1][0] == reverse("my-case", args=[case.pk])
    assert phone.get(reverse("my-case", args=[other.pk])).status_code == 404
    assert Complainant.objects.get(case=case).wechat == server.reader

    joined(other)
    phone.get(through_wechat(phone, reverse("wechat-go")), headers=IN_WECHAT)
    assert all(phone.get(reverse("my-case", args=[one.pk])).status_code == 200 for one in (case, other))


def test_its_consumer_is_told_both_ways_and_from_then_on_in_wechat_too(cast: Cast, server: Wechat) -> None:
    case = people.negotiating(cast)
    joined(case)
    told = OutboxMessage.objects.filter(subject=case.record_key, effect_key__contains=verbs.JOINED)
    assert {one.channel for one in told} == {"sms", "wechat"}
    assert all("关联" in one.text and server.reader not in one.text for one in told)
    care.write_consumer(Case.objects.get(pk=case.pk), text="请把小票拍给我们。", by=cast.zhao, at=TUESDAY)
    written = OutboxMessage.objects.filter(subject=case.record_key, effect_key__contains="written")
    assert {one.channel: one.address for one in written}["wechat"] == server.reader


def test_a_button_a_new_code_or_erasing_ends_it(cast: Cast, server: Wechat) -> None:
    case = people.negotiating(cast)
    client = joined(case)
    client.post(reverse("my-wechat", args=[case.pk]))
    assert not verbs.opened_by(server.reader).exists()

    joined(case)
    assert verbs.opened_by(server.reader).get() == case
    person = Complainant.objects.get(case=case)
    care.replace_receipt_code(case.number or "", person.phone, by=Actor.public(), at=TUESDAY)
    assert not verbs.opened_by(server.reader).exists()
    assert Complainant.objects.get(case=case).wechat_index == ""


@pytest.mark.parametrize("spoilt", ["state", "code"])
def test_what_was_not_begun_here_or_comes_twice_opens_nothing(
    cast: Cast, server: Wechat, spoilt: str
) -> None:
    case = people.negotiating(cast)
    joined(case)
    client = Client()
    back = through_wechat(client, reverse("wechat-go"))
    parts = {name: found[0] for name, found in parse_qs(urlsplit(back).query).items()}
    answer = client.get(reverse("wechat-back"), {**parts, spoilt: "of-somebody-else"}, follow=True)
    assert answer.redirect_chain[-1][0] == reverse("track")
    assert client.get(reverse("my-case", args=[case.pk])).status_code == 302  # to number and code
    again = client.get(back, follow=True)  # what was begun is spent
    assert again.redirect_chain[-1][0] == reverse("track")


def test_a_server_without_an_answer_leads_to_number_and_code(cast: Cast, server: Wechat) -> None:
    client = Client()
    back = through_wechat(client, reverse("wechat-go"))
    server.account.secret = "another"
    answer = client.get(back, follow=True)
    assert "微信没有回应" in answer.text
    assert answer.redirect_chain[-1][0] == reverse("track")


def test_who_leaves_meanwhile_joins_nothing(cast: Cast, server: Wechat) -> None:
    case, client = people.negotiating(cast), Client()
    opened(client, case)
    back = through_wechat(client, f"{reverse('my-wechat', args=[case.pk])}?go")
    care.replace_receipt_code(
        case.number or "", Complainant.objects.get(case=case).phone, by=Actor.public(), at=TUESDAY
    )
    client.get(back)
    assert not verbs.opened_by(server.reader).exists()


def test_it_is_offered_where_it_can_work_and_nowhere_else(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    case, client = people.negotiating(cast), Client()
    opened(client, case)
    track, door = reverse("track"), reverse("my-wechat", args=[case.pk])
    for is_set_up, browser, is_offered in (
        (False, IN_WECHAT, False),
        (True, {}, False),
        (True, IN_WECHAT, True),
    ):
        if is_set_up:
            monkeypatch.setenv(provider.SENDER, provider.OURS)
        assert (reverse("wechat-go") in client.get(track, headers=browser).text) is is_offered
        page = client.get(reverse("my-case", args=[case.pk]), headers=browser).text
        assert (door in page) is is_offered
        assert client.get(door, headers=browser).status_code == (200 if is_offered else 404)
    assert client.get(reverse("wechat-demo")).status_code == 404


def test_the_demo_has_a_page_in_its_place(cast: Cast, settings: pytest.FixtureRequest) -> None:
    settings.DEMO = True  # type: ignore[attr-defined]
    case, client = people.negotiating(cast), Client()
    opened(client, case)
    page = client.get(f"{reverse('my-wechat', args=[case.pk])}?go", follow=True)
    assert "演示" in page.text
    state = page.redirect_chain[-1][0].partition("state=")[2]
    client.get(reverse("wechat-back"), {"code": pages.DEMO_READERS[0], "state": state})
    assert verbs.opened_by(pages.DEMO_READERS[0]).get() == case
