"""Whoever owns what a test called unsafe finds it in the check of what people have at home."""

from typing import Any

import pytest
from django.test import Client

from huaihai.supervision.models import Project, Release
from huaihai.supervision.testing.publishing import pages
from huaihai.supervision.testing.tests import measured

pytestmark = pytest.mark.django_db
PRODUCT = "/supervision/2026-1/products/p05/"


def listed(client: Client) -> dict[str, Any]:
    answer: dict[str, Any] = client.get("/check/products.json").json()
    return answer


def test_the_check_and_its_own_page_say_what_failed_and_what_an_owner_does(client: Client) -> None:
    measured.published()
    told = listed(client)
    (test,) = told["warnings"]
    assert test["url"] == "/supervision/2026-1/"
    assert test["is_test"] is True
    assert len(test["to_do"]) >= 3
    found = next(one for one in told["products"] if one["url"] == PRODUCT)
    assert (found["brand"], found["model"]) == ("演示C牌", "YS-A15")
    assert found["failed"] == ["接地电阻"]
    assert "batches" not in found  # another batch is not thereby safe
    assert "电热水壶" in found["words"]
    page = client.get("/check/").content.decode()
    assert PRODUCT in page
    assert "演示K牌" not in page  # it failed nothing
    own = client.get(PRODUCT).content.decode()
    assert "我家有，怎么办" in own
    assert 'href="/file/"' in own.split('id="own"')[1]
    assert 'href="/check/"' in own.split('id="own"')[1]
    assert 'id="own"' not in client.get("/supervision/2026-1/products/p01/").content.decode()


def test_a_test_taken_back_and_a_product_corrected_are_gone(client: Client) -> None:
    scene = measured.published()
    before = client.get("/check/products.json")
    held = scene.project.release
    pages.of_tests()
    corrected = held.file.replace('"is_safety":true', '"is_safety":false')
    Release(
        project=held.project,
        number=2,
        file=corrected,
        sha256="0" * 64,
        at=held.at,
        by=held.by,
        published_at=held.published_at,
    ).save(force_insert=True)
    again = client.get("/check/products.json", headers={"if-none-match": before["ETag"]})
    assert again.json()["products"] == []
    Release.objects.filter(number=2).update(published_at=None)
    assert listed(client)["products"]

    Project.objects.filter(pk=held.project_id).update(withdrawn_at=held.published_at)
    assert listed(client)["products"] == []
    assert 'id="own"' not in client.get(PRODUCT).content.decode()
