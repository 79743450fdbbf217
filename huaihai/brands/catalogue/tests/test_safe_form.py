"""Without a legal basis no public page of the room shows a title, a rank, a score, or a mark: all of them are read."""

import re
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from huaihai.brands.catalogue.tests.shops import a_shop, strong
from huaihai.brands.catalogue.tests.test_entry_page import promised
from huaihai.brands.catalogue.tests.test_rows import a_snapshot
from huaihai.brands.models import Entry
from huaihai.brands.tests.people import MONDAY, People, a_basis
from huaihai.kit import clock

pytestmark = pytest.mark.django_db

# What gives a title, a rank or a score to somebody; a page may well say that there is none.
GIVEN = {
    "zh-hans": [
        "三心好店好物",
        "标识有效",
        "持有三心标识",
        "标识已暂停",
        "证据最足",
        "♥",
        "得分：",
        "总分",
        "排名第",
    ],
    "en": [
        "Good shops and goods",
        "mark in force",
        "Holds the mark",
        "mark suspended",
        "Best attested",
        "♥",
        "Rank ",
    ],
}
# The catalogue's own pages have not even the words.
WORDS = {
    "zh-hans": [
        *("标识", "好店", "好物", "排名", "得分", "分数", "称号"),
        *("持有", "获评", "认证", "最佳", "推荐", "放心", "舒心"),
    ],
    "en": ["mark", "holder", "rank", "score", "title of", "award", "certified", "attested", "hearts"],
}
OWN = ("/brands/", "/brands/print/", "/brands/embed/", "/brands/embedding/", "/brands/feed.json")
STAGES = ("listed", "assessing", "notice", "voting", "held", "suspended", "removed", "left")


@pytest.fixture
def entries(people: People, monkeypatch: pytest.MonkeyPatch) -> list[Entry]:
    """One of each stage that anybody may read, each with a score as good as can be."""
    monkeypatch.setattr(clock, "now", lambda: MONDAY)
    found = []
    for stage in STAGES:
        entry = a_shop(people, f"演示{stage}店", stage=stage, story={"months": 3})
        promised(entry)
        a_snapshot(entry, safe="99", ease="99", care="99", loved="99")
        strong(entry, hearts=7, axes=15, low=9900, chips=[["no_reason_return", 7]])
        found.append(entry)
    return found


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_no_public_page_of_the_room_gives_a_title(
    client: Client, entries: list[Entry], language: str
) -> None:
    client.cookies["language"] = language
    pages = [*public_addresses(), *(entry.get_absolute_url() for entry in entries)]
    assert len(pages) > len(OWN) + len(STAGES)
    for url in pages:
        page = read(client, url)
        assert [word for word in GIVEN[language] if word in page] == [], url


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_catalogue_has_not_even_the_words(client: Client, entries: list[Entry], language: str) -> None:
    client.cookies["language"] = language
    words = "|".join(WORDS[language])
    forbidden = rf"\b(?:{words})\b" if language == "en" else words
    for url in OWN:
        for query in ("", "?sort=attested&heart=safe&held=1"):
            assert re.findall(forbidden, read(client, url + query)) == [], url + query


def test_the_same_pages_do_give_it_with_a_basis(client: Client, people: People, entries: list[Entry]) -> None:
    a_basis(people)
    assert [word for word in GIVEN["zh-hans"] if word in read(client, "/brands/")]
    held = next(entry for entry in entries if entry.stage == "held")
    assert [word for word in GIVEN["zh-hans"] if word in read(client, held.get_absolute_url())]


def read(client: Client, url: str) -> str:
    """What a page says: the part that is its own, without menu and footer; a file as a whole."""
    answer = client.get(url)
    assert answer.status_code in (200, 302, 404), url  # a page may have nothing to tell yet
    if answer.streaming or answer.status_code != 200:
        return ""
    text = answer.content.decode(errors="replace")
    own = re.search(r"<main\b.*?</main>", text, re.DOTALL)
    title = re.search(r"<title>(.*?)·", text)
    return (own.group() + (title.group(1) if title else "")) if own else text


def public_addresses() -> Iterator[str]:
    """Every address below /brands/ that anybody may open and that takes nothing."""
    for pattern in _patterns(get_resolver().url_patterns, ""):
        route, view = pattern
        is_plain = "<" not in route and "(" not in route and route.startswith("brands/")
        if is_plain and getattr(view, "guard", "") == "public" and not route.endswith((".js", ".svg")):
            yield f"/{route}"


def _patterns(held: list[URLPattern | URLResolver], before: str) -> Iterator[tuple[str, object]]:
    for one in held:
        route = before + str(one.pattern).removeprefix("^").removesuffix("$")
        if isinstance(one, URLResolver):
            yield from _patterns(one.url_patterns, route)
        else:
            yield route, one.callback
