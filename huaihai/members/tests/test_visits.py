"""One sees where one is signed in, and ends it from another device."""

import time
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from huaihai.kit.sessions import SessionStore
from huaihai.members import factors, sessions
from huaihai.members.models import Account, Role, Visit
from huaihai.record.models import Event
from tests.posts import PASSWORD, SECRET, forget_tries, load_tree, post_at

pytestmark = pytest.mark.django_db
PHONE = "Mozilla/5.0 (Linux; Android 14; M2102) AppleWebKit/537.36 Chrome/126.0 Mobile Safari/537.36 MicroMessenger/8"
DESK = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/126.0 Safari/537.36 Edg/126.0"


@pytest.fixture
def wang() -> Account:
    load_tree()
    return post_at("city:320300", Role.SYSTEM_ADMIN).account


def signed_in(account: Account, browser: str) -> Client:
    """A browser in which somebody came in as people do: with password and code."""
    forget_tries()
    client = Client(headers={"user-agent": browser})
    client.post(reverse("sign-in"), {"login": account.username, "password": PASSWORD})
    client.post(reverse("mfa_authenticate"), {"code": factors.code_of(SECRET)})
    assert SESSION_KEY in client.session
    return client


def lines(client: Client) -> list[Any]:
    found: list[Any] = client.get(reverse("my-account")).context["visits"]
    return found


def test_each_device_stands_there_in_words_and_this_one_first(wang: Account) -> None:
    phone, desk = signed_in(wang, PHONE), signed_in(wang, DESK)

    assert [(str(one.device), one.is_this) for one in lines(desk)] == [
        ("Edge · Windows", True),
        ("微信 · Android", False),
    ]
    assert [one.is_this for one in lines(phone)] == [True, False]
    page = desk.get(reverse("my-account")).text
    assert "微信 · Android" in page
    assert page.count(f'action="{reverse("visits-end")}"') == 1


def test_one_that_was_ended_elsewhere_must_sign_in_anew(wang: Account) -> None:
    phone, desk = signed_in(wang, PHONE), signed_in(wang, DESK)
    (other,) = (one for one in lines(desk) if not one.is_this)

    desk.post(reverse("visits-end"), {"visit": other.key})

    assert reverse("sign-in") in phone.get(reverse("my-account")).url
    assert len(lines(desk)) == 1
    event = Event.objects.get(subject=wang.record_key, verb="visits ended")
    assert (event.by, event.facts) == (wang.record_key, {"n": 1})


def test_all_others_end_at_once(wang: Account) -> None:
    one, two, here = signed_in(wang, PHONE), signed_in(wang, PHONE), signed_in(wang, DESK)

    here.post(reverse("visits-end"))

    assert [SESSION_KEY in client.session for client in (one, two, here)] == [False, False, True]
    assert Visit.objects.count() == 1


def test_nobody_ends_a_visit_of_somebody_else(wang: Account) -> None:
    li = post_at("city:320300", Role.AUDITOR).account
    hers, his = signed_in(li, PHONE), signed_in(wang, DESK)
    (key,) = li.visits.values_list("session_id", flat=True)

    his.post(reverse("visits-end"), {"visit": key})
    his.post(reverse("visits-end"))

    assert SESSION_KEY in hers.session
    assert not Event.objects.filter(verb="visits ended").exists()


def test_a_visit_goes_on_under_another_key_and_goes_with_its_session(wang: Account) -> None:
    client = signed_in(wang, DESK)
    before = Visit.objects.get().session_id
    held = SessionStore(client.session.session_key)
    held.cycle_key()
    held.save()
    assert Visit.objects.get().session_id != before

    Session.objects.all().delete()
    assert not Visit.objects.exists()


def test_what_has_run_out_is_not_there_and_the_table_tells_nothing(
    wang: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    signed_in(wang, PHONE)
    later = time.time() + sessions.IDLE + timedelta(minutes=1).total_seconds()
    monkeypatch.setattr("time.time", lambda: later)
    assert [str(one.device) for one in lines(signed_in(wang, DESK))] == ["Edge · Windows"]

    kept = "".join(f"{row.session_key}{row.session_data}" for row in Session.objects.all())
    assert "Android" not in kept
    assert "MicroMessenger" not in kept


def test_a_browser_that_says_nothing_of_itself_is_listed_all_the_same(wang: Account) -> None:
    assert len(lines(signed_in(wang, ""))) == 1
