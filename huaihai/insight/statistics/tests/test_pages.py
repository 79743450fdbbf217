"""The public pages of statistics: what is published, in words, and nothing else."""

import gzip
import json
from datetime import date

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from huaihai.insight.models import Cell, Correction, Release
from huaihai.insight.statistics.tests.snapshot import FAR, FIRST, HASH, NEAR, SECOND, published, put, release
from tests.reading import plain

pytestmark = pytest.mark.django_db


PAGES = (
    "/statistics/",
    "/statistics/by/category/",
    "/statistics/by/days/",
    "/statistics/places/",
    f"/statistics/places/?place={NEAR}",
    "/statistics/definitions/",
    "/statistics/corrections/",
)


@pytest.fixture
def found(db: None) -> Release:
    """A release is out."""
    return published()


def text(client: Client, path: str, **headers: str) -> str:
    answer = client.get(path, headers=headers)
    assert answer.status_code == 200, path
    return plain(answer.text)


def test_before_the_first_release_the_pages_say_so(client: Client) -> None:
    for path in PAGES:
        page = text(client, path)
        assert "data-chart" not in page
        assert "怎样引用" not in page
        assert "还没有发布过数据" in page or path == "/statistics/definitions/"
    assert client.get("/statistics/figures.json").status_code == 404


def test_every_page_names_its_release_and_how_to_cite_it(client: Client, found: Release) -> None:
    for path in PAGES:
        page = text(client, path)
        assert "第 1 期数据 · 2026 年 11 月 2 日" in page
        assert f"SHA-256：{HASH[:16]}…" in page
        assert "release=1" in page
        assert " style=" not in page
        assert len(gzip.compress(page.encode())) < 50_000


def test_confirmed_and_unknown_are_never_added_and_an_estimate_stands_beside_the_bounds(
    client: Client, found: Release
) -> None:
    page = text(client, "/statistics/")

    assert ">100</td>" in page
    assert ">90</td>" in page
    assert ">190<" not in page
    assert "至少" in page
    assert "41.7%" in page
    assert "79.2%" in page
    assert "这个季度没有公布回访估计" in page
    assert "12,345.00" in page
    estimate = {"estimated": 45, "estimated_low": 30, "estimated_high": 60}
    put(found, "all", FIRST, "all", "all", called=60, reached=44, solved=22, **estimate)

    page = text(client, "/statistics/")

    assert "根据电话回访估计：60.4%，很可能在 54.2% 到 66.7% 之间" in page
    assert "44 人回答了，其中 22 人说都做到了" in page


def test_a_withheld_number_is_named_and_explained(client: Client, found: Release) -> None:
    places = text(client, f"/statistics/places/?period={SECOND}")
    trades = text(client, f"/statistics/by/category/?period={SECOND}")

    assert "不公布" in places
    assert "2.20" in places  # 200 of 9,083,790 residents
    assert "不公布" in trades
    assert "可能认出是谁" in trades


def test_an_axis_is_set_against_the_period_before_and_an_unknown_one_is_no_page(
    client: Client, found: Release
) -> None:
    page = text(client, f"/statistics/by/category/?period={SECOND}")

    assert "食品" in page
    assert ">36.4%</td>" in page  # 120 of 330
    assert ">+20.0%</td>" in page  # 100 before
    assert 'data-label="同比"' not in page  # nothing is a year old
    assert client.get("/statistics/by/pair/").status_code == 404
    assert client.get("/statistics/by/nothing/").status_code == 404
    assert "给您看最新的一期" in text(client, "/statistics/by/category/?period=2019-Q1")


def test_nonsense_is_answered_with_what_there_is(client: Client, found: Release) -> None:
    for query in ("period=1999-Q9", "place=999999", "period=%00&place=%27", "release=abc", "release=999"):
        for path in ("/statistics/by/category/", "/statistics/places/", "/statistics/"):
            assert "第 1 期数据" in text(client, f"{path}?{query}")


def test_an_earlier_release_stays_as_it_was(client: Client) -> None:
    first = published()
    second = release(2, file_hash="aa" * 32)
    old = Cell.objects.get(axis="category", period=FIRST, key="G04")
    old.end = second
    old.save()
    put(second, "category", FIRST, "all", "G04", received=111)

    now = text(client, f"/statistics/by/category/?period={FIRST}")
    then = text(client, f"/statistics/by/category/?period={FIRST}&release={first.number}")

    assert ">111</td>" in now
    assert ">100</td>" in then
    assert "这是以前的一期数据" in then
    assert 'name="release" value="1"' in then


def test_a_correction_is_told_whole(client: Client, found: Release) -> None:
    Correction.objects.create(
        release=found, axis="category", period=FIRST, place="all", key="G04", measure="received", before=101,
        after=100, corrected_on=date(2026, 11, 1), reason="同一件投诉登记了两次", by="office",
    )  # fmt: skip
    page = text(client, "/statistics/corrections/")
    for part in ("收到的投诉 · 食品 · 全部城市 · 2026 年第 1 季度", "101", "同一件投诉登记了两次"):
        assert part in page


def test_the_cost_of_a_page_does_not_grow(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries, found: Release
) -> None:
    for year in range(2010, 2026):
        for quarter in range(1, 5):
            put(found, "all", f"{year}-Q{quarter}", "all", "all", received=50)
            put(found, "category", f"{year}-Q{quarter}", "all", "G04", received=20)

    for path, most in (
        ("/statistics/", 4),
        (f"/statistics/by/category/?period={SECOND}", 6),
        (f"/statistics/places/?place={NEAR}", 4),
    ):
        with django_assert_max_num_queries(most):
            text(client, path)


@pytest.mark.parametrize("language", ["en", "zh-hans", "zh-hant"])
def test_the_pages_are_there_in_every_language(found: Release, client: Client, language: str) -> None:
    client.get("/preferences/", {"language": language, "next": "/"})

    page = text(client, "/statistics/")

    words = {"en": "Consumer complaints in numbers", "zh-hans": "消费投诉数据", "zh-hant": "消費投訴數據"}
    assert words[language] in page


def test_a_release_without_numbers_has_its_pages(client: Client) -> None:
    release()
    more = (
        f"/statistics/places/?place={NEAR}&period=2026-Q1",
        "/statistics/by/days/?period=2026",
        "/statistics/figures.json",
        "/statistics/reports/",
    )
    for path in (*PAGES, *more):
        text(client, path)


def test_the_figures_are_the_same_bytes_each_time_and_agree_with_the_page(
    client: Client, found: Release
) -> None:
    first, again = (client.get("/statistics/figures.json") for _time in range(2))
    told = json.loads(first.content)

    assert first.content == again.content
    assert (told["schema"], told["release"], told["file"]) == ("huaihai-figures/1", 1, HASH)
    assert ["share", "category", SECOND, "all", "G04", "36.4"] in told["figures"]
    assert ["solved_low", "all", FIRST, "all", "all", "41.7"] in told["figures"]
    assert not [figure for figure in told["figures"] if figure[3] == FAR]  # withheld
