import re

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from huaihai.education.loading import prepare, store
from huaihai.education.models import Publication
from huaihai.education.publications.publishing import withdraw
from huaihai.education.tests.cast import ARTICLE, AT, BY, published

pytestmark = pytest.mark.django_db


@pytest.fixture
def imported() -> Publication:
    return store(prepare(ARTICLE.encode(), "utf-8"), by=BY, at=AT)[0]


def text_of(client: Client, url: str) -> str:
    page = client.get(url)
    assert page.status_code == 200
    return page.content.decode()


@pytest.mark.both_databases
def test_an_imported_article_stands_online_without_any_pinyin_and_is_found(
    client: Client, imported: Publication, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    page = text_of(client, imported.get_absolute_url())
    for words in ("淮海经济区开展电水壶比较试验", "演示消费报", "2024-03-05"):
        assert words in page
    assert not re.search(r"\([a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜü]+\)", page)
    for words in ("<ins>暖心</ins>", "曖心", "编者"):  # the editor's correction is the editor's
        assert words in page
    with django_assert_num_queries(1):
        client.get(imported.get_absolute_url())
    found = text_of(client, "/search/?q=淮海经濟區")
    assert "<mark>淮海经济区</mark>" in found
    assert imported.get_absolute_url() in found


def test_the_original_is_served_byte_for_byte_and_every_removal_marked(
    client: Client, imported: Publication
) -> None:
    page = client.get(f"{imported.get_absolute_url()}original.txt")
    assert page.content == ARTICLE.encode()
    assert page.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert page.headers["X-Content-Type-Options"] == "nosniff"
    differences = text_of(client, f"{imported.get_absolute_url()}differences/")
    assert differences.count("<del>") == len(imported.current.repair["removed"])
    assert "<del>(jīng)</del>" in differences
    assert "淮海经济区开展电水壶比较试验" in differences
    own = published().get_absolute_url()
    for name in ("original.txt", "differences/"):
        assert client.get(f"{own}{name}").status_code == 404


def test_markup_in_a_text_is_shown_and_never_obeyed(client: Client) -> None:
    publication = published("<script>alert(1)</script>", "**<b>粗</b>**\n\n- <img src=x>")
    page = text_of(client, publication.get_absolute_url())
    assert "<script>alert" not in page
    assert "<strong>&lt;b&gt;粗&lt;/b&gt;</strong>" in page
    assert "<img" not in page


def test_a_withdrawn_text_answers_like_one_that_never_was(client: Client) -> None:
    publication = withdraw(published(), reason="有误", by=BY, at=AT)
    assert client.get(publication.get_absolute_url()).status_code == 404
    assert client.get("/announcements/nothing/").status_code == 404


def test_rights_stand_in_the_editors_order_each_at_its_address(client: Client) -> None:
    first = published("第一", kind="rights", slug="return", position=1)
    published("第二", kind="rights", slug="a", position=2)
    page = text_of(client, "/rights/")
    assert page.index("第一") < page.index("第二")
    assert first.get_absolute_url() == "/rights/return/"
    assert "第一" in text_of(client, "/rights/return/")
    assert client.get("/announcements/return/").status_code == 404


@pytest.mark.both_databases
def test_announcements_are_paged_and_an_empty_page_shows_a_way_on(client: Client) -> None:
    for url in ("/announcements/", "/rights/", "/search/", "/search/?q=没有这样的词"):
        assert 'role="search"' in text_of(client, url)
    for number in range(27):
        published(f"公告{number}", slug=f"notice-{number}")
    assert text_of(client, "/announcements/").count("<time") == 25
    assert text_of(client, "/announcements/?page=2").count("<time") == 2
