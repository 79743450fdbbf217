"""The home page: what it says, what it weighs, what it asks of the database."""

import gzip
import re
from datetime import date
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from huaihai import alliance
from huaihai.education.models import Publication
from huaihai.front import latest
from huaihai.insight.counts import Counts
from huaihai.kit import clock

STATIC = Path(__file__).resolve().parents[2] / "kit" / "static" / "kit"

pytestmark = pytest.mark.django_db


def announce(number: int) -> None:
    Publication.objects.create(
        kind=Publication.Kind.ANNOUNCEMENT,
        slug=f"notice-{number}",
        state=Publication.State.PUBLISHED,
        published_on=clock.today(),
        title=f"Notice {number}",
    )


def test_the_home_page_speaks_chinese_whatever_the_browser_asks_for(client: Client) -> None:
    page = client.get("/", headers={"accept-language": "en,de;q=0.8"}).text

    assert '<html lang="zh-Hans">' in page
    assert "我要投诉" in page


def test_every_member_has_a_tile_that_leads_to_its_body(client: Client) -> None:
    page = client.get("/").text

    for city in alliance.load().cities:
        assert f'<li class="c{city.column} r{city.row}"><a class="tile" href="/bodies/{city.code}/">' in page


def test_an_empty_house_says_so_and_shows_no_row_of_noughts(client: Client) -> None:
    page = client.get("/").text

    assert "还没有公告" in page
    assert 'class="stats"' not in page


def test_the_newest_announcements_are_shown_and_nothing_unpublished(client: Client) -> None:
    announce(1)
    Publication.objects.create(kind="announcement", slug="draft", title="Not yet", state="draft")

    page = client.get("/").text

    assert "Notice 1" in page
    assert "Not yet" not in page


def test_more_announcements_ask_no_more_of_the_database(client: Client) -> None:
    announce(0)
    client.get("/")
    with CaptureQueriesContext(
        connection,
    ) as few:
        client.get("/")
    for number in range(1, 9):
        announce(number)
    with CaptureQueriesContext(connection) as many:
        client.get("/")

    assert len(many) == len(few) <= 10


def test_the_first_page_weighs_at_most_fifty_kilobytes_on_the_wire(client: Client) -> None:
    for number in range(4):
        announce(number)

    page = client.get("/")
    pieces = [page.content, *((STATIC / name).read_bytes() for name in ("site.css", "site.js", "mark.svg"))]

    assert sum(len(gzip.compress(piece)) for piece in pieces) <= 50_000
    assert len(page.content) <= 30_000, "the page itself is not compressed: it may carry secrets"


def test_the_page_asks_nothing_of_other_hosts(client: Client) -> None:
    page = client.get("/").text

    assert not re.findall(r'(?:src|href|action)="(?:https?:)?//', page)


def test_an_anonymous_reader_gets_no_cookie(client: Client) -> None:
    assert not client.get("/").cookies


def test_the_demo_strip_is_there_only_in_the_demo(client: Client) -> None:
    assert 'class="demo"' not in client.get("/").text


def test_public_counts_stand_with_their_period(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    until = clock.today()
    counted = Counts(31204, 1200, 14000, 10, date(until.year - 1, 11, 26), until)
    monkeypatch.setattr(latest, "public_counts", lambda *, at: counted)

    page = client.get("/").text

    assert "31,204" in page
    assert f"{until.year - 1} 年 11 月 26 日" in page
    assert "没提交的草稿不算" in page
