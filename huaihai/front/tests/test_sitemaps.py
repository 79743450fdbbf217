"""robots.txt, the map of the site, the icon."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from urllib.parse import urlsplit
from xml.etree import ElementTree

import pytest
from django.test import Client
from django.urls import resolve

from huaihai import alliance
from huaihai.education.tests.cast import published
from huaihai.front import sitemaps
from tests.effort import examples
from tests.posts import load_tree

pytestmark = pytest.mark.django_db
EACH = examples(2, long=10_000)  # pages of one pattern
SPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def addresses(client: Client, path: str) -> Iterator[str]:
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/xml"
    assert "max-age=3600" in answer.headers["Cache-Control"]
    for one in ElementTree.fromstring(answer.content).iter(f"{SPACE}loc"):  # noqa: S314 # our own file
        parts = urlsplit(one.text or "")
        assert parts.netloc == "testserver"
        yield parts.path + (f"?{parts.query}" if parts.query else "")


def test_every_page_of_the_map_is_there_for_everybody(client: Client) -> None:
    load_tree()
    published("淮海经济区的通知", slug="notice")
    parts = list(addresses(client, "/sitemap.xml"))
    assert len(parts) == len(sitemaps.SITEMAPS)

    pages = [page for part in parts for page in addresses(client, part)]

    assert "/announcements/notice/" in pages
    assert {f"/bodies/{city.code}/" for city in alliance.load().cities} <= set(pages)
    assert len(pages) == len(set(pages))
    assert not [page for page in pages if page.startswith(tuple(f"/{name}/" for name in sitemaps.CLOSED))]
    asked = Counter[str]()
    for page in pages:
        route = resolve(urlsplit(page).path).route
        asked[route] += 1
        if asked[route] <= EACH:
            assert client.get(page).status_code == 200, page


def test_a_long_map_has_pages(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sitemaps.Texts, "limit", 2)
    for number in range(3):
        published(f"通知{number}", slug=f"notice-{number}", on=date(2026, 11, 1))

    assert "/sitemap-texts.xml?p=2" in list(addresses(client, "/sitemap.xml"))
    assert len(list(addresses(client, "/sitemap-texts.xml?p=2"))) == 1
    assert client.get("/sitemap-texts.xml?p=9").status_code == 404
    assert client.get("/sitemap-nothing.xml").status_code == 404


def test_robots_are_told_what_is_closed(client: Client) -> None:
    told = client.get("/robots.txt")

    assert told.headers["Content-Type"].startswith("text/plain")
    assert "Disallow: /office/\n" in told.text
    assert "Disallow: /\n" not in told.text
    assert told.text.endswith("Sitemap: http://testserver/sitemap.xml\n")


def test_the_demo_is_not_to_be_found(client: Client, settings: object) -> None:
    settings.DEMO = True  # type: ignore[attr-defined]  # pytest-django's

    assert "Disallow: /\n" in client.get("/robots.txt").text


def test_the_icon_is_where_old_browsers_look(client: Client) -> None:
    assert client.get("/favicon.ico").headers["Content-Type"] == "image/x-icon"
