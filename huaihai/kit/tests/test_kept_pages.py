"""What is the same for everybody is made once and kept for a minute; nothing else is."""

import gzip
from collections.abc import Callable
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.http.response import ResponseHeaders
from django.test import Client, RequestFactory
from django.urls import URLResolver, get_resolver

from huaihai.kit import guards, kept_pages
from huaihai.kit.inside import connection_kept
from huaihai.kit.kept_pages import KeptPagesHandler, Page, Shelf

GZIP = {"Accept-Encoding": "gzip"}


class Reader:
    """Asks as a server does that stands before the program."""

    def __init__(self, handler: KeptPagesHandler | None = None) -> None:
        self.handler = handler or KeptPagesHandler()

    def get(
        self, path: str = "/a/", *, method: str = "get", cookie: str = "", **headers: str
    ) -> HttpResponse:
        cookies = {"Cookie": cookie} if cookie else {}
        environ = getattr(RequestFactory(), method)(path, headers={**headers, **cookies}).environ
        begun: list[Any] = []

        def start_response(
            status: str, headers: list[tuple[str, str]], *_error: Any
        ) -> Callable[[bytes], object]:
            begun[:] = status, headers
            return begun.append

        with connection_kept():
            parts = self.handler(environ, start_response)
            response = HttpResponse(b"".join(parts), status=int(begun[0].partition(" ")[0]))
            if isinstance(parts, HttpResponse):
                parts.close()
        response.headers = ResponseHeaders(dict(begun[1]))
        return response


class Watch:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.at = 1_000.0


@pytest.fixture
def watch(monkeypatch: pytest.MonkeyPatch) -> Watch:
    watch = Watch()
    monkeypatch.setattr(kept_pages, "time", SimpleNamespace(monotonic=lambda: watch.at))
    return watch


@guards.same_for_all
def _a_view(_request: HttpRequest) -> HttpResponse:
    return HttpResponse()


@guards.public
def _another_view(_request: HttpRequest) -> HttpResponse:
    return HttpResponse()


class Made(Reader):
    """Numbers the pages that are made."""

    def __init__(self, **headers: str) -> None:
        super().__init__()
        self.count = 0
        self.headers = headers
        self.view: Any = _a_view
        self.change: Callable[[HttpResponse], object] = lambda _response: None
        self.handler._middleware_chain = self.answer  # type: ignore[assignment]

    def answer(self, request: HttpRequest) -> HttpResponse:
        self.count += 1
        request.resolver_match = SimpleNamespace(func=self.view)  # type: ignore[assignment]
        response = HttpResponse(f"page {self.count}", headers=self.headers)
        self.change(response)
        return response


def test_it_is_made_once() -> None:
    made = Made()
    first, again = made.get(), made.get()

    assert made.count == 1
    assert first.content == again.content == b"page 1"
    assert dict(first.headers) == dict(again.headers)
    assert (first["Vary"], first["Cache-Control"]) == ("Cookie, Accept-Encoding", kept_pages.CACHE_CONTROL)
    assert first["Content-Length"] == "6"


def test_who_has_it_already_is_told_so() -> None:
    made = Made()
    tag = made.get()["ETag"]
    again = made.get(**{"If-None-Match": tag})

    assert (again.status_code, again.content, again["ETag"]) == (304, b"", tag)
    assert set(again.headers) == {"ETag", "Vary", "Cache-Control"}
    assert made.get(**{"If-None-Match": f'"x", {tag}'}).status_code == 304
    assert made.get(**{"If-None-Match": 'W/"other"'}).status_code == 200
    assert Made().get(**{"If-None-Match": tag}).status_code == 304  # made for this reader


def test_a_head_gets_what_is_kept_and_keeps_nothing() -> None:
    made = Made()
    made.get(method="head")
    made.get()
    assert made.count == 2
    assert made.get(method="head")["ETag"] == made.get()["ETag"]
    assert made.count == 2


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({}, {"path": "/b/"}),
        ({}, {"path": "/a/?x=1"}),
        ({}, {"cookie": "language=en"}),
        ({"cookie": "language=en"}, {"cookie": "language=zh-hant"}),
        ({}, {"cookie": "large_text=1"}),
        ({}, {"Host": "localhost"}),
        ({}, GZIP),
    ],
)
def test_what_differs_is_kept_apart(one: dict[str, str], other: dict[str, str]) -> None:
    made = Made()
    for asked in (one, other, one, other):
        made.get(**asked)
    assert made.count == 2


