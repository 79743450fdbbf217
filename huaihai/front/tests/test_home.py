"""The home page: what it says, what it weighs, what it asks of the database."""

import gzip
import re
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from huaihai import alliance
from huaihai.education.models import Publication, PublicationVersion
from huaihai.front import latest
from huaihai.insight.counts import Counts
from huaihai.kit import clock
from huaihai.kit.ways import way

ROOMS = Path(__file__).resolve().parents[2]

pytestmark = pytest.mark.django_db


def warn(
    slug: str, *, on: date | None = None, state: str = Publication.State.PUBLISHED, topics: Sequence[str] = ()
) -> None:
    """A warning that went out."""
    out = clock.local_moment(on or clock.today())
    row = Publication.objects.create(
        kind=Publication.Kind.WARNING,
        slug=slug,
        state=state,
        published_on=on or clock.today(),
        first_out_at=out,
        out_at=out,
        title=f"Warning {slug}",
    )
    row.shown = PublicationVersion.objects.create(
        publication=row, number=1, title=row.title, topics=list(topics), written_at=out, written_by="test"
    )
    row.save()


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


def test_every_member_has_a_door_to_its_body(client: Client) -> None:
    page = client.get("/").text

    for city in alliance.load().cities:
        assert f'<li><a href="/bodies/{city.code}/">{city.name}</a></li>' in page


def test_who_got_a_suspicious_message_is_one_tap_from_the_check(client: Client) -> None:
    ways = client.get("/").text.split('<ul class="ways">')[1].split("</ul>")[0]

    assert f'<a href="{reverse("genuine")}">' in ways
    assert "可疑短信、电话" in ways


def test_an_empty_house_shows_no_row_of_noughts(client: Client) -> None:
    page = client.get("/").text

    assert 'class="stats"' not in page
    assert "眼下要当心" not in page


def test_one_danger_stands_with_its_picture_and_old_or_withdrawn_ones_do_not(client: Client) -> None:
    warn("old", on=clock.today() - timedelta(days=366))
    warn("withdrawn", state=Publication.State.WITHDRAWN)
    assert "眼下要当心" not in client.get("/").text

    warn("kettle", topics=["G01"])
    page = client.get("/").text

    assert page.count('class="danger"') == 1
    assert "Warning kettle" in page
    assert "kit/symbols/devices" in page


def test_the_newest_announcements_do_not_stand_here(client: Client) -> None:
    announce(1)

    assert "Notice 1" not in client.get("/").text


def test_the_sentence_goes_to_the_tree_or_to_the_search(client: Client) -> None:
    """To the search only as long as there is no tree."""
    page = client.get("/").text
    action = way("triage") or "/search/"

    assert f'action="{action}"' in page
    assert page.count('<button class="chip"') == 3
    assert client.get("/search/", {"q": "健身房关门了"}).status_code == 200


def test_more_warnings_ask_no_more_of_the_database(client: Client) -> None:
    warn("first")
    client.get("/")
    with CaptureQueriesContext(connection) as few:
        client.get("/")
    for number in range(1, 9):
        warn(f"more-{number}")
    with CaptureQueriesContext(connection) as many:
        client.get("/")

    assert len(many) == len(few) <= 10


def test_the_first_page_weighs_at_most_thirty_five_kilobytes_on_the_wire(client: Client) -> None:
    warn("kettle", topics=["G01"])

    page = client.get("/")
    names = set(re.findall(r'(?:src|href)="/static/([^"]+)"', page.text))
    found = {name: (ROOMS / name.split("/")[0] / "static" / name).read_bytes() for name in names}
    symbols = [piece for name, piece in found.items() if "symbols" in name]

    assert len(symbols) >= 4
    assert sum(map(len, symbols)) <= 12_000
    assert len(page.content) + sum(len(gzip.compress(piece)) for piece in found.values()) <= 35_000


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
