from datetime import datetime

import pytest

from huaihai.brands.conduct.tests import cast as scene
from huaihai.brands.tests.people import MONDAY
from huaihai.kit import clock


@pytest.fixture
def cast(db: None, monkeypatch: pytest.MonkeyPatch) -> scene.Cast:
    """A shop with a mark, and people of ten cities."""
    found = scene.assemble()
    found.patch = monkeypatch
    return found


@pytest.fixture
def hour(monkeypatch: pytest.MonkeyPatch) -> dict[str, datetime]:
    """The hour at which the pages are read: set `hour["now"]`."""
    held = {"now": MONDAY + scene.DAY}
    monkeypatch.setattr(clock, "now", lambda: held["now"])
    return held
