"""Brakes hold for as long as they say, whatever others do meanwhile."""

import time
from typing import Any

import pytest
from django.core.cache import caches

from huaihai.kit.brakes import Brake
from huaihai.kit.kept_cache import KeptCache

TRIES = Brake("tries", most=2, seconds=900)


def small(name: str, most: int = 3) -> KeptCache:
    return KeptCache(name, {"OPTIONS": {"MAX_ENTRIES": most}})


def test_requests_of_others_free_nobody() -> None:
    assert [TRIES.lets_through("account") for _try in range(3)] == [True, True, False]
    for number in range(1_000):
        Brake("other", most=9, seconds=60).lets_through(f"stranger {number}")
        caches["computed"].set(f"page-{number}", "…")
    assert not TRIES.lets_through("account")


def test_sign_in_is_counted_where_nothing_is_pushed_out() -> None:
    caches["default"].set("tries-of-an-account", [1.0], 300)
    for number in range(1_000):
        caches["default"].set(f"tries-of-a-stranger-{number}", [1.0], 300)
    assert caches["default"].get("tries-of-an-account") == [1.0]


def test_a_full_store_takes_nothing_in_until_something_has_run_out(monkeypatch: pytest.MonkeyPatch) -> None:
    store, now = small("test of a full store"), time.time()
    store.clear()
    for key, seconds in (("a", 10), ("b", 1000), ("c", 1000)):
        store.set(key, 1, seconds)

    assert not store.add("new", 1, 10)
    store.set("new", 1, 10)
    assert store.get("new") is None
    assert store.incr("a") == 2
    store.set("b", 5, 1000)
    assert store.get("b") == 5

    monkeypatch.setattr(time, "time", lambda: now + 11)
    store._swept_at = 0.0
    assert store.add("new", 1, 10)
    assert (store.get("a"), store.get("b"), store.get("c")) == (None, 5, 1)


def test_who_fills_the_store_is_still_counted_and_so_is_everybody_else(settings: Any) -> None:
    settings.CACHES = {
        **settings.CACHES,
        "brakes": {**settings.CACHES["brakes"], "LOCATION": "full brakes", "OPTIONS": {"MAX_ENTRIES": 1}},
    }
    caches["brakes"].clear()
    TRIES.lets_through("the one that fills it")
    assert [TRIES.lets_through("account") for _try in range(3)] == [True, True, False]
    assert TRIES.lets_through("the one that fills it")
