"""The entries of a business in lists: on its desk, and on the front page of the desk."""

import pytest
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from huaihai.brands.entering import holder
from huaihai.brands.entering.tests.entering import nominated, signed_in
from huaihai.brands.models import Entry
from huaihai.brands.tests.people import TODAY, People, an_entry

pytestmark = pytest.mark.django_db
TICKED = {"truth": "on", "consent": "on", "conduct": "on", "free": "on"}
TITLES = ("标识", "评审", "公示", "表决")


def test_the_list_costs_the_same_for_one_and_for_many(
    people: People, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(30):
        an_entry(people, "listed", kind=Entry.Kind.PRODUCT, what=f"壶{number}")
    client = signed_in(people.holder)

    with django_assert_max_num_queries(25):
        answer = client.get(reverse("business-brands"))
    assert answer.status_code == 200


def test_the_front_page_of_the_desk_says_that_a_word_is_waited_for(people: People) -> None:
    assert holder.sections([people.shop.pk], today=TODAY) == []
    nominated(people)

    found = holder.sections([people.shop.pk], today=TODAY)

    assert found[0].lines[0].url == reverse("business-brands")
    assert "12 月 2 日" in found[0].lines[0].value
    assert (
        reverse("business-brands") in signed_in(people.holder).get(reverse("business-desk")).content.decode()
    )
