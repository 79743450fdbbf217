"""What is the same for everybody is made once and kept for a minute; nothing else is."""

import gzip
from collections.abc import Callable
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory, override_settings
from django.urls import URLResolver, get_resolver

from huaihai.kit import guards, kept_pages
from huaihai.kit.kept_pages import KeptPagesMiddleware, Page, Shelf

GZIP = {"Accept-Encoding": "gzip"}
WITH_KEPT_PAGES = override_settings(
    MIDDLEWARE=["huaihai.kit.kept_pages.KeptPagesMiddleware", *settings.MIDDLEWARE]
)


class Watch:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.at = 1_000.0


@pytest.fixture
def watch(monkeypatch: pytest.MonkeyPatch) -> Watch:
    watch = Watch()
    monkeypatch.setattr(kept_pages, "time", SimpleNamespace(monotonic=lambda: watch.at))
    return watch


class Made:
    """A program behind the middleware that numbers the pages it makes."""

    def __init__(self, **headers: str) -> None:
        self.count = 0
        self.headers = headers
        self.change: Callable[[HttpResponse], object] = lambda _response: None
        self.middleware = KeptPagesMiddleware(self.answer)

    @guards.same_for_all
    def _page(request: HttpRequest, made: "Made") -> HttpResponse:  # type: ignore[misc]  # a view # noqa: N805
        return HttpResponse(f"page {made.count}", headers=made.headers)

    def answer(self, request: HttpRequest) -> HttpResponse:
        self.count += 1
        response = Made._page(request, self)
        self.change(response)
        return response

    def get(
        self, path: str = "/a/", *, method: str = "get", cookie: str = "", **headers: str
    ) -> HttpResponse:
        cookies = {"Cookie": cookie} if cookie else {}
        request = getattr(RequestFactory(), method)(path, headers={**headers, **cookies})
        return self.middleware(request)


def test_it_is_made_once_and_packed_once() -> None:
    made = Made()
    first, again, packed = made.get(), made.get(), made.get(**GZIP)

    assert made.count == 1
    assert first.content == again.content == gzip.decompress(packed.content) == b"page 1"
    assert (first.get("Content-Encoding"), packed["Content-Encoding"]) == (None, "gzip")
    assert packed["Content-Length"] == str(len(packed.content))
    assert first["Vary"] == packed["Vary"] == "Cookie, Accept-Encoding"
    assert first["Cache-Control"] == "no-cache"
    assert first["ETag"] == packed["ETag"]


def test_who_has_it_already_is_told_so() -> None:
    made = Made()
    tag = made.get()["ETag"]
    again = made.get(**{"If-None-Match": tag})

    assert (again.status_code, again.content, again["ETag"]) == (304, b"", tag)
    assert made.get(**{"If-None-Match": 'W/"other"'}).status_code == 200


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
        lambda response: setattr(response, "is_same_for_all", False),
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


def test_a_view_that_says_how_long_browsers_keep_it_is_heard() -> None:
    assert Made(**{"Cache-Control": "public, max-age=300"}).get()["Cache-Control"] == "public, max-age=300"


def test_one_reader_makes_it_anew_while_others_still_get_the_old_one(watch: Watch) -> None:
    shelf = Shelf(10_000)
    shelf.put(("a",), Page(b"", {}, made_at=watch.at))
    watch.at += kept_pages.FRESH_SECONDS + 1

    assert shelf.get(("a",)) is None
    assert shelf.get(("a",)) is not None

    shelf.put(("a",), Page(b"new", {}, made_at=watch.at))
    found = shelf.get(("a",))
    assert found is not None
    assert found.packed == b"new"


def test_nobody_gets_one_that_is_older_than_a_minute(watch: Watch) -> None:
    shelf = Shelf(10_000)
    shelf.put(("a",), Page(b"", {}, made_at=watch.at, is_being_made=True))
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
    page = Page(b"x" * 1_000, {}, made_at=kept_pages.time.monotonic())
    shelf = Shelf(3 * page.size)
    for name in "abc":
        shelf.put((name,), page)
    shelf.get(("a",))
    shelf.put(("d",), page)
    shelf.put(("d",), page)

    assert shelf.size == 3 * page.size
    assert [name for name in "abcd" if shelf.get((name,))] == ["a", "c", "d"]
    shelf.put(("e",), Page(b"x" * 100_000, {}, made_at=0))
    assert shelf.size == 0


def test_addresses_that_somebody_invents_push_out_no_page_without_a_query() -> None:
    made = Made()
    made.get()
    made.middleware.asked.most_bytes = 10 * kept_pages.OVERHEAD_BYTES
    for number in range(50):
        made.get(f"/a/?x={number}")
    made.get()
    assert made.count == 51
    assert made.middleware.asked.size <= made.middleware.asked.most_bytes


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
@WITH_KEPT_PAGES
def test_no_page_for_everybody_brings_a_cookie_or_a_token() -> None:
    addresses = _addresses(get_resolver())
    assert len(addresses) > 30
    for address in addresses:
        client = Client(headers=GZIP)
        first = client.get(address)
        if first.status_code != 200:  # nothing to show yet
            continue
        again = client.get(address)
        assert not client.cookies, address
        assert "ETag" in again.headers, address
        assert b"csrfmiddlewaretoken" not in gzip.decompress(again.content), address
        assert (again.content, again["ETag"]) == (first.content, first["ETag"]), address
        assert again["Content-Language"] == "zh-hans"
        assert "frame-ancestors" in again["Content-Security-Policy"]


@pytest.mark.django_db
@WITH_KEPT_PAGES
def test_a_page_of_another_language_and_size_of_text_is_another_page() -> None:
    client = Client()
    simple = client.get("/about/").text
    client.cookies["language"] = "en"
    english = client.get("/about/")
    client.cookies["large_text"] = "1"
    large = client.get("/about/").text

    assert 'lang="zh-CN"' in simple or 'lang="zh-Hans"' in simple
    assert (english["Content-Language"], 'lang="en"' in english.text) == ("en", True)
    assert ('class="large"' in english.text, 'class="large"' in large) == (False, True)


@pytest.mark.django_db
@WITH_KEPT_PAGES
def test_a_host_that_is_not_ours_gets_no_page() -> None:
    client = Client()
    assert client.get("/about/").status_code == 200
    assert client.get("/about/", headers={"Host": "elsewhere.example"}).status_code == 400


@pytest.mark.django_db
@WITH_KEPT_PAGES
def test_what_was_written_in_a_form_is_in_no_kept_page() -> None:
    client = Client()
    client.post("/triage/", {"sentence": "手机坏了不给修"})
    assert "手机坏了不给修" not in client.get("/triage/").text


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
