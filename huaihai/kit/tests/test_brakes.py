"""Brakes hold for as long as they say, whatever others do meanwhile; all processes count together."""

import time
from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huaihai.kit import brakes
from huaihai.kit.brakes import Brake
from huaihai.kit.models import BrakeCount
from tests.threads import each_at_once

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
TRIES = Brake("tries", most=2, seconds=900)
MANY = Brake("many", most=100, seconds=600)

type Stand = Callable[[float], None]


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Stand:
    began = time.time()

    def stand(seconds: float) -> None:
        monkeypatch.setattr(time, "time", lambda: began + seconds)

    stand(0)
    return stand


def let_through(brake: Brake, key: str, tried: int, *, processes: int = 1) -> int:
    """How many of so many tries go on, if these processes are asked in turn."""
    held = [dict(brakes._held) for _process in range(processes)]
    found = 0
    for number in range(tried):
        brakes._held.clear()
        brakes._held.update(held[number % processes])
        found += brake.lets_through(key)
        held[number % processes] = dict(brakes._held)
    return found


def test_5000_requests_of_others_free_nobody() -> None:
    assert let_through(TRIES, "account", 3) == 2
    others = Brake("other", most=9, seconds=60)
    for number in range(5_000):
        others.lets_through(f"stranger {number}")
    brakes.forget()

    assert not TRIES.lets_through("account")
    assert TRIES.lets_through("somebody else")


@pytest.mark.parametrize("most", [1, 2, 5, 19, 20, 39, 100, 600])
def test_one_process_lets_through_exactly_as_many(most: int) -> None:
    assert let_through(Brake(f"exact-{most}", most=most, seconds=60), "key", most + 50) == most


@pytest.mark.parametrize("processes", [2, 3])
@pytest.mark.parametrize("brake", [TRIES, Brake("five", most=5, seconds=300), MANY])
def test_processes_count_together(brake: Brake, processes: int) -> None:
    assert let_through(brake, "key", 3 * brake.most, processes=processes) == brake.most


@pytest.mark.django_db(transaction=True)
def test_threads_count_together() -> None:
    brake = Brake("threads", most=7, seconds=60)
    answers = each_at_once(*[lambda: brake.lets_through("key")] * 12)
    assert answers.count(True) == 7
    assert answers.count(False) == 5


def test_when_the_time_is_over_it_begins_anew(at: Stand) -> None:
    assert let_through(TRIES, "account", 4) == 2
    at(899)
    assert not TRIES.lets_through("account")
    at(901)
    assert let_through(TRIES, "account", 4) == 2


def test_who_hammers_writes_nothing() -> None:
    let_through(MANY, "network", 101)
    with CaptureQueriesContext(connection) as caught:
        assert let_through(MANY, "network", 200) == 0
    assert len(caught) == 0


def test_few_statements_for_many_tries() -> None:
    with CaptureQueriesContext(connection) as caught:
        let_through(MANY, "network", 100)
    assert len(caught) == brakes.HANDFULS


def test_what_another_process_frees_is_soon_free_here(at: Stand) -> None:
    let_through(TRIES, "account", 3)
    here = dict(brakes._held)
    TRIES.free("account")
    brakes._held.update(here)

    assert not TRIES.lets_through("account")
    at(brakes.ASKED_AGAIN + 1)
    assert TRIES.lets_through("account")


def test_a_right_try_counts_for_nothing() -> None:
    for _try in range(10):
        assert TRIES.lets_through("account")
        TRIES.give_back("account")
    assert let_through(TRIES, "account", 3) == 2


@pytest.mark.parametrize("brake", [TRIES, MANY])
@pytest.mark.parametrize("remembers", [True, False])
def test_to_ask_whether_it_holds_counts_nothing(brake: Brake, *, remembers: bool) -> None:
    for _try in range(brake.most):
        assert not brake.holds("account")
        assert brake.lets_through("account")
    if not remembers:
        brakes.forget()
    assert brake.holds("account")


def test_what_has_run_out_is_swept_and_the_rest_stays(at: Stand) -> None:
    TRIES.lets_through("account")
    Brake("short", most=1, seconds=10).lets_through("account")
    at(11)
    assert brakes.sweep() == 1
    assert [row.key.partition(":")[0] for row in BrakeCount.objects.all()] == ["tries"]


def test_nothing_personal_is_held() -> None:
    TRIES.lets_through("13912340001")
    name, _, fingerprint = BrakeCount.objects.get().key.partition(":")
    assert (name, len(fingerprint)) == ("tries", 32)
    assert "13912340001" not in fingerprint


def test_a_process_remembers_a_bounded_number(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(brakes, "MOST_HELD", 3)
    for number in range(9):
        TRIES.lets_through(f"key {number}")
    assert len(brakes._held) == 3
    assert let_through(TRIES, "key 0", 2) == 1
