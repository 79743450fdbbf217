"""Passkeys beside the authenticator app: what is shown, what hostile answers do, who may add and remove one."""

import json
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from huaihai.kit import clock
from huaihai.members import factors
from huaihai.members.models import Account, FailedSignIn
from huaihai.record import events
from tests.posts import PASSWORD, SECRET, load_tree, post_at, sign_in

pytestmark = pytest.mark.django_db
# What a browser says of a passkey, in form; it holds none.
MADE: dict[str, Any] = {
    "id": "AQIDBA",
    "rawId": "AQIDBA",
    "type": "public-key",
    "clientExtensionResults": {},
    "response": {"clientDataJSON": "e30", "attestationObject": "oA"},
}
HOSTILE = [
    "",
    "x",
    "[]",
    "1",
    "null",
    "{}",
    "[" * 19_000,
    '{"a":' * 3_000,
    "{" + " " * 30_000 + "}",
    json.dumps(MADE),
    json.dumps(MADE | {"response": []}),
    json.dumps(MADE | {"id": 7, "rawId": None}),
    json.dumps(MADE | {"response": {"clientDataJSON": "e30", "authenticatorData": "AA", "signature": "AA"}}),
    json.dumps(MADE | {"response": {"clientDataJSON": "bnVsbA", "attestationObject": "////"}}),
]


@pytest.fixture
def account() -> Account:
    cache.clear()
    load_tree()
    found: Account = post_at("city:320300", username="wang").account
    return found


@pytest.mark.parametrize("answer", HOSTILE)
def test_a_made_up_answer_is_a_wrong_code_everywhere(client: Client, account: Account, answer: str) -> None:
    person = Client()
    person.post(reverse("sign-in"), {"login": account.username, "password": PASSWORD})
    page = person.post(reverse("mfa_authenticate"), {"credential": answer})
    assert page.status_code == 200
    assert person.get(reverse("my-account")).status_code == 302
    assert [row.what for row in FailedSignIn.objects.all()] == ["code"]

    sign_in(client, account)
    assert client.get(reverse("passkey-new")).status_code == 200
    assert client.post(reverse("passkey-new"), {"credential": answer}).status_code == 200
    assert factors.passkeys(account) == []


def test_without_one_nobody_is_asked_for_it(client: Client, account: Account) -> None:
    client.post(reverse("sign-in"), {"login": account.username, "password": PASSWORD})
    page = client.get(reverse("mfa_authenticate")).text
    assert "passkey" not in page
    assert client.post(reverse("mfa_authenticate"), {"code": factors.code_of(SECRET)}).status_code == 302


def test_one_is_removed_by_its_owner_alone_and_the_app_stays(client: Client, account: Account) -> None:
    other = post_at("city:320300", username="zhao").account
    kept = Authenticator.objects.create(
        user=account, type=Authenticator.Type.WEBAUTHN, data={"name": "", "credential": MADE}
    )
    url = reverse("passkey-end", args=[kept.pk])
    sign_in(client, other)
    assert client.post(url).status_code == 404
    sign_in(client, account)
    assert client.get(url).status_code == 405
    assert client.post(url).status_code == 302
    assert factors.passkeys(account) == []
    assert factors.is_set_up(account)
    assert events.history(account.record_key).last().verb == "passkey removed"  # type: ignore[union-attr]


def test_a_new_second_step_ends_passkeys_too(account: Account) -> None:
    factors.add_passkey(account, MADE, clock.now())
    assert len(factors.passkeys(account)) == 1
    factors.remove_all(account)
    assert factors.passkeys(account) == []
