"""The file of all derived numbers."""

import json

import pytest
from django.test import Client

from huaihai.insight.statistics.deriving import Numbers
from huaihai.insight.statistics.tests.snapshot import FAR, FIRST, HASH, SECOND, published

pytestmark = pytest.mark.django_db


def test_before_the_first_release_there_are_no_figures(client: Client) -> None:
    assert client.get("/statistics/figures.json").status_code == 404


def test_the_figures_are_the_same_bytes_each_time_and_agree_with_the_page(client: Client) -> None:
    published()

    first, again = (client.get("/statistics/figures.json") for _time in range(2))
    told = json.loads(first.content)

    assert first.content == again.content
    assert (told["schema"], told["release"], told["file"]) == ("huaihai-figures/1", 1, HASH)
    assert ["share", "category", SECOND, "all", "G04", "36.4"] in told["figures"]
    assert ["solved_low", "all", FIRST, "all", "all", "41.7"] in told["figures"]
    assert not [figure for figure in told["figures"] if figure[3] == FAR]  # withheld


def test_numbers_of_two_questions_are_read_together() -> None:
    both = Numbers([]).with_all(Numbers([]))

    assert list(both.cells()) == []
