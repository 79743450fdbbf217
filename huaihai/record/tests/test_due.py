"""One run over what has fallen due: a failure stops nothing else, is told without what people wrote, and is seen."""

from collections.abc import Callable, Iterator
from datetime import datetime

import pytest

from huaihai import cli
from huaihai.record import due, outbox
from huaihai.record.models import OutboxMessage
from tests.posts import AT

done: list[str] = []


def failing() -> None:
    raise ValueError("王女士的投诉")


def good_room(_at: datetime) -> Iterator[Callable[[], None]]:
    yield lambda: done.append("first")
    yield failing
    yield lambda: done.append("second")


def broken_room(_at: datetime) -> Iterator[Callable[[], None]]:
    yield lambda: done.append("before it broke")
    raise RuntimeError("王女士的投诉")


def last_room(_at: datetime) -> Iterator[Callable[[], None]]:
    yield lambda: done.append("last")


@pytest.fixture(autouse=True)
def rooms(monkeypatch: pytest.MonkeyPatch) -> None:
    done.clear()
    named = tuple(f"{__name__}.{room.__name__}" for room in (good_room, broken_room, last_room))
    monkeypatch.setattr(due, "DUE", named)


def test_an_act_that_fails_stops_no_other_and_the_run_says_so_at_its_end() -> None:
    with pytest.raises(due.SomeFailed) as told:
        due.fall_due(at=AT, brake=None)
    assert done == ["first", "second", "before it broke", "last"]
    assert (told.value.acts, told.value.failed) == (6, 2)


def test_the_log_names_the_kind_of_failure_and_nothing_that_a_person_wrote(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with pytest.raises(due.SomeFailed) as told:
        due.fall_due(at=AT, brake=None)
    assert "ValueError in " in caplog.text
    assert "RuntimeError in " in caplog.text
    assert "test_due.py" in caplog.text
    assert "王女士" not in caplog.text
    assert "王女士" not in str(told.value)
    assert told.value.__context__ is None


def test_the_log_says_which_computation_ended_and_how(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    class JobFailed(RuntimeError):
        for_the_log = "jobs:scan: ValueError"

    def fail() -> None:
        raise JobFailed("王女士的投诉")

    monkeypatch.setattr(due, "_all", lambda _at, _without: iter([fail]))
    with pytest.raises(due.SomeFailed):
        due.fall_due(at=AT, brake=None)
    assert "jobs:scan: ValueError in " in caplog.text
    assert "王女士" not in caplog.text


def test_the_brake_still_stops_a_run_before_its_first_act() -> None:
    with pytest.raises(due.Braked):
        due.fall_due(at=AT, brake=5)
    assert not done


def test_the_command_ends_with_an_error_when_something_failed(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["record", "fall-due", "--as-of", "2026-11-25", "--lang", "en"]) == 1
    assert "2 of 6 acts failed" in capsys.readouterr().err
    assert done[-1] == "last"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("hour", "by", "sent_from"),
    [(0, "sms", 8), (9, "sms", 9), (0, "email", 0), (0, "urgent sms", 0)],
)
def test_nobody_is_woken_by_what_time_brings_about(
    monkeypatch: pytest.MonkeyPatch, hour: int, by: str, sent_from: int
) -> None:
    at = AT.replace(hour=hour, minute=0)
    channel, urgent = by.rpartition(" ")[2], by.startswith("urgent")
    monkeypatch.setattr(due, "_all", lambda *_: iter([lambda: queue("by itself", channel, urgent, at)]))
    due.fall_due(at=at, brake=None)
    queue("by somebody", channel, urgent, at)
    tries = dict(OutboxMessage.objects.values_list("effect_key", "next_try_at"))
    assert tries == {"by itself": at.replace(hour=sent_from), "by somebody": at}


def queue(key: str, channel: str, urgent: bool, at: datetime) -> None:
    outbox.queue(
        effect_key=key,
        subject="x",
        channel=channel,
        address="13800000001",
        text="您好",
        at=at,
        is_urgent=urgent,
    )
