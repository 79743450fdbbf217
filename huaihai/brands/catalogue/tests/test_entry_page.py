"""The page of an entry: story, way, promises, what to do; in both forms, for machines, and after the end."""

import json
from typing import Any

import pytest
from django.test import Client

from huaihai.brands.catalogue.facts import TYPES
from huaihai.brands.catalogue.tests.shops import a_shop, a_story, strong
from huaihai.brands.models import Entry
from huaihai.brands.tests.people import MONDAY, People, a_basis
from huaihai.businesses.models import Place, Pledge, PledgeSuspension, PledgeVersion

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]


def read(client: Client, entry: Entry, **asked: str) -> str:
    answer = client.get(entry.get_absolute_url(), asked)
    assert answer.status_code == 200
    return str(answer.content.decode())


def promised(entry: Entry, **terms: Any) -> Pledge:
    """A return pledge in force since today."""
    pledge = Pledge.objects.create(
        business=entry.business, kind="no_reason_return", serial=1, created_at=MONDAY
    )
    PledgeVersion.objects.create(
        pledge=pledge,
        number=1,
        terms={"days": 7} | terms,
        words={"zh-hans": ["七天内可以退。"], "en": ["Back within seven days."]},
        fingerprint="0" * 64,
        published_by="test",
        published_at=MONDAY,
        from_on=MONDAY.date(),
    )
    return pledge


def data(page: str) -> dict[str, Any]:
    """What stands in it for machines."""
    found = page.partition('<script type="application/ld+json">')[2].partition("</script>")[0]
    held: dict[str, Any] = json.loads(found)
    return held


def test_it_tells_the_story_the_way_and_when_it_is_best_once_it_was_read(
    client: Client, people: People
) -> None:
    entry = a_shop(people, "演示香油坊", story={"months": 0b100000000011, "way_zh": "乘 11 路。"})
    page = read(client, entry)
    for words in ("石磨芝麻香油", "1956 年开张", "乘 11 路。", "十二月 至 二月", "演示路 2 号", "我要投诉"):
        assert words in page
    entry = a_shop(people, "演示面馆")
    a_story(people, entry, state="waiting")
    assert "1956 年" not in read(client, entry)


def test_a_visitor_reads_english_or_that_the_name_is_spelt_and_shows_the_address_to_a_driver(
    client: Client, people: People
) -> None:
    story = {
        "name_en": "Demo Oil Mill",
        "line_en": "Sesame oil.",
        "text_en": "Since 1956.",
        "way_en": "Bus 11.",
    }
    page = read(client, a_shop(people, "演示香油坊", story=story), lang="en")
    for words in ("Demo Oil Mill", "Since 1956.", "Bus 11.", "To show to a driver:", "Gulouqu, Xuzhou"):
        assert words in page
    assert "徐州鼓楼区 演示路 2 号 演示香油坊" in page
    page = read(client, a_shop(people, "演示香油坊", story={}), lang="en")
    assert '<h1 lang="zh-Hans">演示香油坊</h1>' in page
    assert "Yanshixiangyoufang" in page
    assert "told in Chinese only" in page


def test_a_place_that_the_street_names_itself_is_written_once(client: Client, people: People) -> None:
    entry = a_shop(people, "演示香油坊")
    assert entry.place_id is not None
    Place.objects.filter(pk=entry.place_id).update(region_code="320300", address="徐州演示老街12号")
    page = read(client, entry)
    assert '"streetAddress": "徐州演示老街12号"' in page
    assert "徐州演示老街12号" in page.partition("</script>")[2]
    assert "徐州 徐州" not in page


def test_promises_in_force_are_told_and_hidden_ones_are_not(client: Client, people: People) -> None:
    entry = a_shop(people, "演示香油坊")
    assert "目前没有法律以外的承诺" in read(client, entry)
    pledge = promised(entry)
    assert "七天内可以退。" in read(client, entry)
    PledgeSuspension.objects.create(pledge=pledge, reason="演示", suspended_by="test", suspended_at=MONDAY)
    assert "七天内可以退。" not in read(client, entry)


class TestStatus:
    def test_with_a_basis_it_says_how_the_mark_stands(self, client: Client, people: People) -> None:
        a_basis(people)
        for stage, said in {
            "listed": "自 2026 年 11 月 2 日起列入承诺名录",
            "held": "持有三心标识",
            "suspended": "标识已暂停使用",
            "removed": "移出名录",
            "left": "已不在名录中",
            "notice": "它没有三心标识",
        }.items():
            assert said in read(client, a_shop(people, "演示香油坊", stage=stage)), stage

    def test_without_a_basis_it_is_in_the_directory_and_nothing_else(
        self, client: Client, people: People
    ) -> None:
        for stage in ("listed", "assessing", "notice", "voting", "held", "suspended"):
            page = read(client, a_shop(people, "演示香油坊", stage=stage))
            status = page.partition('id="status"')[2].partition("</div>")[0]
            assert "列入承诺名录" in status
            assert "标识" not in status

    def test_hearts_belong_to_a_mark_in_force_and_what_was_never_listed_is_not_there(
        self, client: Client, people: People
    ) -> None:
        entry = a_shop(people, "演示香油坊", stage="held")
        strong(entry, hearts=0b1)
        assert "♥" not in read(client, entry)
        a_basis(people)
        assert "♥ 放心" in read(client, entry)
        entry = a_shop(people, "演示香油坊", stage="nominated")
        assert client.get(entry.get_absolute_url()).status_code == 404


class TestForMachines:
    def test_every_kind_has_a_type_of_schema_org(self, client: Client, people: People) -> None:
        for number, kind in enumerate(Entry.Kind.values, start=1):
            found = data(read(client, a_shop(people, "演示香油坊", kind=kind, story={})))
            assert found["@type"] == TYPES[kind]
            assert found["@context"] == "https://schema.org"
            assert found["name"] == "演示香油坊"
            assert found["url"].endswith(f"/brands/2026-{number}/")

    def test_it_tells_where_in_each_language_and_no_rating(self, client: Client, people: People) -> None:
        a_basis(people)
        page = read(client, a_shop(people, "演示香油坊", stage="held", story={}))
        found = data(page)
        assert found["address"]["addressLocality"] == "徐州"
        assert "aggregateRating" not in found
        assert "award" not in found
        assert '<link rel="canonical" href="http://testserver/brands/2026-1/">' in page
        for code in ("zh-Hans", "zh-Hant", "en", "x-default"):
            assert f'hreflang="{code}"' in page
        assert 'property="og:title" content="演示香油坊"' in page

    def test_no_text_ends_the_element_and_the_policy_allows_no_script(
        self, client: Client, people: People
    ) -> None:
        entry = a_shop(people, "演示</script><b>坊", story={"line_zh": "a & b <c>"})
        answer = client.get(entry.get_absolute_url())
        page = answer.content.decode()
        assert data(page)["name"] == "演示</script><b>坊"
        assert "<b>坊" not in page
        assert "unsafe-inline" not in answer.headers["Content-Security-Policy"]
        assert page.count("<script") == 2  # the site's own file, and the data
