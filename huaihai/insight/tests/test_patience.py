"""A night's work that fails does not fill every minute."""

from datetime import datetime, timedelta

import pytest

from huaihai.insight.apart import AGAIN_AFTER, patiently
from huaihai.kit.clock import ZONE

AT = datetime(2026, 11, 26, 0, 1, tzinfo=ZONE)
MINUTE = timedelta(minutes=1)


def run(name: str, fails: bool, at: datetime) -> bool:
    """Whether it was tried."""

    def act() -> None:
        if fails:
            raise RuntimeError(name)

    for one in patiently(name, act, at=at):
        one()
        return True
    return False


def test_what_failed_is_tried_again_after_an_hour() -> None:
    with pytest.raises(RuntimeError):
        run("a", True, AT)
    assert not run("a", False, AT + MINUTE)
    assert run("b", False, AT + MINUTE)  # another
    assert run("a", False, AT + AGAIN_AFTER)
    assert run("a", False, AT + AGAIN_AFTER + MINUTE)  # it went well


def test_an_earlier_moment_is_not_held_back() -> None:
    with pytest.raises(RuntimeError):
        run("c", True, AT)
    assert run("c", False, AT - MINUTE)


def test_two_runs_at_once_of_the_same_work_both_come_to_their_end() -> None:
    (inner,) = patiently("two runs", lambda: None, at=AT)
    (outer,) = patiently("two runs", inner, at=AT)
    outer()
    assert run("two runs", False, AT)
