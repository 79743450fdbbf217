"""Which part of the background a process does."""

from dataclasses import replace
from functools import partial

import pytest
from django.db import connection

from huaihai.kit import locks
from huaihai.record import roles, worker


def names(role: str) -> set[str]:
    return {job.name for job in roles.jobs_of(role)}


def test_each_part_is_done_by_one_role_and_all_by_all() -> None:
    every = {job.name for job in worker.JOBS}
    assert names("web") == set()
    assert names("timer") == roles.OF_TIMER
    assert names("worker") | names("timer") == names("all") == every
    assert not names("worker") & names("timer")
    assert roles.start("web") is None


@pytest.mark.django_db(transaction=True)
@pytest.mark.both_databases
def test_of_two_timers_one_works(monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []
    jobs = [replace(job, once=partial(done.append, job.name)) for job in worker.JOBS if job.name == "due"]
    monkeypatch.setattr(worker, "JOBS", jobs)
    (due,) = roles.jobs_of("timer")
    with locks.tried("due") as is_ours:
        assert is_ours
        due.once()
        assert done == []
    due.once()
    assert done == ["due"]
    assert not connection.in_atomic_block


@pytest.mark.django_db(transaction=True)
@pytest.mark.both_databases
def test_a_lock_goes_with_whoever_fails() -> None:
    with pytest.raises(ValueError, match="inside"), locks.tried("keeping"):
        raise ValueError("inside")
    with locks.tried("keeping") as is_ours:
        assert is_ours
