"""What the tests of visits begin with."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from huaihai.kit import clock
from huaihai.members.models import Account
from huaihai.supervision.tests.people import MONDAY
from huaihai.supervision.visiting.tests import scene as scenes
from huaihai.supervision.visiting.tests.scene import Scene
from tests.posts import sign_in


@pytest.fixture
def own_store(tmp_path: Path, settings: Any) -> None:
    settings.FILES = tmp_path / "files"


@pytest.fixture
def afternoon(own_store: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is four hours later, for whoever opens a page."""
    monkeypatch.setattr(clock, "now", lambda: MONDAY + timedelta(hours=4))


@pytest.fixture
def held() -> Scene:
    """The visits are given out."""
    return scenes.given()


@pytest.fixture
def as_user(client: Client) -> Callable[[str], Client]:
    def signed(username: str) -> Client:
        sign_in(client, Account.objects.get(username=username))
        return client

    return signed
