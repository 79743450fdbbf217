"""How a mark came to be suspended or removed, and the day on which it is looked at."""

from datetime import datetime, timedelta

import pytest

from huaihai.brands.models import Entry, Proceeding
from huaihai.brands.tests.people import MONDAY
from huaihai.kit import clock

LATER = MONDAY + timedelta(days=30)


def set_today(monkeypatch: pytest.MonkeyPatch, at: datetime) -> None:
    monkeypatch.setattr(clock, "now", lambda: at)


def a_proceeding(entry: Entry, kind: str) -> Proceeding:
    return Proceeding.objects.create(
        entry=entry,
        serial=1,
        kind=kind,
        trigger="serious-cases",
        trigger_name={"zh": "严重投诉", "en": "serious complaints"},
        facts_key="0" * 64,
        clocks={},
        stage="statement",
        reasons="演示理由",
        opened_at=LATER,
    )
