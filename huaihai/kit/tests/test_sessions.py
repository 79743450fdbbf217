"""A session is written once, and whenever it changed."""

import pytest
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.models import Session
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import path

from huaihai.kit import guards
from huaihai.kit.sessions import SessionStore, fingerprint

pytestmark = pytest.mark.django_db


@guards.public
def saves_at_once(request: HttpRequest) -> HttpResponse:
    request.session["draft"] = request.GET["draft"]
    request.session.save()
    if "more" in request.GET:
        request.session["more"] = "x"
    return HttpResponse("ok")


urlpatterns = [path("", saves_at_once)]


def written(client: Client, address: str) -> list[str]:
    with CaptureQueriesContext(connection) as caught:
        assert client.get(address).status_code == 200
    return [
        row["sql"].split()[0]
        for row in caught
        if "django_session" in row["sql"] and not row["sql"].startswith("SELECT")
    ]


@override_settings(ROOT_URLCONF=__name__)
def test_what_the_view_saved_is_not_saved_again() -> None:
    client = Client()
    assert written(client, "/?draft=a") == ["INSERT"]
    assert written(client, "/?draft=b") == ["UPDATE"]
    assert written(client, "/?draft=c&more=1") == ["UPDATE", "UPDATE"]
    assert dict(client.session) == {"draft": "c", "more": "x"}


def test_a_new_key_is_not_asked_for() -> None:
    store = SessionStore()
    store["a"] = 1
    with CaptureQueriesContext(connection) as caught:
        store.save()
    assert not [row for row in caught if row["sql"].startswith("SELECT")]
    assert SessionStore(store.session_key)["a"] == 1


def test_a_session_under_another_key_is_written() -> None:
    store = SessionStore()
    store["a"] = 1
    store.save()
    first = store.session_key
    store.cycle_key()
    store.save()
    assert SessionStore(store.session_key)["a"] == 1
    assert not Session.objects.filter(session_key=fingerprint(first or "")).exists()

    store.flush()
    store["b"] = 2
    store.save()
    assert dict(SessionStore(store.session_key).items()) == {"b": 2}


def test_what_changed_within_a_value_is_written() -> None:
    store = SessionStore()
    store["list"] = [1]
    store.save()
    store["list"].append(2)
    store.save()
    assert SessionStore(store.session_key)["list"] == [1, 2]


def test_a_session_that_somebody_ended_meanwhile_is_not_made_again() -> None:
    store = SessionStore()
    store["a"] = 1
    store.save()
    Session.objects.all().delete()
    store["a"] = 2
    with pytest.raises(UpdateError):
        store.save()


def saved(**values: str) -> SessionStore:
    store = SessionStore()
    store.update(values)
    store.save()
    return store


def test_a_copied_table_opens_no_session_and_tells_nothing() -> None:
    store = saved(secret="JBSWY3DPEHPK3PXP")
    row = Session.objects.get()
    assert store.session_key not in (row.session_key, None)
    assert row.session_data.startswith("a256gcm|")
    assert SessionStore(row.session_key).load() == {}
    assert SessionStore(store.session_key)["secret"] == "JBSWY3DPEHPK3PXP"


def test_what_one_session_holds_does_not_open_as_another() -> None:
    head, own = saved(post="head"), saved(post="none")
    (taken,) = Session.objects.filter(session_key=fingerprint(head.session_key or ""))
    Session.objects.filter(session_key=fingerprint(own.session_key or "")).update(
        session_data=taken.session_data
    )
    assert SessionStore(own.session_key).load() == {}


def test_an_ended_session_is_gone() -> None:
    store = saved(a="1")
    assert SessionStore().exists(store.session_key or "")
    SessionStore(store.session_key).delete()
    assert not SessionStore().exists(store.session_key or "")
    assert SessionStore(store.session_key).load() == {}
