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
from huaihai.supervision.testing.publishing import table
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
def test_the_page_shows_best_unsafe_every_product_and_its_rules_and_a_product_has_its_own(
    client: Client,
) -> None:
    measured.published()
    page = client.get(BASE).content.decode()
    for words in (
        "一眼看懂",
        "演示K牌 YS-A15",  # the best
        "结果只对所购样品负责",
        "SHA-256",
        "煮沸过慢：“煮沸时间”不足 30 分：最高评为“中”（高于 408 s）",
        "电气安全不合格：“电气安全”有 1 项及以上不合格：最高评为“差”",
    ):
        assert words in page
    assert page.count('href="/supervision/2026-1/products/') > 24
    safe = client.get(f"{BASE}products/p01/").content.decode()
    unsafe = client.get(f"{BASE}products/p05/").content.decode()
    for words in (
        "再测一次，名次很可能在第",
        "不安全，请不要使用",
        "电气安全不合格：由“及格”降为“差”",
        "不超过 0.1 Ω",
        "演示市场监督管理局",
    ):
        assert words in unsafe
    alike = "这个范围里的产品相差不大"  # of an unsafe one nobody says so
    assert (alike in safe, alike in unsafe) == (True, False)
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
def test_from_the_downloaded_file_a_stranger_computes_every_grade_again_and_the_csv_says_the_same(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    scene = measured.published()
    with django_assert_max_num_queries(10):
        client.get(BASE)
    answer = client.get(f"{BASE}file.json")
    file = json.loads(answer.content)
    assert scene.project.release.sha256 in answer["ETag"]
    again = {one["product"]: one for one in second.recompute(file)}
    answer = client.get(f"{BASE}results.csv")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    totals = {row["product"]: row for row in rows if row["row"] == "total"}
    assert len(rows) == 24 * 9
    for one in file["results"]:
        total, other = totals[one["product"]], again[one["product"]]
        assert all(other[name] == one[name] for name in ("grade", "rank", "firmness"))
        exact = f"{Fraction(one['total_exact']):.10f}" if "/" in one["total_exact"] else one["total_exact"]
        assert (total["grade"], total["total_exact"]) == (one["grade"], exact)
    assert totals["p05"]["downgrades"] == "unsafe"


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
    document = report(file)
    results = document.sections[0].tables[0]
    assert len(results.rows) == 576
    assert all(len(row) == len(results.head) for row in results.rows)
    assert "所购样品" in document.caution


@pytest.mark.django_db
def test_before_results_everybody_reads_items_and_rules_and_nobody_what_is_bought(client: Client) -> None:
    registered()
    page = client.get(BASE).content.decode()
    for words in ("接地电阻", "泄漏电流", "电气安全不合格", "24"):
        assert words in page
    assert not any(row[name] in page for row in PLAN["products"] for name in ("brand", "maker", "where"))
