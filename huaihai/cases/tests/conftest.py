"""The cast at the officers' desk, for the tests that ask for it."""

from datetime import timedelta
from pathlib import Path
from typing import Any

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


@pytest.fixture
def sun(cast: people.Cast) -> Client:
    """Sun's browser, signed in."""
    client = Client()
    people.sign_in(client, cast.accounts["sun"])
    return client


@pytest.fixture
def files(settings: Any, tmp_path: Path) -> Path:
    """Where files are stored."""
    settings.FILES = tmp_path / "files"
    return tmp_path / "files"


@pytest.fixture
def wednesday(monkeypatch: pytest.MonkeyPatch, files: Path) -> people.Cast:
    """The cast, a day later."""
    del files
    cache.clear()
    monkeypatch.setattr(clock, "now", lambda: people.TUESDAY + timedelta(days=1))
    return people.assemble()
