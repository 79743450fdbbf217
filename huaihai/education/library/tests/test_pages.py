"""The pages of the library, their links both ways, and how little they ask of the database."""

from pathlib import Path

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from huaihai.education.content import Content
from huaihai.education.library import citing, commands, loading
from huaihai.education.models import LawCitation, LawText, Publication
from huaihai.education.publications.publishing import revise
from huaihai.education.tests.cast import AT, BY, published
from huaihai.kit.templatetags.law import cited
from huaihai.law.library import held

WORDS = "旅游法\n（2018年10月26日修正）\n第三十条　虚构的第三十条。\n第三十一条　虚构的保证金。\n"


def content(*basis: str) -> Content:
    return Content(title="退货怎么退", body="七天。", basis=basis, source_name="演示来源", mark="law")


@pytest.fixture
def right() -> Publication:
    made = published("退货", kind="rights", slug="return")
    return revise(
        made, content("《消费者权益保护法》第二十五条：七天", "《民法典》第201条、第203条"), by=BY, at=AT
    )


@pytest.fixture
def loaded(tmp_path: Path) -> LawText:
    (tmp_path / "tourism.txt").write_text(WORDS, encoding="utf-8")
    loading.load(loading.read_all([tmp_path]), by=BY, at=AT)
    return LawText.objects.get()


def text_of(client: Client, url: str, *, language: str = "zh-hans") -> str:
    client.cookies["language"] = language
    page = client.get(url)
    assert page.status_code == 200, url
    return page.content.decode()


def test_a_citation_in_a_line_leads_to_its_article_and_the_rest_is_escaped() -> None:
    assert cited("<b>《消费者权益保护法》第二十五条</b>") == (
        '&lt;b&gt;<a href="/law/consumer-rights-law/25/">《消费者权益保护法》第二十五条</a>&lt;/b&gt;'
    )
    assert cited("消費者權益保護法第37條") == (
        '<a href="/law/consumer-rights-law/37/">消費者權益保護法第37條</a>'
    )
    assert cited("计量法第4条") == "计量法第4条"


@pytest.mark.django_db
class TestPages:
    def test_the_index_holds_every_source_and_what_was_replaced_says_by_what(self, client: Client) -> None:
        page = text_of(client, "/law/")
        assert all(f"/law/{key}/" in page for key in held())
        assert page.count('class="tag late"') == 1
        page = text_of(client, "/law/order-20/21/")
        assert "/law/order-121/23/" in page
        assert "2026 年 4 月 14 日" in page
        assert "/law/order-20/" in text_of(client, "/law/order-121/")

    def test_every_article_has_its_page(self, client: Client) -> None:
        for language, value in (
            ("zh-hans", "价款的3倍"),
            ("zh-hant", "價款的3倍"),
            ("en", "3 times the price"),
        ):
            for key in ("consumer-rights-law/25", "shanghai-regulation/55-to-60", "order-121/13"):
                assert text_of(client, f"/law/{key}/", language=language)
            assert value in text_of(client, "/law/consumer-rights-law/55/", language=language)

    def test_links_lead_both_ways_move_with_another_version_and_are_repaired(
        self, client: Client, right: Publication
    ) -> None:
        own = right.get_absolute_url()

        def leads_back(article: str) -> bool:
            return own in text_of(client, f"/law/{article}/")

        assert 'href="/law/consumer-rights-law/25/"' in text_of(client, own)
        assert leads_back("consumer-rights-law/25")
        assert leads_back("civil-code/203")
        assert not leads_back("civil-code/202")
        LawCitation.objects.filter(article="25").delete()
        LawCitation.objects.create(publication=right, statute="civil-code", article="188")
        assert [citing.refresh(), citing.refresh()] == [2, 0]
        revise(right, content("食品安全法第148条"), by=BY, at=AT)
        assert not leads_back("consumer-rights-law/25")
        assert leads_back("food-safety-law/148")

    @pytest.mark.both_databases
    @pytest.mark.usefixtures("right")
    def test_a_loaded_text_stands_on_the_article_and_whole_in_a_constant_number_of_queries(
        self, client: Client, loaded: LawText, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        assert "虚构的保证金。" in text_of(client, "/law/tourism-law/31/")
        assert "虚构的第三十条。" in text_of(client, "/law/tourism-law/30/")
        whole = text_of(client, "/law/tourism-law/text/")
        assert "第三十条" in whole
        assert loaded.sha256 in whole
        assert "有官方原文" in text_of(client, "/law/")
        for path, queries in (("", 1), ("tourism-law/", 3), ("tourism-law/31/", 4), ("tourism-law/text/", 4)):
            with django_assert_num_queries(queries):
                client.get(f"/law/{path}")

    def test_what_is_not_held_is_not_there(self, client: Client) -> None:
        for path in ("nothing/", "tourism-law/30/", "tourism-law/text/", "tourism-law/x/", "nothing/1/"):
            assert client.get(f"/law/{path}").status_code == 404, path
        assert client.get("/law/tourism-law/text/?of=1").status_code == 404

    @pytest.mark.both_databases
    def test_the_search_finds_articles_by_citation_and_by_words(self, client: Client) -> None:
        assert "/law/consumer-rights-law/25/" in text_of(client, "/search/?q=消法25")
        assert "/law/food-safety-law/148/" in text_of(client, "/search/?q=不安全的食品")
        assert "/law/prepaid-interpretation/22/" in text_of(client, "/search/?q=期限卡 比例")
        assert "/law/" not in text_of(client, "/search/?q=没有这样的词").partition("<main")[2]

    def test_the_command_shows_first_and_stores_when_told(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        from argparse import Namespace

        (tmp_path / "a.txt").write_text(WORDS, encoding="utf-8")
        given = {"paths": [tmp_path], "correct": False, "dated": None}
        assert commands.run_load(Namespace(**given, save=False)) == 0
        assert not LawText.objects.exists()
        assert commands.run_load(Namespace(**given, save=True)) == 0
        assert LawText.objects.get().articles.count() == 2
        told = capsys.readouterr().out
        assert "a.txt" in told
        assert "--save" in told
        assert commands.run_load(Namespace(paths=[], save=True, correct=False, dated=None)) == 2
