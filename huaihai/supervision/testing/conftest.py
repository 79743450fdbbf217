"""What the tests of comparative tests share."""

from collections.abc import Callable
from datetime import datetime

import pytest

from huaihai.kit import clock

type ClockAt = Callable[[datetime], None]


@pytest.fixture
def clock_at(monkeypatch: pytest.MonkeyPatch) -> ClockAt:
    """From now on pages are told this moment."""

    def set_to(at: datetime) -> None:
        monkeypatch.setattr(clock, "now", lambda: at)

    return set_to
