"""The program as it is after it started from another pack."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from huaihai import alliance
from huaihai.alliance import Alliance
from huaihai.front import starting
from huaihai.kit import clock, keyring, sealing, versions
from tests import cast


@pytest.fixture
def start(monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path) -> Callable[[Path], Alliance]:
    """The step of a start that reads the alliance, with keys of its own."""

    def started(folder: Path) -> Alliance:
        monkeypatch.setenv("HUAIHAI_ALLIANCE", str(folder))
        monkeypatch.setattr(clock, "now", lambda: cast.TUESDAY)
        settings.VAR, settings.FILES = tmp_path / "var", tmp_path / "var" / "files"
        settings.VAR.mkdir(exist_ok=True)
        settings.KEYRING = keyring.load_or_create(settings.VAR, alliance.load().city_codes)
        sealing.look_now()
        versions.forget()
        starting.load_alliance()
        return alliance.load()

    return started
