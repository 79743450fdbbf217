"""What other sites and paper show: the feed, the frame and its lines, the printed list, the QR."""

import json
from typing import Any

import pytest
from django.test import Client

from huaihai.brands.catalogue.elsewhere import A_PAGE
from huaihai.brands.catalogue.tests.shops import NEAR_SHOP, a_shop, strong
from huaihai.brands.models import CatalogueRow
from huaihai.brands.tests.people import People, a_basis

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]


def feed(client: Client, **asked: str) -> dict[str, Any]:
    answer = client.get("/brands/feed.json", asked)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/feed+json; charset=utf-8"
    held: dict[str, Any] = json.loads(answer.content)
    return held


class TestFeed:
    def test_an_item_tells_what_a_card_tells(self, client: Client, people: People) -> None:
        a_shop(people, "演示香油坊", story={"months": 0b101, "line_en": "Sesame oil."})
        [item] = feed(client)["items"]
        assert item["title"] == "演示香油坊"
        assert item["url"] == "http://testserver/brands/2026-1/"
        assert item["_huaihai"]["months"] == [1, 3]
        assert item["_huaihai"]["line_en"] == "Sesame oil."

    def test_without_a_basis_no_item_tells_of_marks_and_hearts(self, client: Client, people: People) -> None:
        strong(a_shop(people, "演示香油坊", stage="held"), hearts=7, low=9000)
        [item] = feed(client)["items"]
        assert not {"mark", "hearts", "held_until"} & item["_huaihai"].keys()
        assert feed(client)["_huaihai"]["gives_title"] is False
        a_basis(people)
        [item] = feed(client, heart="safe")["items"]
        assert item["_huaihai"]["mark"] == "held"
        assert item["_huaihai"]["hearts"] == ["safe", "ease", "care"]

    def test_it_is_narrowed_like_the_list_and_short_where_nothing_changed(
        self, client: Client, people: People
    ) -> None:
        a_shop(people, "演示香油坊")
        a_shop(people, "演示茶馆", **NEAR_SHOP)
        assert [item["title"] for item in feed(client, city="411400")["items"]] == ["演示茶馆"]
        etag = client.get("/brands/feed.json").headers["ETag"]
        assert client.get("/brands/feed.json", headers={"if-none-match": etag}).status_code == 304
        a_shop(people, "演示面馆")
        assert client.get("/brands/feed.json", headers={"if-none-match": etag}).status_code == 200

    def test_it_leads_from_page_to_page(
        self, client: Client, people: People, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("huaihai.brands.catalogue.elsewhere.A_PAGE", 2)
        assert A_PAGE == 100
        for number in range(3):
            a_shop(people, f"演示店{number}")
        first = feed(client, kind="shop")
        assert first["next_url"].endswith("?kind=shop&page=2")
        second = client.get(first["next_url"].removeprefix("http://testserver")).json()
        assert len(first["items"]) + len(second["items"]) == 3
        assert "next_url" not in second


class TestFrame:
    def test_any_site_may_show_it_and_it_speaks_english_where_asked(
        self, client: Client, people: People
    ) -> None:
        a_shop(people, "演示香油坊")
        answer = client.get("/brands/embed/")
        assert "frame-ancestors *" in answer.headers["Content-Security-Policy"]
        assert "script-src 'none'" in answer.headers["Content-Security-Policy"]
        assert "X-Frame-Options" not in answer.headers
        assert not answer.cookies
        assert "<script" not in answer.content.decode()
        assert 'target="_blank"' in answer.content.decode()
        a_shop(people, "演示面馆", story={"name_en": "Demo Oil Mill", "line_en": "Oil."})
        page = client.get("/brands/embed/?lang=en").content.decode()
        assert "Demo Oil Mill" in page
        assert "Directory of pledges" in page

    def test_the_lines_to_copy_carry_what_was_chosen(self, client: Client, db: None) -> None:
        page = client.get("/brands/embedding/?city=411400&kind=restaurant&in=en").content.decode()
        assert "http://testserver/brands/embed/?city=411400&amp;amp;kind=restaurant&amp;amp;lang=en" in page
        assert 'src="/brands/embed/?city=411400&amp;kind=restaurant&amp;lang=en"' in page


class TestPaper:
    def test_a_town_s_list_fits_its_address_into_a_qr(self, client: Client, people: People) -> None:
        a_shop(people, "演示香油坊")
        a_shop(people, "演示茶馆", **NEAR_SHOP)
        page = client.get("/brands/print/?city=411400").content.decode()
        assert "演示茶馆" in page
        assert "演示香油坊" not in page
        assert "/brands/qr.svg?city=411400" in page
        drawn = client.get("/brands/qr.svg?city=411400")
        assert drawn.headers["Content-Type"] == "image/svg+xml"
        assert drawn.content.startswith(b"<svg")

    def test_a_suspended_mark_and_its_pledges_are_told_in_the_punctuation_of_the_reader(
        self, client: Client, people: People
    ) -> None:
        a_basis(people)
        a_shop(people, "演示香油坊", stage="suspended")
        CatalogueRow.objects.update(chips=[["no_reason_return", 7], ["reply_24h", 24]])
        told = client.get("/brands/print/").content.decode().partition("<tbody>")[2].partition("</tbody>")[0]
        assert "标识已暂停使用。" in told
        assert "；" in told
        assert ". " not in told
        assert "; " not in told

    def test_a_long_list_says_that_it_is_cut(
        self, client: Client, people: People, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("huaihai.brands.catalogue.pages.ON_PAPER", 2)
        for number in range(3):
            a_shop(people, f"演示店{number}")
        page = client.get("/brands/print/").content.decode()
        assert page.count("<tr>") == 1 + 2
        assert "这是前 2 个" in page
