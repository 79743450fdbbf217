"""The page of one standard: before the first comparison, with one, and its file computed again from outside."""

import json
from datetime import date, datetime
from math import sqrt

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from huaihai.insight.comparing import measuring
from huaihai.insight.comparing.tests.test_steps import JUNE, mix
from huaihai.insight.models import StepCount
from huaihai.kit.clock import ZONE
from tests.posts import load_tree

pytestmark = pytest.mark.django_db
MADE_AT = datetime(2026, 10, 9, 3, tzinfo=ZONE)


def test_before_the_first_comparison_the_page_says_when_it_will_come(client: Client) -> None:
    load_tree()
    page = client.get("/standard/").content.decode()
    assert "还没有比较结果" in page
    assert "还没有统计完一个月" in page
    assert client.get("/standard/figures.json").status_code == 404


def test_a_city_that_stands_out_is_said_in_words_and_every_number_can_be_computed_again(
    client: Client,
) -> None:
    load_tree()
    compared()
    page = client.get("/standard/").content.decode()
    assert "有 2 座城市和别处同类案件的差别，超出了偶然：徐州（少 " in page
    assert "商丘（多 " in page
    assert "这不是排名" in page
    assert (
        "宿迁" not in page.partition("<main")[2].partition("各环节是否按时")[0]
    )  # its cases are too few to be compared
    file = json.loads(client.get("/standard/figures.json").content)
    for comparison in file["comparisons"]:
        for city in comparison["cities"]:
            difference = (city["hits"] - city["expected"]) / city["weight"]
            spread = max(difference * city["p_sum"] + city["q_sum"], city["variance"])
            reach = (1.959964 * sqrt(spread) + 0.5) / city["weight"]
            assert f"{difference * 100:+.1f}" in page
            assert f"{max(difference - reach, -1) * 100:+.1f} … " in page
            assert f"{city['hits'] / city['cases'] * 100:.1f}%" in page


@pytest.mark.both_databases
def test_lights_are_told_by_sign_and_word(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    load_tree()
    StepCount.objects.create(month=JUNE, city="320300", clock="decide", due=40, in_time=39)
    StepCount.objects.create(month=JUNE, city="411400", clock="decide", due=40, in_time=20)
    with django_assert_max_num_queries(12):
        page = client.get("/standard/").content.decode()
    assert '<span class="sign" aria-hidden="true">●</span>' in page
    assert "97%" in page
    assert "按时" in page
    assert '<span class="sign" aria-hidden="true">■</span>' in page
    assert "50%" in page
    assert "超期太多" in page
    assert page.count("件数太少") == 10 * 7 - 2


def compared() -> None:
    mix(date(2026, 5, 1), "320300", 200, 90)
    mix(date(2026, 6, 1), "411400", 200, 160)
    mix(date(2026, 6, 1), "321300", 12, 7)
    for act in measuring.due_acts(MADE_AT):
        act()
