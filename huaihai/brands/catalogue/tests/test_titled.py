"""The list in both forms: with a legal basis hearts and marks are shown, without one a neutral directory."""

import pytest
from django.test import Client

from huaihai.brands.catalogue.tests.reading import names, read
from huaihai.brands.catalogue.tests.shops import a_shop, strong
from huaihai.brands.tests.people import MONDAY, People, a_basis

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]


class TestWithoutBasis:
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

    def test_one_may_look_for_a_heart_an_axis_and_a_mark(self, client: Client, people: People) -> None:
        strong(a_shop(people, "演示甲店", stage="held"), hearts=0b001, axes=0b1000)
        strong(a_shop(people, "演示乙店", stage="held"), hearts=0b010)
        strong(a_shop(people, "演示丙店"), hearts=0b001, axes=0b1000)
        shops = ("演示甲店", "演示乙店", "演示丙店")
        assert names(read(client, heart="safe"), *shops) == ["演示甲店"]
        assert names(read(client, axis="loved"), *shops) == ["演示甲店"]
        assert set(names(read(client, held="1"), *shops)) == {"演示甲店", "演示乙店"}

    def test_best_attested_goes_by_the_lower_end(self, client: Client, people: People) -> None:
        strong(a_shop(people, "演示甲店", stage="held"), low=7000)
        strong(a_shop(people, "演示乙店", stage="held"), low=8000)
        strong(a_shop(people, "演示丙店", stage="held"), low=None)
        page = read(client, sort="attested")
        assert names(page, "演示甲店", "演示乙店", "演示丙店") == ["演示乙店", "演示甲店"]
        assert "即使按区间的低端算" in page

    def test_a_suspended_mark_is_said(self, client: Client, people: People) -> None:
        a_shop(people, "演示甲店", stage="suspended")
        page = read(client)
        assert "标识已暂停" in page
        assert "标识有效<" not in page

    def test_a_mark_that_ran_out_is_none(self, client: Client, people: People) -> None:
        strong(a_shop(people, "演示甲店", stage="held", held_until=MONDAY.date().replace(day=1)), hearts=7)
        assert "♥" not in read(client)
