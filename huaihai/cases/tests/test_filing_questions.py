"""Which questions are asked for which answers; any order of right answers ends at the check page; nothing is lost."""

from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from huaihai.cases.tests.filing_walks import walk
from huaihai.kit import clock
from tests import cast

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def surroundings(monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path) -> None:
    cache.clear()
    settings.FILES = tmp_path / "files"
    monkeypatch.setattr(clock, "now", lambda: cast.TUESDAY)
    cast.assemble()


BEFORE = ["photo", "story", "problem", "goods", "wrong", "where", "shop", "city"]
AFTER = ["paid", "remedies", "already", "home", "contact", "code", "consent"]
PATHS: list[tuple[str, dict[str, dict[str, Any]], list[str]]] = [
    ("live room", {}, [*BEFORE, *AFTER]),
    ("street shop", {"where": {"bought": "offline"}, "shop": {"name": "锅店"}}, [*BEFORE, "county", *AFTER]),
    (
        "two kinds behind the picture",
        {"goods": {"picture": "food"}, "kind": {"category": "G08"}},
        [*BEFORE[:4], "kind", *BEFORE[4:], *AFTER],
    ),
    (
        "shop in Beijing, a city without parts",
        {"city": {"place": "elsewhere"}, "province": {"place": "110000"}},
        [*BEFORE, "province", "away", *AFTER],
    ),
    (
        "shop in Nanjing",
        {"city": {"place": "elsewhere"}, "province": {"place": "320000"}, "county": {"part": "320100"}},
        [*BEFORE, "province", "county", "away", *AFTER],
    ),
    ("nobody knows where", {"city": {"place": "unknown"}}, [*BEFORE, *AFTER]),
    (
        "guest from Shanghai",
        {"home": {"place": "elsewhere"}, "home-province": {"place": "310000"}},
        [*BEFORE, *AFTER[:4], "home-province", *AFTER[4:]],
    ),
]


@pytest.mark.parametrize(("said", "asked"), [path[1:] for path in PATHS], ids=[path[0] for path in PATHS])
def test_what_is_asked_follows_from_the_answers(
    client: Client, said: dict[str, dict[str, Any]], asked: list[str]
) -> None:
    assert walk(client, said) == asked
