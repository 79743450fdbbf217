from datetime import date

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from huaihai.education import search
from huaihai.education.models import Publication
from huaihai.education.publications.publishing import withdraw
from huaihai.education.search import Span
from huaihai.education.tests.cast import AT, BY, published
from huaihai.kit.text.normalise import fold


def found(query: str) -> list[str]:
    rows = search.find(Publication.objects.published(), search.words_of(query))
    return [publication.slug for publication in rows]


@pytest.mark.django_db
def test_simplified_traditional_and_annotated_spellings_find_the_same() -> None:
    published("淮海经济区的通知", slug="simplified")
    published("公告", "淮海經濟區的十個城市", slug="traditional", on=date(2026, 11, 1))
    published("天气", "今天下雨", slug="other")
    for query in ("淮海经济区", "淮海經濟區", "淮海經(jīng)濟(jì)區(qū)", "淮海經（jīng）濟區", "经济", "淮"):
        assert found(query) == ["simplified", "traditional"], query


@pytest.mark.django_db
def test_all_words_must_be_there_titles_come_first_and_of_one_day_the_last_one() -> None:
    published("退货说明", "预付卡不在此列", slug="newer", on=date(2026, 11, 20))
    published("预付卡 退货", "正文", slug="title", on=date(2026, 1, 1))
    published("预付卡", "正文", slug="one-word")
    assert found("退货 预付卡") == ["title", "newer"]
    slugs = [f"notice-{number}" for number in range(5)]
    for slug in slugs:
        published("电水壶", slug=slug)
    assert found("电水壶") == slugs[::-1]


@pytest.mark.django_db
def test_only_what_is_out_and_holds_the_very_words_is_found() -> None:
    published("标题", "海经 淮海 经济", slug="apart")
    published("标题", "满100%减", slug="percent")
    published("标题", "满1000减", slug="thousand")
    withdraw(published("水壶"), reason="有误", by=BY, at=AT)
    for query, slugs in (("淮海经济", []), ("100%", ["percent"]), ("水壶", []), ("  ", [])):
        assert found(query) == slugs, query


@pytest.mark.django_db
def test_odd_queries_are_answered(client: Client) -> None:
    published("标题", "满100%减 a_b ' ( 水壶")
    for query in ("100%", "a_b", "'; drop", "\x00水壶", "(", "水" * 300):
        assert client.get("/search/", {"q": query}).status_code == 200, query
    assert search.words_of("水\ud800壶") == ["水壶"]


@pytest.mark.django_db
@pytest.mark.parametrize("texts", [1, 12])
def test_a_search_takes_four_queries_however_many_texts_there_are(
    texts: int, client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(texts):
        published(f"水壶{number}", slug=f"kettle-{number}")
    with django_assert_num_queries(4):  # two of them for entries of the catalogue
        page = client.get("/search/", {"q": "水壺"})
    assert page.context["page"].total == texts


@pytest.mark.django_db
def test_the_index_finds_exactly_what_a_plain_look_finds() -> None:
    bodies = ["水壶漏电了", "水 壶", "漏水的壶", "a1 水壶漏", "A", "水壶漏了电", "b1a"]
    for number, body in enumerate(bodies):
        published("题", body, slug=f"text-{number}")
    for word in ("水", "水壶", "水壶漏", "a", "a1", "漏电了"):
        expected = {f"text-{number}" for number, body in enumerate(bodies) if word in fold(body)}
        assert set(found(word)) == expected, word


def test_a_hit_is_marked_in_the_spelling_of_the_text_and_shown_in_its_surroundings() -> None:
    marked = [("在淮海", "plain"), ("經(jīng)濟(jì)區", "hit"), ("開會", "plain")]
    assert search.marked("在淮海經(jīng)濟(jì)區開會", ["经济区"]) == [Span(*one) for one in marked]
    spans = search.snippet("前" * 200 + "水壶" + "后" * 200, ["水壶"])
    assert [span.text for span in spans if span.kind == "hit"] == ["水壶"]
    assert spans[0].text.startswith("…")
    assert spans[-1].text.endswith("…")


@given(st.text(max_size=60), st.text(min_size=1, max_size=4))
def test_marking_changes_no_character(text: str, query: str) -> None:
    assert "".join(span.text for span in search.marked(text, fold(query).split())) == text
