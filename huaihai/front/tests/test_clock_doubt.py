"""A clock that jumps lets nothing fall due, until it is right again or somebody says that it is."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from huaihai import cli
from huaihai.front.operating import waiting
from huaihai.kit import clock
from huaihai.members.actors import Actor
from huaihai.members.models import Role
from huaihai.record import clock_doubt, due, events, worker
from huaihai.record.clock_doubt import AHEAD, BEHIND, CONFIRMED, DOUBTED, RIGHT_AGAIN, SUBJECT
from tests.posts import load_alliance, post_at, sign_in

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 24, 12, tzinfo=clock.ZONE)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def verbs() -> list[str]:
    return [event.verb for event in events.history(SUBJECT)]


@pytest.mark.parametrize(
    ("later", "is_believed"),
    [
        (MINUTE, True),
        (AHEAD, True),  # a night's run that was missed
        (AHEAD + MINUTE, False),
        (60 * DAY, False),
        (-BEHIND, True),
        (-BEHIND - MINUTE, False),
        (-60 * DAY, False),
    ],
)
def test_how_far_a_clock_may_be_from_when_it_was_last_believed(later: timedelta, is_believed: bool) -> None:
    assert clock_doubt.look(NOON) is None
    assert (clock_doubt.look(NOON + later) is None) is is_believed
    assert (clock_doubt.standing() is None) is is_believed


def test_a_quiet_house_is_no_jump() -> None:
    at = NOON
    for _ in range(50):
        assert clock_doubt.look(at) is None
        at += DAY
    assert verbs() == []


def test_what_is_written_under_a_wrong_clock_does_not_make_it_right() -> None:
    clock_doubt.look(NOON)
    events.write(subject="case:1", verb="submit", by="public", at=NOON + 60 * DAY)
    assert clock_doubt.look(NOON + 60 * DAY) is not None


def test_of_an_older_database_the_last_event_is_the_measure() -> None:
    events.write(subject="case:1", verb="submit", by="public", at=NOON)
    assert clock_doubt.look(NOON + 60 * DAY) is not None


def test_it_goes_on_by_itself_when_the_clock_is_right_again() -> None:
    clock_doubt.look(NOON)
    for seconds in range(3):  # one event, however often it is looked at
        clock_doubt.look(NOON + 60 * DAY + seconds * MINUTE)
    assert verbs() == [DOUBTED]
    assert clock_doubt.look(NOON + 5 * MINUTE) is None
    assert verbs() == [DOUBTED, RIGHT_AGAIN]


def test_an_administrator_says_that_it_is_right_and_why(monkeypatch: pytest.MonkeyPatch) -> None:
    load_alliance(at=NOON - DAY)
    post = post_at("alliance", Role.SYSTEM_ADMIN)
    clock_doubt.look(NOON)
    later = NOON + 60 * DAY
    monkeypatch.setattr(clock, "now", lambda: later)
    clock_doubt.look(later)
    rows = [row for row in waiting.for_person(Actor.officer(post), later) if row]
    assert [row.url for row in rows if row.is_urgent] == [reverse("system-clock")]
    client, url = Client(), reverse("system-clock")
    sign_in(client, post.account)
    assert "2027-01-23 12:00" in client.get(url).text
    assert "2026-11-24 12:00" in client.get(url).text
    assert client.post(url, {"reason": " "}).status_code == 200
    assert clock_doubt.standing() is not None
    assert client.post(url, {"reason": "The machine was off."}).status_code == 302
    last = events.history(SUBJECT).last()
    assert last is not None
    assert (last.verb, last.text, last.by) == (
        CONFIRMED,
        "The machine was off.",
        f"account:{post.account_id}",
    )
    assert clock_doubt.look(later + MINUTE) is None
    assert client.get(url).status_code == 302  # there is nothing to say


def test_nothing_falls_due_while_it_is_doubted(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    asked: list[datetime] = []

    def fall_due(*, at: datetime, brake: int | None) -> due.Done:
        asked.append(at)
        return due.Done(brake or 0)

    monkeypatch.setattr(due, "fall_due", fall_due)
    monkeypatch.setattr(worker._Brake, "doubt", None)
    clock_doubt.look(NOON)
    for at in (NOON + 60 * DAY, NOON + 60 * DAY + MINUTE):
        monkeypatch.setattr(clock, "now", lambda at=at: at)
        worker._fallen_due()
        assert cli.main(["record", "fall-due"]) == 1
    assert asked == []
    assert "2027-01-23 12:00" in capsys.readouterr().err
    assert len([row for row in caplog.records if "last believed" in row.getMessage()]) == 1
    assert cli.main(["record", "fall-due", "--as-of", "2026-11-24"]) == 0  # who names a day goes by it
    monkeypatch.setattr(clock, "now", lambda: NOON + MINUTE)
    worker._fallen_due()
    assert asked[-1] == NOON + MINUTE
