"""The cast at the officers' desk, for the tests that ask for it."""

import pytest
from django.core.cache import cache
from django.test import Client

from huaihai.kit import clock
from tests import cast as people


@pytest.fixture
def tuesday(monkeypatch: pytest.MonkeyPatch) -> None:
    cache.clear()  # many tests sign in within a minute
    monkeypatch.setattr(clock, "now", lambda: people.TUESDAY)


@pytest.fixture
def cast() -> people.Cast:
    return people.assemble()


@pytest.fixture
def wang(client: Client, cast: people.Cast) -> Client:
    people.sign_in(client, cast.accounts["wang"])
    return client


@pytest.fixture
def zhao(cast: people.Cast) -> Client:
    client = Client()
    people.sign_in(client, cast.accounts["zhao"])
    return client
