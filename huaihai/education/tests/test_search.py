import re
from dataclasses import replace
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
from huaihai.law.library.entries import NOTHING, Words
from huaihai.law.sureness import Sureness
from huaihai.law.triage.cards import Office
from huaihai.law.triage.reading import tree
from tests.reading import without_chance


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
def test_a_search_takes_five_queries_however_many_texts_there_are(
    texts: int, client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(texts):
        published(f"水壶{number}", slug=f"kettle-{number}")
    with django_assert_num_queries(5):  # two of them for entries of the catalogue, one for businesses
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


def hits(client: Client, query: str) -> str:
    answer = client.get("/search/", {"q": query})
    assert answer.status_code == 200
    return answer.text


@pytest.mark.django_db
@pytest.mark.parametrize(
    "query", ["怎么投诉", "空气炸锅", "健身房", "劳动纠纷", "12378", "商丘", "q7x", "%", "退款" * 60]
)
def test_no_search_ends_in_nothing(query: str, client: Client) -> None:
    page = hits(client, query)
    after = page[page.index('aria-labelledby="on"') :]

    assert "我要投诉" in after
    assert "/rights/" in after


@pytest.mark.django_db
def test_a_place_finds_its_association_and_a_county_that_of_its_city(client: Client) -> None:
    for query, body in (
        ("商丘", "/bodies/411400/"),
        ("睢宁", "/bodies/320300/"),
        ("徐州消协电话", "/bodies/320300/"),
    ):
        found = hits(client, query)
        assert f'href="{body}"' in found[found.index("找谁") :], query
    assert "找谁，打什么电话" not in hits(client, "水壶")


@pytest.mark.django_db
def test_a_number_or_a_name_finds_the_office(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    office = Office(
        "labour",
        Words("劳动保障监察", "Labour inspection"),
        "12333",
        True,
        NOTHING,
        NOTHING,
        "",
        Sureness.READ,
    )
    known = replace(tree(), offices={**tree().offices, "labour": office})
    monkeypatch.setattr("huaihai.front.offices.tree", lambda: known)
    for query in ("12333", "劳动保障", "打 12333 有用吗"):
        assert "劳动保障监察 12333" in hits(client, query), query
    assert "12333" not in without_chance(hits(client, "水壶"))


@pytest.mark.django_db
def test_what_is_asked_finds_help_and_the_card_of_the_problem(client: Client) -> None:
    assert re.search(r'<a href="/help/#q\d+">怎么投诉？', hits(client, "怎么投诉"))
    assert "办卡的店关门了、联系不上" in hits(client, "健身房关门了卡里还有三千块")
    assert "办卡的店关门了、联系不上" not in hits(client, "商丘")


@pytest.mark.django_db
def test_rights_come_before_everything_and_articles_last_unless_law_is_asked_for(client: Client) -> None:
    published("退货通知", "退货", slug="newer", on=date(2026, 11, 20))
    published("七天退货", "退货", slug="right", kind="rights", on=date(2026, 1, 1))
    page = hits(client, "退货")
    assert page.index("/rights/right/") < page.index("/announcements/newer/") < page.index('id="law"')
    asked = hits(client, "消费者权益保护法 退货")
    assert 'id="law"' in asked


@pytest.mark.django_db
def test_other_words_than_the_text_has_come_near() -> None:
    published("办健身卡先看四样", slug="card")
    published("水壶", "通知", slug="kettle")
    rows = Publication.objects.published()
    for query, slugs in (("健身房", ["card"]), ("水壶怎么办", ["kettle"]), ("空气炸锅", []), ("12378", [])):
        assert [row.slug for row in search.loosely(rows, search.words_of(query))] == slugs, query