@pytest.mark.parametrize("cookie", ["csrftoken=x", "language=zh-hans", "language=nothing", "large_text=0"])
def test_other_cookies_change_nothing(cookie: str) -> None:
    made = Made()
    made.get()
    made.get(cookie=cookie)
    assert made.count == 1


@pytest.mark.parametrize(
    "asked",
    [
        {"cookie": f"{settings.SESSION_COOKIE_NAME}=x"},
        {"method": "post"},
        {"path": f"/a/?{'x' * (kept_pages.LONGEST_QUERY + 1)}"},
    ],
)
def test_a_reader_with_a_session_and_a_writer_neither_get_nor_make_one(asked: dict[str, str]) -> None:
    made = Made()
    assert made.get(**asked).content == b"page 1"
    assert made.get().content == b"page 2"
    assert made.get(**asked).content == b"page 3"
    assert made.get().content == b"page 2"


@pytest.mark.parametrize(
    "change",
    [
        lambda response: response.set_cookie("x", "y"),
        lambda response: setattr(response, "status_code", 404),
        lambda response: response.headers.__setitem__("Cache-Control", "private, no-store"),
        lambda response: response.headers.__setitem__("Content-Type", "application/json"),
        lambda response: response.headers.__setitem__("Content-Security-Policy", "script-src 'nonce-abc'"),
    ],
)
def test_what_is_not_for_everybody_is_not_kept(change: Callable[[HttpResponse], object]) -> None:
    made = Made()
    made.change = change
    made.get()
    assert "ETag" not in made.get().headers
    assert made.count == 2


def test_a_page_that_is_not_the_same_for_all_is_not_kept() -> None:
    made = Made()
    made.view = _another_view
    made.get()
    made.get()
    assert made.count == 2


@pytest.mark.parametrize(
    ("said", "is_kept_apart"),
    [({"X-Forwarded-Proto": "https"}, True), ({"X-Forwarded-Proto": "http, https"}, False)],
)
def test_what_came_by_https_is_kept_apart(said: dict[str, str], is_kept_apart: bool) -> None:
    made = Made()
    for headers in ({}, said, {}, said):
        made.get(**headers)
    assert made.count == 1 + is_kept_apart


def test_a_view_that_says_how_long_browsers_keep_it_is_heard() -> None:
    assert Made(**{"Cache-Control": "public, max-age=300"}).get()["Cache-Control"] == "public, max-age=300"


def test_one_reader_makes_it_anew_while_others_still_get_the_old_one(watch: Watch) -> None:
    shelf = Shelf(10_000)
    shelf.put(("a",), Page(b"", [], "", made_at=watch.at))
    watch.at += kept_pages.FRESH_SECONDS + 1

    assert shelf.get(("a",)) is None
    assert shelf.get(("a",)) is not None

    shelf.put(("a",), Page(b"new", [], "", made_at=watch.at))
    found = shelf.get(("a",))
    assert found is not None
    assert found.body == b"new"


def test_nobody_gets_one_that_is_older_than_a_minute(watch: Watch) -> None:
    shelf = Shelf(10_000)
    shelf.put(("a",), Page(b"", [], "", made_at=watch.at, is_being_made=True))
    watch.at += kept_pages.LONGEST_SECONDS
    assert shelf.get(("a",)) is not None
    watch.at += 1
    assert shelf.get(("a",)) is None
    assert shelf.size == 0


def test_its_age_counts_from_before_it_was_made(watch: Watch) -> None:
    made = Made()
    made.change = lambda _response: setattr(watch, "at", watch.at + kept_pages.LONGEST_SECONDS + 1)
    made.get()
    made.get()
    assert made.count == 2


def test_a_shelf_never_holds_more_than_it_may_and_gives_up_what_was_read_longest_ago() -> None:
    page = Page(b"x" * 1_000, [], "", made_at=kept_pages.time.monotonic())
    shelf = Shelf(3 * page.size)
    for name in "abc":
        shelf.put((name,), page)
    shelf.get(("a",))
    shelf.put(("d",), page)
    shelf.put(("d",), page)

    assert shelf.size == 3 * page.size
    assert [name for name in "abcd" if shelf.get((name,))] == ["a", "c", "d"]
    shelf.put(("e",), Page(b"x" * 100_000, [], "", made_at=0))
    assert shelf.size == 0


