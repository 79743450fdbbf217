"""The public list of warned products, and the page that compares on the reader's side."""

from dataclasses import replace
from typing import Any

import pytest
from django.test import Client

from huaihai.education.tests.one_voice_cast import KETTLE, a_warning, a_withdrawal, an_update
from huaihai.kit.paging import PER_PAGE
from tests.reading import without_chance

pytestmark = pytest.mark.django_db


def _batches(listed: dict[str, Any]) -> list[str]:
    return [batch for product in listed["products"] for batch in product["batches"]]


def test_the_list_follows_a_correction_and_a_withdrawal(client: Client) -> None:
    warning = a_warning()
    first = client.get("/check/products.json")
    assert _batches(first.json()) == ["A100-A199", "B7"]
    assert first.json()["warnings"][0]["url"] == "/warnings/kettle-leak/"
    assert "電水壺" in first.json()["products"][0]["words"]
    again = client.get("/check/products.json", headers={"if-none-match": first["ETag"]})
    assert again.status_code == 304

    warning = an_update(warning)
    corrected = client.get("/check/products.json", headers={"if-none-match": first["ETag"]})
    assert _batches(corrected.json()) == ["A100-A199", "B8"]

    a_withdrawal(warning)
    gone = client.get("/check/products.json", headers={"if-none-match": corrected["ETag"]})
    assert gone.json() == {"version": 1, "warnings": [], "products": []}
    assert "B8" not in without_chance(client.get("/check/").content.decode())


def test_the_page_has_nothing_that_could_send_what_is_typed(client: Client) -> None:
    a_warning()
    page = client.get("/check/")
    part = page.content.decode().split('id="check"')[1].split("</ul>")[0]
    assert "<form" not in part
    assert " name=" not in part
    assert page["Permissions-Policy"].startswith("camera=(self)")
    assert "Permissions-Policy" not in client.get("/warnings/")
    assert not page.cookies


def test_the_list_is_paged_and_asks_the_database_as_often_however_long(
    client: Client, django_assert_max_num_queries: Any
) -> None:
    a_warning(products=tuple(replace(KETTLE, name=f"电水壶{n}") for n in range(PER_PAGE + 5)))
    with django_assert_max_num_queries(5):
        page = client.get("/check/")
    assert len(page.context["page"].rows) == PER_PAGE
    with django_assert_max_num_queries(7):
        assert len(client.get("/check/products.json").json()["products"]) == PER_PAGE + 5
