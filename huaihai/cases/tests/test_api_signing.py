"""Whoever does not hold the secret, or holds it and is late, gets one answer; a request works once."""

import json
import re
import time
from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from unittest import mock

import pytest
from django.db import connection as database

from huaihai.businesses.connecting import authentication
from huaihai.businesses.connecting import verbs as connecting_verbs
from huaihai.businesses.models import SeenNonce
from huaihai.cases.models import Offer
from huaihai.cases.tests.protocol import System, an_offer, connected
from huaihai.kit import http_signing
from tests.cast import TUESDAY, Cast, negotiating
from tests.posts import PROGRAM

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tuesday")]
PATH = "/connection"


@pytest.fixture
def system(cast: Cast) -> System:
    return connected(cast)


def tampered(headers: Mapping[str, str], name: str, old: str, new: str) -> dict[str, str]:
    changed = re.sub(old, new, headers[name])
    assert changed != headers[name]
    return {**headers, name: changed}


def forged(system: System) -> dict[str, dict[str, str]]:
    """Requests that must not open anything, by what is wrong with them."""
    good, shown = system.headers("GET", PATH), system.shown
    now = int(time.time())
    few = tuple(name for name in http_signing.NEEDED if name != "@query")
    return {
        "nothing": {},
        "no signature": {name: value for name, value in good.items() if name != "Signature"},
        "another secret": system.headers("GET", PATH, keys=[(shown.key_id, "hs_guessed")]),
        "the webhooks' secret": system.headers("GET", PATH, keys=[(shown.key_id, shown.webhook_secret)]),
        "unknown key": system.headers("GET", PATH, keys=[("hk_nobody", shown.secret)]),
        "old": system.headers("GET", PATH, created=now - 400),
        "from the future": system.headers("GET", PATH, created=now + 400),
        "a webhook's": system.headers("GET", PATH, tag="huaihai-webhook"),
        "another path": system.headers("GET", "/cases"),
        "another query": system.headers("GET", f"{PATH}?a=1"),
        "another method": system.headers("POST", PATH),
        "another body": system.headers("GET", PATH, b"{}"),
        "not over the query": system.headers("GET", PATH, components=few),
        "short number": system.headers("GET", PATH, nonce="abc"),
        "time changed": tampered(good, "Signature-Input", r"created=\d+", f"created={now + 9}"),
        "number changed": tampered(good, "Signature-Input", r'nonce="[^"]*"', f'nonce="{"x" * 20}"'),
        "two signatures": system.headers("GET", PATH, keys=[(shown.key_id, shown.secret)] * 2),
        "nonsense": {**good, "Signature-Input": "sig1=();x", "Signature": "sig1=:***:"},
        "very long": {**good, "Signature-Input": good["Signature-Input"] + ", " + "a" * 5000},
    }


def test_every_forged_request_gets_the_same_answer(system: System) -> None:
    answers = {name: system.send("GET", PATH, signed=headers) for name, headers in forged(system).items()}
    assert {name: answer.status_code for name, answer in answers.items() if answer.status_code != 401} == {}
    assert len({answer.content for answer in answers.values()}) == 1
    assert not SeenNonce.objects.exists()  # what nobody signed leaves nothing
    assert system.get(PATH).status_code == 200


def test_an_ended_connection_gets_that_answer_too(system: System) -> None:
    refused = system.send("GET", PATH, signed={})
    connecting_verbs.end(system.connection, seen=1, by=PROGRAM, at=TUESDAY)
    assert system.get(PATH).content == refused.content


def test_unknown_and_wrong_are_compared_alike(system: System) -> None:
    """A key that is not there costs the same comparison as a wrong secret."""
    compared = mock.Mock(wraps=http_signing.fits)
    with mock.patch.object(authentication.http_signing, "fits", compared):
        for name in ("unknown key", "another secret"):
            system.send("GET", PATH, signed=forged(system)[name])
    assert compared.call_count == 2


def test_a_replayed_request_is_refused_and_does_nothing(cast: Cast, system: System) -> None:
    case = negotiating(cast)
    path, body = f"/cases/{case.pk}/offer", json.dumps(an_offer(case.version)).encode()
    headers = system.headers("POST", path, body, key="k" * 20)
    assert system.send("POST", path, body, signed=headers).status_code == 200
    for _again in range(2):
        assert system.send("POST", path, body, signed=headers).status_code == 401
    assert Offer.objects.count() == 1


def test_a_number_stays_used_even_if_the_request_failed(system: System) -> None:
    headers = system.headers("GET", "/cases?limit=0")
    answers = [system.send("GET", "/cases?limit=0", signed=headers).status_code for _ in range(2)]
    assert answers == [422, 401]


def test_used_numbers_are_forgotten_once_nobody_would_take_them(system: System) -> None:
    system.get(PATH)
    SeenNonce.objects.update(at=SeenNonce.objects.get().at - timedelta(minutes=16))
    system.get(PATH)
    assert SeenNonce.objects.count() == 1


def test_an_idempotency_key_that_is_sent_is_signed(cast: Cast, system: System) -> None:
    case = negotiating(cast)
    path, body = f"/cases/{case.pk}/offer", json.dumps(an_offer(case.version)).encode()
    headers = {**system.headers("POST", path, body), "Idempotency-Key": "k" * 20}
    assert system.send("POST", path, body, signed=headers).status_code == 401


def test_secrets_are_sealed_and_shown_once(system: System) -> None:
    with database.cursor() as cursor:
        cursor.execute("SELECT secret, webhook_secret FROM businesses_connectionkey")
        kept: Any = cursor.fetchall()
    assert system.shown.secret not in str(kept)
    assert system.shown.webhook_secret not in str(kept)


def test_too_many_requests_wait(system: System, monkeypatch: pytest.MonkeyPatch) -> None:
    from huaihai.cases.api import entry

    monkeypatch.setattr(entry, "BRAKE", entry.Brake("protocol", most=2, seconds=60))
    statuses = [system.get(PATH).status_code for _ in range(3)]
    assert statuses == [200, 200, 429]


def test_a_request_that_is_too_large_is_not_read(system: System) -> None:
    answer = system.send("POST", PATH, b"x" * 2_700_000, signed={})
    assert (answer.status_code, answer.json()["code"]) == (413, "too-large")
