"""Who only reads, and comes late to a turn, is asked to come again; whoever sends something in never is."""

import time
from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings

from huaihai.kit import counted, kept_pages, proxies, rush
from huaihai.kit.tests.test_kept_pages import Made, Watch, _another_view

pytestmark = pytest.mark.django_db


def environ(start: str, method: str = "GET") -> dict[str, Any]:
    return {"REQUEST_METHOD": method, rush.START: start}


@pytest.mark.parametrize("form", ["{0:.3f}", "t={0:.3f}", "{1:.0f}", "t={1:.0f}", " {0:.3f} "])
def test_the_wait_is_read_in_seconds_and_milliseconds(form: str) -> None:
    start = time.time() - 5
    assert 4.9 < rush.waited(environ(form.format(start, start * 1000))) < 60


@pytest.mark.parametrize("start", ["", "t=", "soon", "1,5", "½"])
def test_what_is_no_time_turns_nobody_away(start: str) -> None:
    assert not rush.is_too_long(environ(start), has_session=False)


@pytest.mark.parametrize(
    ("ago", "method", "has_session", "waits"),
    [
        (1, "GET", False, False),
        (3, "GET", False, True),
        (3, "HEAD", False, True),
        (3, "GET", True, False),
        (60, "GET", True, True),
        (60, "POST", False, False),
        (60, "POST", True, False),
        (-60, "GET", False, False),
    ],
)
def test_who_waits(ago: int, method: str, has_session: bool, waits: bool) -> None:
    asked = environ(str(time.time() - ago), method)
    assert rush.is_too_long(asked, has_session=has_session) is waits


def test_what_pages_look_like_does_not_wait() -> None:
    asked = environ(str(time.time() - 60)) | {"PATH_INFO": f"{settings.STATIC_URL}kit/site.css"}
    assert not rush.is_too_long(asked, has_session=False)


def test_nobody_but_our_proxy_says_since_when() -> None:
    asked = environ("1.5") | {"REMOTE_ADDR": "203.0.113.7"}
    proxies.look_behind(asked)
    assert rush.START not in asked
    asked = environ("1.5") | {"REMOTE_ADDR": "127.0.0.1"}
    proxies.look_behind(asked)
    assert asked[rush.START] == "1.5"


def test_a_kept_page_is_read_by_all_and_another_asks_readers_to_come_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    watch = Watch()
    monkeypatch.setattr(kept_pages, "time", SimpleNamespace(monotonic=lambda: watch.at))
    late = {"X-Request-Start": f"t={time.time() - 60}"}
    made = Made()
    made.get()
    assert made.get(**late).content == b"page 1"
    watch.at += kept_pages.FRESH_SECONDS + 1
    assert made.get(**late).content == b"page 2"  # by one of those who came late, for all

    made.view = _another_view
    made.get("/b/")
    before = _told_to_wait()
    queue = made.get("/b/", **late)
    assert (queue.status_code, queue["Retry-After"], queue["Cache-Control"]) == (503, "10", "no-store")
    assert "请稍等" in queue.text
    assert 'http-equiv="refresh" content="10"' in queue.text
    assert _told_to_wait() == before + 1
    english = made.get("/b/", cookie=f"{settings.LANGUAGE_COOKIE_NAME}=en", **late)
    assert "please wait" in english.text
    large = made.get("/b/", cookie=f"{settings.LARGE_TEXT_COOKIE_NAME}=1", **late)
    assert 'class="large"' in large.text
    assert made.get("/b/", method="post", **late).status_code == 200


def _told_to_wait() -> int:
    return next(int(line.split()[1]) for line in counted.lines() if line.startswith("huaihai_told_to_wait"))
