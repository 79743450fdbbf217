"""The list: found by city, kind, season, promise, heart and words, in both forms; whatever is asked, it answers."""

import pytest
from django.test import Client

from huaihai.brands.catalogue.tests.reading import LIST, names, read
from huaihai.brands.catalogue.tests.shops import NEAR_SHOP, a_shop, strong
from huaihai.brands.models import Entry
from huaihai.brands.tests.people import MONDAY, People, a_basis
from tests.queries import queries_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]


class TestNarrowing:
    @pytest.fixture(autouse=True)
    def shops(self, people: People) -> None:
        a_shop(people, "演示香油坊", story={"months": 0b100})
        a_shop(people, "演示面馆", kind=Entry.Kind.RESTAURANT, story={"line_zh": "面当天擀。"})
        a_shop(people, "演示茶馆", **NEAR_SHOP)

    @pytest.mark.parametrize(
        ("asked", "found"),
        [
            ({}, ["演示面馆", "演示香油坊", "演示茶馆"]),
            ({"city": "411400"}, ["演示茶馆"]),
            ({"kind": "restaurant"}, ["演示面馆"]),
            ({"month": "3"}, ["演示香油坊"]),
            ({"month": "4"}, []),
            ({"city": "320300", "kind": "shop"}, ["演示香油坊"]),
            ({"city": "411400", "kind": "restaurant"}, []),
            ({"q": "香油"}, ["演示香油坊"]),
            ({"q": "茶館"}, ["演示茶馆"]),
            ({"q": "茶"}, ["演示茶馆"]),
            ({"q": "当天 面馆"}, ["演示面馆"]),
            ({"q": "馆面"}, []),
            ({"q": "shangqiu"}, ["演示茶馆"]),
            ({"q": "hangqiu"}, []),
            ({"q": "restaurant", "city": "320300"}, ["演示面馆"]),
        ],
    )
    def test_filters_combine(self, client: Client, asked: dict[str, str], found: list[str]) -> None:
        page = read(client, **asked)
        assert sorted(names(page, "演示面馆", "演示香油坊", "演示茶馆")) == sorted(found)

    def test_a_single_hit_says_so_and_nothing_found_what_to_do(self, client: Client) -> None:
        assert "只有这一个符合" in read(client, q="香油")
        assert "没有同时符合这些条件的" in read(client, q="没有的东西")
        page = read(client, city="320300", kind="shop", q="香油")
        assert '<input type="hidden" name="city" value="320300">' in page
        assert 'value="香油"' in page
        assert "kind=shop" in page.split("brands/print/?")[1][:60]
        page = read(client)
        assert names(page, "演示茶馆", "演示面馆", "演示香油坊")[-1] == "演示茶馆"

    def test_english_finds_what_is_written_and_says_what_is_not(self, client: Client, people: People) -> None:
        a_shop(
            people,
            "演示糕点铺",
            story={"name_en": "Demo Bakery", "line_en": "Millet cakes", "text_en": "Cakes."},
        )
        page = read(client, lang="en")
        assert "Demo Bakery" in page
        assert "Millet cakes" in page
        assert "told in Chinese only" in page
        assert 'lang="zh-Hans">演示香油坊' in page
        assert client.cookies["language"].value == "en"
        assert "lang=en" not in page.split("<body>")[1]


@pytest.mark.parametrize(
    "asked",
    [
        {"city": "999999", "kind": "x", "month": "13", "heart": "?", "axis": "'", "sort": "rank"},
        {"page": "99999"},
        {"page": "-1"},
        {"page": "٣"},
        {"page": "9" * 400},
        {"q": "\x00\x00"},
        {"q": "\ud800".encode("utf-8", "surrogatepass").decode("latin-1")},
        {"q": "水" * 5000},
        {"q": "%_\\'\""},
        {"q": "   "},
        {"lang": "xx"},
        {"q": "<script>alert(1)</script>"},
    ],
)
def test_nonsense_is_answered_calmly(client: Client, people: People, asked: dict[str, str]) -> None:
    a_shop(people, "演示香油坊")
    for url in (LIST, "/brands/print/", "/brands/feed.json", "/brands/embed/", "/brands/embedding/"):
        assert "alert(1)<" not in read(client, url, **asked)


def test_an_empty_catalogue_says_so(client: Client, db: None) -> None:
    page = read(client)
    assert "名录里还没有条目" in page


