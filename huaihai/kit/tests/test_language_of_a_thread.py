"""The language in force is that of a thread, and no thread waits for another to read it."""

import threading
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.urls import get_resolver, reverse
from django.utils import translation
from django.utils.translation import trans_real


def test_each_thread_has_its_own() -> None:
    seen: dict[str, str | None] = {}
    both = threading.Barrier(2, timeout=10)

    def read(language: str) -> None:
        with translation.override(language):
            both.wait()
            seen[language] = translation.get_language()

    threads = [threading.Thread(target=read, args=(language,)) for language in ("en", "zh-hant")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen == {"en": "en", "zh-hant": "zh-hant"}


def test_addresses_are_looked_up_once_for_all_languages() -> None:
    held: Any = get_resolver()
    for language in ("en", "zh-hant", "zh-hans"):
        with translation.override(language):
            assert reverse("home") == "/"
    assert list(held._reverse_dict) == [settings.LANGUAGE_CODE]


def test_django_keeps_it_where_we_put_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trans_real, "_active", None)
    apps.get_app_config("kit").ready()  # tests with other settings make Django put it elsewhere
    with translation.override("en"):
        kept: Any = vars(trans_real)["_active"]
        assert isinstance(kept, threading.local)
        assert kept.value.language() == "en"
