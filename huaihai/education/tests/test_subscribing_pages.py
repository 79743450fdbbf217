"""Subscribing, changing and ending, as somebody does it on a phone."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from huaihai.desk import codes
from huaihai.desk.lives import Unfit
from huaihai.education import addresses
from huaihai.education.models import Subscription
from huaihai.education.subscribing import pages as subscribing_pages
from huaihai.education.subscribing import verbs as subscribing_verbs
from huaihai.education.subscribing.verbs import Wish
from huaihai.education.tests.cast import AT
from huaihai.education.tests.subscribers import subscriber
from huaihai.kit import clock
from huaihai.kit.brakes import Brake
from huaihai.members.actors import Actor
from huaihai.record import events
from huaihai.record.models import OutboxMessage

pytestmark = pytest.mark.django_db
ANYBODY = Actor.public()
TYPED: dict[str, Any] = {
    "address": "Li@example.com",
    "kinds": ["warning", "tip"],
    "cities": ["city:320300"],
    "topics": ["G01"],
    "words": "电水壶\nDS-15",
    "rhythm": "daily",
    "agreed": "on",
}


def code_sent() -> str:
    """The six digits of the newest message."""
    found = re.search(r"\d{6}", OutboxMessage.objects.latest("created_at", "id").text)
    assert found
    return found[0]


def path_of(url: str) -> str:
    return url.removeprefix(settings.SERVED_AT)


@pytest.mark.both_databases
def test_a_form_a_code_and_it_counts_then_a_link_changes_and_ends_it(client: Client) -> None:
    page = client.get(reverse("subscribe"), {"city": "320300", "topic": "G01"})
    assert "我们保存什么" in page.content.decode()
    assert client.post(reverse("subscribe"), TYPED)["Location"] == reverse("subscribe-confirm")
    assert not Subscription.objects.active().exists()
    begun = client.post(reverse("subscribe-confirm"), {"code": code_sent()})
    held = Subscription.objects.active().get()
    assert Wish.of(held) == Wish(
        ("warning", "tip"), ("city:320300",), ("G01",), ("电水壶", "ds-15"), rhythm="daily"
    )
    assert "Li***@example.com" in client.get(begun["Location"]).content.decode() or held.address
    mine = path_of(addresses.of_subscription(held.pk))
    client.post(mine, {"kinds": ["warning"], "rhythm": "at_once"})
    held.refresh_from_db()
    assert (held.all_cities, held.all_topics, held.rhythm) == (True, True, "at_once")
    stranger = Client(enforce_csrf_checks=True)  # a mail program, which posts by itself
    answer = stranger.post(path_of(addresses.ending(held.pk)), {"List-Unsubscribe": "One-Click"})
    assert answer["Location"] == reverse("subscription-ended")
    held.refresh_from_db()
    assert (held.address, held.interests.count()) == ("", 0)
    assert client.get(mine)["Location"] == reverse("subscription-ended")
    assert [event.verb for event in events.history(held.record_key)] == [
        "subscribed",
        "subscription_changed",
        "unsubscribed",
    ]


@pytest.mark.both_databases
def test_the_link_of_the_email_confirms_once_there_are_limits_and_links_of_others_open_nothing(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(subscribing_pages, "ASKS_AN_ADDRESS", Brake("subscribe-test", most=1, seconds=60))
    client.post(reverse("subscribe"), TYPED)
    found = re.search(r"/subscribe/confirm/\S+", OutboxMessage.objects.get().text)
    assert found
    assert client.get(found[0]).status_code == 200
    assert not Subscription.objects.active().exists()
    assert "/begun/" in client.post(found[0])["Location"]
    assert client.post(found[0]).status_code == 409
    assert "一小时后" in client.post(reverse("subscribe"), TYPED).content.decode()
    held = subscriber("other@example.com")
    token = addresses.of_subscription(held.pk).rstrip("/").rpartition("/")[2]
    forged = token[:-2] + ("AA" if token[-2:] != "AA" else "BB")
    for broken in (forged, "x", "é", token[:10]):
        assert client.get(reverse("subscription", args=[broken])).status_code == 404
    assert client.get(reverse("press-contact", args=[token])).status_code == 404


def test_a_known_address_gets_the_same_answer_and_its_subscription_takes_over_the_wish(
    client: Client,
) -> None:
    known = subscriber("li@example.com", at=clock.now())
    first = client.post(reverse("subscribe"), TYPED | {"address": "new@example.com"})
    again = client.post(reverse("subscribe"), TYPED)
    assert (first.status_code, first["Location"]) == (again.status_code, again["Location"])
    client.post(reverse("subscribe-confirm"), {"code": code_sent()})
    assert Subscription.objects.active().get().pk == known.pk
    assert Wish.of(known).cities == ("city:320300",)


def test_wrong_codes_old_codes_and_too_many_are_refused() -> None:
    asked = subscribing_verbs.ask(
        Wish(("warning",)), channel="sms", address="13800000001", language="en", consent_version="t", at=AT
    )
    wrong = "000000" if code_sent() != "000000" else "111111"
    for _try in range(codes.TRIES):
        with pytest.raises(Unfit, match=r"not right|不对"):
            subscribing_verbs.confirm(asked.pk, wrong, by=ANYBODY, at=AT)
    with pytest.raises(Unfit, match=r"Too many|太多"):
        subscribing_verbs.confirm(asked.pk, code_sent(), by=ANYBODY, at=AT)
    with pytest.raises(Unfit):
        subscribing_verbs.confirm(asked.pk, code_sent(), by=ANYBODY, at=AT + timedelta(hours=1))
    (forget,) = subscribing_verbs.due_acts(AT + timedelta(days=3))
    forget()
    assert not Subscription.objects.exists()


def test_what_is_wrong_is_said_at_its_field_and_what_was_typed_stays(client: Client) -> None:
    for field, typed, said in (
        ("address", "abc", "不像邮箱"),
        ("address", "li@", "name@example.com"),
        ("kinds", [], "请至少勾选一项"),
        ("agreed", "", "请勾选同意"),
        ("words", "\n".join("abcdefghijkl"), "最多填十个"),
        ("words", "长" * 41, "太长了"),
    ):
        page = client.post(reverse("subscribe"), TYPED | {field: typed}).content.decode()
        assert said in page, typed
        assert "DS-15" in page or field == "words", typed
    assert not OutboxMessage.objects.exists()