@pytest.mark.both_databases
def test_a_page_takes_the_same_queries_for_three_and_for_sixty(client: Client, people: People) -> None:
    a_basis(people)
    questions: tuple[dict[str, str], ...] = (
        {},
        {"q": "演示"},
        {"city": "320300", "month": "3"},
        {"sort": "newest"},
    )

    def counted() -> list[int]:
        return [queries_of(read, client, **asked) for asked in questions]

    for number in range(3):
        a_shop(people, f"演示店{number}", stage="held", story={"months": 0b100})
    few = counted()
    for number in range(3, 60):
        a_shop(people, f"演示店{number}", stage="held", story={"months": 0b100})
    assert counted() == few
    assert max(few) <= 7
    shops = [f"演示店{number}" for number in range(60)]
    pages = [names(read(client, page=str(number)), *shops) for number in (1, 2, 3)]
    assert [len(page) for page in pages] == [24, 24, 12]
    assert {shop for page in pages for shop in page} == set(shops)  # none is shown twice
    assert 'rel="next"' in read(client)


def test_pages_have_one_heading_and_named_parts(client: Client, people: People) -> None:
    a_shop(people, "演示香油坊", story={})
    for url in (LIST, "/brands/print/", "/brands/embedding/", "/brands/embed/"):
        page = read(client, url)
        assert page.count("<h1") == 1
        assert page.count('for="q"') >= page.count('id="q"')
        assert page.count("<img ") == page.count(" alt=")
        assert '<html lang="' in page


class TestWithoutBasis:
    @pytest.mark.both_databases
    def test_it_is_a_directory_of_pledges_in_neutral_order(self, client: Client, people: People) -> None:
        first, second = a_shop(people, "演示甲店", stage="held"), a_shop(people, "演示乙店")
        strong(first, hearts=7, axes=15, low=9900)
        strong(second, hearts=0, low=None)
        strong(first, listed_at=MONDAY.replace(month=12))
        for asked in ({"sort": "newest", "held": "1"}, {"sort": "attested", "heart": "safe"}):
            assert names(read(client, **asked), "演示甲店", "演示乙店") == ["演示乙店", "演示甲店"]
        page = read(client, sort="newest", heart="safe", held="1")
        assert "承诺名录" in page
        assert names(page, "演示甲店", "演示乙店") == ["演示乙店", "演示甲店"]
        assert "♥" not in page


class TestWithBasis:
    @pytest.fixture(autouse=True)
    def basis(self, people: People) -> None:
        a_basis(people)

    def test_hearts_are_shown_of_those_with_a_mark_in_force(self, client: Client, people: People) -> None:
        strong(a_shop(people, "演示甲店", stage="held"), hearts=0b101)
        strong(a_shop(people, "演示乙店"), hearts=0b111)
        page = read(client)
        assert page.count("♥") == 2
        assert "♥ 放心" in page
        assert "♥ 暖心" in page

    @pytest.mark.both_databases
    def test_one_may_look_for_a_heart_an_axis_and_a_mark(self, client: Client, people: People) -> None:
        strong(a_shop(people, "演示甲店", stage="held"), hearts=0b001, axes=0b1000)
        strong(a_shop(people, "演示乙店", stage="held"), hearts=0b010)
        strong(a_shop(people, "演示丙店"), hearts=0b001, axes=0b1000)
        shops = ("演示甲店", "演示乙店", "演示丙店")
        assert names(read(client, heart="safe"), *shops) == ["演示甲店"]
        assert names(read(client, axis="loved"), *shops) == ["演示甲店"]
        assert set(names(read(client, held="1"), *shops)) == {"演示甲店", "演示乙店"}

    @pytest.mark.both_databases
    def test_best_attested_goes_by_the_lower_end(self, client: Client, people: People) -> None:
        strong(a_shop(people, "演示甲店", stage="held"), low=7000)
        strong(a_shop(people, "演示乙店", stage="held"), low=8000)
        strong(a_shop(people, "演示丙店", stage="held"), low=None)
        page = read(client, sort="attested")
        assert names(page, "演示甲店", "演示乙店", "演示丙店") == ["演示乙店", "演示甲店"]
        assert "即使按区间的低端算" in page

    def test_a_suspended_mark_is_said_and_one_that_ran_out_is_none(
        self, client: Client, people: People
    ) -> None:
        a_shop(people, "演示甲店", stage="suspended")
        page = read(client)
        assert "标识已暂停" in page
        assert "标识有效<" not in page
        strong(a_shop(people, "演示乙店", stage="held", held_until=MONDAY.date().replace(day=1)), hearts=7)
        assert "♥" not in read(client)
