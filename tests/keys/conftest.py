"""An installation whose keys a test may change."""

import shutil
from pathlib import Path
from typing import Any

import pytest

from huaihai.kit import keyring, sealing
from huaihai.kit.keyring import Keyring


@pytest.fixture
def var(settings: Any, tmp_path: Path) -> Path:
    """A folder with the keys of all tests and no files, which the program uses."""
    shutil.copy(settings.VAR / keyring.FILE, tmp_path / keyring.FILE)
    settings.VAR, settings.FILES = tmp_path, tmp_path / "files"
    settings.KEYRING = keyring.load_or_create(tmp_path)
    sealing.look_now()
    return tmp_path


@pytest.fixture
def old(settings: Any, var: Path) -> str:
    """The name of the key of the alliance that is used now."""
    ring: Keyring = settings.KEYRING
    return ring.sealing_current


@pytest.fixture
def old_keys(settings: Any, var: Path) -> list[str]:
    """Those of all rings."""
    ring: Keyring = settings.KEYRING
    return [one.current for one in ring.rings.values()]
