"""Atom, RSS and JSON Feed: valid, stable, complete, and the same for everybody."""

import json
import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from lxml import etree
from pytest_django import Settings

from huaihai.education.feeds.tests.validity import ATOM, faults
from huaihai.education.models import Publication
from huaihai.education.publications.publishing import draft
from huaihai.education.tests.cast import AT, BY
from huaihai.education.tests.one_voice_cast import WARNING, a_reply, a_warning, a_withdrawal, an_update
from huaihai.members.models import Role
from tests.posts import post_at, sign_in

pytestmark = pytest.mark.django_db
FORMS = ("atom", "rss", "json")
NASTY = '<b>壶</b> & "火" \']]>\x0b&amp;'
MUTATIONS: dict[str, Callable[[bytes], bytes]] = {
    "atom": lambda body: re.sub(rb"<entry>(.*?)<id>.*?</id>", rb"<entry>\1", body, count=1),
    "rss": lambda body: body.replace(b"<pubDate>", b"<pubdate>").replace(b"</pubDate>", b"</pubdate>"),
    "json": lambda body: body.replace(b'"content_html"', b'"content"'),
}


def get(client: Client, path: str) -> bytes:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content


def entries(client: Client, path: str = "/warnings.atom") -> list[dict[str, str]]:
    tree = etree.fromstring(get(client, path))
    return [
        {
            name: entry.findtext(f"{ATOM}{name}") or ""
            for name in ("id", "title", "updated", "published", "summary")
        }
        for entry in tree.iter(f"{ATOM}entry")
    ]


def test_every_feed_is_valid_whatever_the_words_and_a_broken_one_is_found(client: Client) -> None:
    an_update(a_warning(title=f"警示 {NASTY}", what=NASTY, body=f"## {NASTY}"))
    a_withdrawal(a_warning(slug="taken-back", kind="tip"), reason=NASTY)
    for form in FORMS:
        for scope in ("", "/cities/320300", "/topics/G01", "/topics/S14"):
            body = get(client, f"{scope}/warnings.{form}")
            assert faults(form, body) == [], (scope, form)
        assert faults(form, MUTATIONS[form](get(client, f"/warnings.{form}"))), form


def test_an_update_keeps_the_id_and_a_withdrawn_text_stays_with_its_reason(client: Client) -> None:
    written = a_warning()
    first = entries(client)[0]
    an_update(written)
    second = entries(client)[0]
    a_withdrawal(written, reason="复检合格")
    third = entries(client)[0]
    assert first["id"] == second["id"] == third["id"] == f"urn:uuid:{written.pk}"
    assert (
        first["published"] == second["published"] == first["updated"] < second["updated"] < third["updated"]
    )
    assert "批号更正" in second["summary"]
    assert "B8" in second["summary"]
    assert third["title"] == "【已撤回】两批电水壶可能漏电，请先停用"
    assert "复检合格" in third["summary"]
    assert "绝缘" not in third["summary"]
    found = json.loads(get(client, "/warnings.json"))["items"]
    assert [(item["title"], item["_huaihai"]["state"]) for item in found] == [(third["title"], "withdrawn")]
    assert "复检合格" in get(client, "/warnings.rss").decode()


def test_a_feed_holds_what_went_out_of_its_city_and_topic_the_same_for_staff_and_in_any_language(
    client: Client,
) -> None:
    shown = a_warning()
    first = get(client, "/warnings.atom")
    assert len(entries(client, "/cities/341300/warnings.atom")) == 1
    assert entries(client, "/cities/411400/warnings.atom") == []
    assert entries(client, "/topics/G04/warnings.atom") == []
    assert client.get("/cities/999999/warnings.atom").status_code == 404
    assert client.get("/topics/N01/warnings.json").status_code == 404
    draft(WARNING, kind="warning", slug="unfinished", by=BY, at=AT)
    sign_in(client, post_at("city:320300", Role.OFFICER).account)
    client.cookies["language"] = "en"
    assert [entry["id"] for entry in entries(client)] == [f"urn:uuid:{shown.pk}"]
    assert get(client, "/warnings.atom") == first


def test_an_exposure_that_ended_names_nobody(client: Client) -> None:
    exposed = a_warning(kind="exposure", title="演示电器行拒不履行调解协议", what="演示电器行拒不履行。")
    a_reply(exposed, "我们不同意，理由如下。")
    assert "我们不同意" in get(client, "/warnings.rss").decode()
    a_withdrawal(exposed, reason="已经履行")
    for form in FORMS:
        body = get(client, f"/warnings.{form}").decode()
        assert "已经履行" in body
        assert "演示电器行" not in body


def test_who_has_it_already_gets_a_short_answer_until_something_changes(client: Client) -> None:
    written = a_warning()
    first = client.get("/warnings.atom")
    held = {"If-None-Match": first.headers["ETag"]}
    assert client.get("/warnings.atom", headers=held).status_code == 304
    since = {"If-Modified-Since": first.headers["Last-Modified"]}
    assert client.get("/warnings.atom", headers=since).status_code == 304
    a_reply(written, at=AT + timedelta(hours=1))
    assert client.get("/warnings.atom", headers=held).status_code == 200
    held = {"If-None-Match": client.get("/warnings.atom").headers["ETag"]}
    an_update(written)
    assert client.get("/warnings.atom", headers=held).status_code == 200


@pytest.mark.parametrize("form", FORMS)
def test_links_are_absolute_on_the_address_asked_unless_the_site_has_one(
    client: Client, settings: Settings, form: str
) -> None:
    a_warning()
    asked = client.get(f"/warnings.{form}", headers={"host": "localhost:8123"}).content.decode()
    assert "http://localhost:8123/warnings/kettle-leak/" in asked
    settings.SITE_URL = "https://huaihai.example"
    body = client.get(f"/warnings.{form}").content.decode()
    assert "https://huaihai.example/warnings/kettle-leak/" in body
    assert "localhost" not in body
    assert "testserver" not in body


def test_many_texts_take_as_many_queries_as_one(client: Client) -> None:
    a_warning()

    def queries() -> list[int]:
        found = []
        for path in (
            "/warnings.json",
            "/warnings.atom",
            "/warnings/cap.atom",
            "/warnings/",
            "/embed/warnings/",
        ):
            with CaptureQueriesContext(connection) as asked:
                get(client, path)
            found.append(len(asked))
        return found

    few = queries()
    for number in range(5):
        a_warning(slug=f"more-{number}", at=AT + timedelta(minutes=number))
    a_reply(Publication.objects.get(slug="more-3"))
    assert queries() == few
    assert max(few) <= 12
