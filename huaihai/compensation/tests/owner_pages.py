"""What the tests of the pages of funds have in common: who is signed in where, and sending the form of a step."""

from datetime import datetime
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from huaihai.compensation.models import Claim
from huaihai.kit import clock
from huaihai.members import factors
from huaihai.members.actors import Actor
from huaihai.members.models import Account
from tests.posts import SECRET, forget_tries, sign_in


def at(monkeypatch: pytest.MonkeyPatch, moment: datetime) -> None:
    """It is this moment, and nobody has used a code yet."""
    cache.clear()
    monkeypatch.setattr(clock, "now", lambda: moment)


def signed_in(actor: Actor) -> Client:
    """The browser of this person."""
    client = Client()
    assert actor.account_id is not None
    sign_in(client, Account.objects.get(pk=actor.account_id))
    return client


def step_url(claim: Claim, noun: str) -> str:
    return reverse("business-claim-step", args=[claim.pk, noun])


def claim_url(claim: Claim) -> str:
    return reverse("business-claim", args=[claim.pk])


def code() -> str:
    """The code of this moment, as if nobody had used it."""
    forget_tries()
    return factors.code_of(SECRET)


def do(client: Client, claim: Claim, noun: str, **typed: Any) -> Any:
    """Send the form of a step with the version that stands now; `signed` adds a fresh code."""
    claim.refresh_from_db()
    if typed.pop("signed", False):
        typed["code"] = code()
    return client.post(step_url(claim, noun), {"seen": claim.version, **typed})
