"""The first release of a young platform may hold no number at all: all of them were too small."""

import pytest
from django.test import Client

from huaihai.insight.statistics.tests.snapshot import NEAR, release

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "path",
    [
        "/statistics/",
        "/statistics/places/",
        f"/statistics/places/?place={NEAR}&period=2026-Q1",
        "/statistics/by/category/",
        "/statistics/by/days/?period=2026",
        "/statistics/figures.json",
        "/statistics/reports/",
    ],
)
def test_a_release_without_numbers_has_its_pages(client: Client, path: str) -> None:
    release()
    assert client.get(path).status_code == 200
