"""The public page: drawn from the file, narrowed by its address, recomputed by a stranger."""

import csv
import io
import json
from fractions import Fraction
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from huaihai.supervision.grading import files, plan
from huaihai.supervision.grading.tests import appliances, second
from huaihai.supervision.testing.publishing import facts, table
from huaihai.supervision.testing.publishing.facts import results_of
from huaihai.supervision.testing.publishing.reporting import report
from huaihai.supervision.testing.tests import measured
from huaihai.supervision.testing.tests.kettles import PLAN, registered

BASE = "/supervision/2026-1/"


def appliances_file(draws: int = 0) -> dict[str, Any]:
    """The file of 576 appliances, as it would be released."""
    mapping = appliances.plan(draws=draws)
    held = appliances.found(mapping)
    keys = [one["key"] for one in held["products"]]
    results = files.results_of(plan.parse(mapping), keys, held["samples"], held["readings"])
    return {
        "format": files.FORMAT,
        "project": {"number": "2022-1", "title": "家电", "cities": []},
        "plans": [
            {
                "number": 1,
                "hash": "",
                "registered_at": "2022-01-01T00:00:00+08:00",
                "reason": "",
                "plan": mapping,
            }
        ],
        **held,
        "results": results,
        "retests": [],
        "maker_says": [],
        "opinion": "",
        "handed": [],
    }


@pytest.mark.django_db
def test_the_page_shows_best_unsafe_and_every_product(client: Client) -> None:
    measured.published()

    page = client.get(BASE).content.decode()

    assert "一眼看懂" in page
    assert "演示K牌 YS-A15" in page  # the best
    assert page.count('href="/supervision/2026-1/products/') > 24
    assert "结果只对所购样品负责" in page
    assert "SHA-256" in page


@pytest.mark.django_db
def test_a_rule_says_from_which_value_on_and_to_which_grade(client: Client) -> None:
    measured.published()

    page = client.get(BASE).content.decode()

    assert "煮沸过慢：“煮沸时间”不足 30 分：最高评为“中”（高于 408 s）" in page
    assert "电气安全不合格：“电气安全”有 1 项及以上不合格：最高评为“差”" in page


@pytest.mark.django_db
def test_of_an_unsafe_product_nobody_says_that_it_is_as_good_as_others(client: Client) -> None:
    measured.published()

    safe = client.get(f"{BASE}products/p01/").content.decode()
    unsafe = client.get(f"{BASE}products/p05/").content.decode()

    assert "这个范围里的产品相差不大" in safe
    assert "再测一次，名次很可能在第" in unsafe
    assert "这个范围里的产品相差不大" not in unsafe


@pytest.mark.django_db
def test_a_product_has_its_own_page_in_plain_words(client: Client) -> None:
    measured.published()

    page = client.get(f"{BASE}products/p05/").content.decode()

    assert "不安全，请不要使用" in page
    assert "电气安全不合格：由“及格”降为“差”" in page
    assert "不超过 0.1 Ω" in page
    assert "演示市场监督管理局" in page
    assert client.get(f"{BASE}products/nothing/").status_code == 404


@pytest.mark.both_databases
@pytest.mark.django_db
def test_the_table_is_narrowed_and_sorted_by_its_address(client: Client) -> None:
    measured.published()

    failed = client.get(f"{BASE}?show=failed").content.decode()
    cheap = client.get(f"{BASE}?sort=price&grade=B").content.decode()
    odd = client.get(f"{BASE}?sort=%00&grade=%F0&page=999999999999999&show[]=x")

    assert failed.count('<td class="grade">') == 2
    assert cheap.count('<td class="grade">') == 20
    assert cheap.index("products/p01/", cheap.index('id="table"')) < cheap.index(
        "products/p12/", cheap.index('id="table"')
    )
    assert odd.status_code == 200


@pytest.mark.both_databases
@pytest.mark.django_db
def test_from_the_downloaded_file_a_stranger_computes_every_grade_again(client: Client) -> None:
    scene = measured.published()

    answer = client.get(f"{BASE}file.json")

    file = json.loads(answer.content)
    again = {one["product"]: one for one in second.recompute(file)}
    for one in file["results"]:
        assert again[one["product"]]["grade"] == one["grade"]
        assert again[one["product"]]["rank"] == one["rank"]
        assert again[one["product"]]["firmness"] == one["firmness"]
    assert scene.project.release.sha256 in answer["ETag"]


@pytest.mark.both_databases
@pytest.mark.django_db
def test_the_csv_says_what_the_file_says(client: Client) -> None:
    scene = measured.published()

    answer = client.get(f"{BASE}results.csv")

    file = json.loads(scene.project.release.file)
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    totals = {row["product"]: row for row in rows if row["row"] == "total"}
    assert len(rows) == 24 * 9
    for one in file["results"]:
        exact = f"{Fraction(one['total_exact']):.10f}" if "/" in one["total_exact"] else one["total_exact"]
        assert totals[one["product"]]["total_exact"] == exact
        assert totals[one["product"]]["grade"] == one["grade"]
    assert totals["p05"]["downgrades"] == "unsafe"


@pytest.mark.both_databases
@pytest.mark.django_db
def test_a_page_asks_the_database_a_few_times_only(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    measured.published()

    with django_assert_max_num_queries(10):
        client.get(BASE)


@pytest.mark.both_databases
def test_the_survey_of_576_appliances_is_shown_page_by_page_and_whole() -> None:
    file = appliances_file()
    held = results_of(file)

    first = table.narrowed(held, {})
    last = table.narrowed(held, {"page": "999"})

    assert len(held.rows) == 576
    assert len(first.page.rows) == table.PER_PAGE
    assert last.page.number == last.page.last
    assert sum(grade.count for grade in held.grades) == 576
    assert abs(held.grades[-1].left + held.grades[-1].width - 100) < 0.1


def test_a_report_holds_every_product_and_the_caution() -> None:
    document = report(appliances_file())

    results = document.sections[0].tables[0]
    assert len(results.rows) == 576
    assert all(len(row) == len(results.head) for row in results.rows)
    assert "所购样品" in document.caution


def test_numbers_for_reading_are_short_and_exact_ones_stay_in_the_file() -> None:
    assert facts.tidy("200/3") == "66.667"
    assert facts.tidy("12.500") == "12.5"
    assert facts.tidy("-0.0004") == "0"
    assert facts.tidy(None) == ""


@pytest.mark.django_db
def test_before_results_everybody_reads_items_and_rules_and_nobody_the_shops(client: Client) -> None:
    registered()

    page = client.get(BASE).content.decode()

    assert "接地电阻" in page
    assert "电气安全不合格" in page
    assert "24" in page
    for product in PLAN["products"]:
        assert product["brand"] not in page
