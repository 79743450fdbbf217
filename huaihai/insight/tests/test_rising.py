"""Complaints that rise are found by night and proposed once."""

from datetime import datetime, timedelta
from math import comb, exp, factorial

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from huaihai.cases.models import Case
from huaihai.education.models import TopicProposal
from huaihai.insight import rising
from huaihai.kit import clock
from huaihai.members.models import Organisation
from tests.posts import body, load_tree

NIGHT = datetime(2026, 11, 26, 2, 0, tzinfo=clock.ZONE)
XUZHOU, SUZHOU = "city:320300", "city:341300"
DAY = timedelta(days=1)


def received(key: str, category: str, *days_ago: float) -> None:
    home: Organisation = body(key)
    start = Case.objects.count()
    Case.objects.bulk_create(
        Case(
            number=f"3203-2026-{start + place:06d}-1",
            stage="received",
            home=home,
            responsible=home,
            category=category,
            created_at=NIGHT - days * DAY,
            submitted_at=NIGHT - days * DAY,
            stage_since=NIGHT - days * DAY,
        )
        for place, days in enumerate(days_ago)
    )


def run_the_night(at: datetime = NIGHT) -> int:
    acts = list(rising.due_acts(at))
    for act in acts:
        act()
    return len(acts)


@pytest.mark.django_db
class TestNight:
    def test_a_category_that_rises_in_two_cities_is_one_proposal(self) -> None:
        load_tree()
        received(XUZHOU, "G04", *[1] * 9, 20, 40)
        received("county:341302", "G04", *[2] * 7)
        received(XUZHOU, "S08", *[day for day in range(63) for _ in range(2)])  # steady

        assert run_the_night() == 1

        proposal = TopicProposal.objects.get()
        assert (proposal.topics, proposal.cities) == (["G04"], [XUZHOU, SUZHOU])
        first, second = proposal.facts
        assert (first["last_week"], first["weekly_before"]) == (9, 0.25)
        assert (second["last_week"], second["weekly_before"]) == (7, 0.0)

    def test_it_is_not_proposed_again_the_next_night(self) -> None:
        load_tree()
        received(XUZHOU, "G04", *[1] * 9)
        run_the_night()

        assert run_the_night(NIGHT + DAY) == 0

    def test_few_complaints_are_no_rise_however_rare_they_were(self) -> None:
        load_tree()
        received(XUZHOU, "G07", *[1] * (rising.FEWEST - 1))

        assert rising.rises(NIGHT) == []

    def test_more_complaints_ask_no_more_of_the_database(self) -> None:
        load_tree()
        received(XUZHOU, "G04", *range(60))
        with CaptureQueriesContext(connection) as asked:
            rising.rises(NIGHT)
        assert len(asked) == 2


@given(st.integers(0, 40), st.floats(0.5, 30))
def test_the_tail_is_what_the_definition_says(count: int, mean: float) -> None:
    below = sum(exp(-mean) * mean**number / factorial(number) for number in range(count))

    assert rising.tail(count, mean) == pytest.approx(max(0.0, 1 - below), abs=1e-9)


def test_the_tail_agrees_with_many_coins() -> None:
    """A Poisson number is the limit of many unlikely coins; 20,000 of them come close."""
    coins, mean = 20_000, 3.0
    chance = mean / coins
    below = sum(
        comb(coins, number) * chance**number * (1 - chance) ** (coins - number) for number in range(8)
    )

    assert rising.tail(8, mean) == pytest.approx(1 - below, rel=1e-3)