def test_addresses_that_somebody_invents_push_out_no_page_without_a_query() -> None:
    made = Made()
    made.get()
    made.handler.asked.most_bytes = 10 * kept_pages.OVERHEAD_BYTES
    for number in range(50):
        made.get(f"/a/?x={number}")
    made.get()
    assert made.count == 51
    assert made.handler.asked.size <= made.handler.asked.most_bytes


def _addresses(resolver: URLResolver, prefix: str = "/") -> list[str]:
    """Of all pages that are the same for all and whose address names nothing."""
    found = []
    for part in resolver.url_patterns:
        route = prefix + str(part.pattern)
        if isinstance(part, URLResolver):
            found += _addresses(part, route)
        elif getattr(part.callback, "is_same_for_all", False) and "<" not in route:
            found.append(route)
    return found


@pytest.mark.django_db
def test_no_page_for_everybody_brings_a_cookie_or_a_token() -> None:
    addresses = _addresses(get_resolver())
    assert len(addresses) > 30
    reader = Reader()
    for address in addresses:
        first = reader.get(address, **GZIP)
        if first.status_code != 200:  # nothing to show yet
            continue
        again = reader.get(address, **GZIP)
        assert "Set-Cookie" not in again.headers, address
        assert "ETag" in again.headers, address
        is_packed = again.headers.get("Content-Encoding") == "gzip"
        html = gzip.decompress(again.content) if is_packed else again.content
        assert b"csrfmiddlewaretoken" not in html, address
        # What was made before has no request of its own.
        told = {name: one for name, one in first.headers.items() if name != "X-Request-Id"}
        assert (again.content, dict(again.headers)) == (first.content, told), address
        assert again["Content-Language"] == "zh-hans"
        assert "frame-ancestors" in again["Content-Security-Policy"]
        assert again["X-Content-Type-Options"] == "nosniff"


@pytest.mark.django_db
def test_a_page_of_another_language_and_size_of_text_is_another_page() -> None:
    reader = Reader()
    simple = reader.get("/about/").text
    english = reader.get("/about/", cookie="language=en")
    large = reader.get("/about/", cookie="language=en; large_text=1").text

    assert 'lang="zh-CN"' in simple or 'lang="zh-Hans"' in simple
    assert (english["Content-Language"], 'lang="en"' in english.text) == ("en", True)
    assert ('class="large"' in english.text, 'class="large"' in large) == (False, True)


@pytest.mark.django_db
def test_a_host_that_is_not_ours_gets_no_page() -> None:
    reader = Reader()
    assert reader.get("/about/").status_code == 200
    assert reader.get("/about/", Host="elsewhere.example").status_code == 400
    assert reader.get("/about/", Host="elsewhere.example").status_code == 400


@pytest.mark.django_db
def test_what_was_written_in_a_form_is_in_no_kept_page() -> None:
    reader = Reader()
    Client().post("/triage/", {"sentence": "手机坏了不给修"})
    assert "手机坏了不给修" not in reader.get("/triage/").text


@pytest.mark.django_db
def test_without_its_database_the_demo_gives_no_kept_page(
    monkeypatch: pytest.MonkeyPatch, settings: Any, watch: Watch
) -> None:
    settings.DEMO = True
    made = Made()
    made.get()

    def gone() -> date:
        raise OperationalError

    monkeypatch.setattr(kept_pages.clock, "today", gone)
    watch.at += kept_pages.DAY_HOLDS_SECONDS + 0.1
    assert made.get().content == b"page 2"


@pytest.mark.django_db
def test_the_day_of_the_demo_is_asked_once_a_second(
    monkeypatch: pytest.MonkeyPatch, settings: Any, watch: Watch
) -> None:
    settings.DEMO = True
    days = iter([date(2026, 3, 1), date(2026, 3, 2)])
    monkeypatch.setattr(kept_pages.clock, "today", lambda: next(days))
    made = Made()
    assert [made.get().content for _ in range(3)] == [b"page 1"] * 3
    watch.at += kept_pages.DAY_HOLDS_SECONDS + 0.1
    assert made.get().content == b"page 2"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("headers", "answer"),
    [
        ({"Origin": "http://testserver"}, 302),
        ({"Origin": "http://elsewhere.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Referer": "http://testserver/"}, 302),
        ({"Referer": "http://testserver.example/"}, 403),
        ({"Origin": "https://testserver"}, 403),
        ({}, 403),
    ],
)
def test_a_form_without_a_token_begins_a_complaint_only_from_here(
    headers: dict[str, str], answer: int
) -> None:
    client = Client(enforce_csrf_checks=True)
    assert client.post("/file/", {"problem": ""}, headers=headers).status_code == answer
