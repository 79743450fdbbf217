"""What has happened makes its day dirty, and one night's count puts everything right: the same as counting it all."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huaihai import reactions
from huaihai.cases.models import Case
from huaihai.cases.verbs import fulfilment, intake
from huaihai.insight.models import DayCounted, MonthCount
from huaihai.insight.rollups import counting
from huaihai.insight.rollups.tests import plain
from huaihai.insight.rollups.tests.files import AT, COUNTY, HOME, LEAD, ZONE, a_file, change, days_after
from huaihai.kit import ids
from huaihai.kit.clock import ZONE as LOCAL
from huaihai.members.models import Organisation
from huaihai.record.log.sequencing import sequence_all
from tests import cast as people
from tests.effort import examples

pytestmark = pytest.mark.django_db
NOVEMBER = date(2026, 11, 1)


@pytest.fixture
def cast() -> people.Cast:
    return people.assemble()


@pytest.fixture
def _exact(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is looked at twice for safety's sake, so that only what is dirty is counted."""
    monkeypatch.setattr(counting, "_longest_ago", lambda _at: set())


# One step of a history: a file comes in, something happens to one of them, or a night goes by.
_MOMENTS = st.builds(
    lambda border, minutes: border + timedelta(minutes=minutes),
    st.sampled_from(
        [datetime(2026, month, day, tzinfo=LOCAL) for month, day in ((9, 1), (10, 1), (11, 1), (11, 20))]
    ),
    st.sampled_from([-480, -1, 0, 1, 60 * 8, 60 * 24 * 7 + 5]),
)
_FACTS = st.fixed_dictionaries(
    {
        "stage": st.sampled_from(["received", "closed", "terminated", "withdrawn", "referred", "linked"]),
        "result": st.sampled_from(["", *Case.Result.values]),
        "category": st.sampled_from(["", "G01", "S12"]),
        "nature": st.sampled_from(["", "N01"]),
        "origin": st.sampled_from(["online", "visit", "imported"]),
        "remedies": st.sampled_from([[], ["refund"], ["refund", "repair"], ["make-up-quantity"]]),
        "consumer_at": st.sampled_from(["", HOME, COUNTY, ZONE, LEAD, "110101"]),
        "asked_fen": st.sampled_from([None, 0, 19_999, 20_000, 3_000_000]),
        "settled_fen": st.sampled_from([None, 500, 2**33]),
        "ended_at": st.one_of(st.none(), _MOMENTS),
    }
)
_PLACES = st.sampled_from([f"city:{HOME}", f"city:{LEAD}", f"county:{COUNTY}"])
_STEPS = st.one_of(
    st.tuples(st.just("comes in"), _MOMENTS, _FACTS, _PLACES),
    st.tuples(st.just("happens"), st.integers(0, 9), _FACTS, _PLACES, st.integers(0, 40)),
    st.tuples(st.just("night")),
)


@pytest.mark.usefixtures("_exact")
@settings(
    max_examples=examples(8, 500),
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps=st.lists(_STEPS, min_size=1, max_size=14))
def test_dirty_days_alone_keep_everything_as_the_plain_count_has_it(
    cast: people.Cast, steps: list[tuple[Any, ...]]
) -> None:
    with _undone():
        files: list[Case] = []
        for number, step in enumerate([*steps, ("night",)]):
            if step[0] == "night":
                sequence_all()
                counting.catch_up(at=days_after(number))
                plain.agree()
            else:
                _do(step, files)
        held = plain.stored()
        list(counting.rebuild(at=days_after(len(steps))))
        assert plain.stored() == held
        assert not any(counting.differences(month) for month in counting.all_months(AT))


def _do(step: tuple[Any, ...], files: list[Case]) -> None:
    if step[0] == "comes in":
        _what, moment, facts, home = step
        files.append(a_file(moment, home=home, **facts))
    elif files:
        _what, number, facts, home, late = step
        case, body = files[number % len(files)], Organisation.objects.get(key=home)
        change(case, at=AT, told_at=AT - timedelta(days=late), home=body, **facts)


@contextmanager
def _undone() -> Iterator[None]:
    """The database keeps nothing of what is done in it."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def _night(at: datetime) -> list[date]:
    """What is done of this night's acts; the months counted are told."""
    told: list[date] = []
    sequence_all()
    for act in counting.due_acts(at):
        months = act()
        assert isinstance(months, list)
        told += months
    return told


@pytest.fixture
def counted(cast: people.Cast) -> tuple[Case, Case]:
    """A file of this month and an old one, both counted."""
    files = a_file(), a_file(days_after(-100))
    sequence_all()
    list(counting.rebuild(at=AT))
    counting.follow(at=AT)
    list(counting.rebuild(at=AT))
    return files


@pytest.mark.usefixtures("_exact")
def test_a_quiet_night_counts_nothing_and_a_day_has_one(counted: tuple[Case, Case]) -> None:
    assert not list(counting.due_acts(AT))
    assert _night(days_after(1)) == [NOVEMBER]  # a new day, that nobody has counted
    assert not list(counting.due_acts(days_after(1.1)))


@pytest.mark.usefixtures("_exact")
def test_what_happens_to_an_old_case_counts_its_month_and_no_other(counted: tuple[Case, Case]) -> None:
    change(counted[1], at=days_after(1), told_at=days_after(-30), stage="withdrawn")
    assert counting.dirty_days(AT) == []
    counting.follow(at=AT)
    assert counting.dirty_days(AT) == [days_after(-100).date()]
    assert counting.catch_up(at=AT) == [date(2026, 8, 1)]
    plain.agree()
    sequence_all()
    counting.catch_up(at=AT)  # the log has it by now
    assert counting.catch_up(at=AT) == []


@pytest.mark.usefixtures("_exact")
def test_an_event_of_a_node_whose_clock_is_wrong_is_found(
    counted: tuple[Case, Case], monkeypatch: pytest.MonkeyPatch
) -> None:
    change(counted[0], at=AT, stage="withdrawn")
    assert _night(days_after(1)) == [NOVEMBER]
    two_days_ago = time.time_ns() - 2 * 24 * 3600 * 10**9
    monkeypatch.setattr(ids, "time", SimpleNamespace(time_ns=lambda: two_days_ago))
    change(counted[1], at=AT, told_at=days_after(-2), stage="withdrawn")
    assert date(2026, 8, 1) in _night(days_after(2))
    plain.agree()


def test_missed_nights_are_caught_up(counted: tuple[Case, Case]) -> None:
    people.filed()
    change(counted[1], at=days_after(1), category="S12")
    assert _night(days_after(30)) == [date(2026, 8, 1), NOVEMBER, date(2026, 12, 1)]
    plain.agree()
    assert DayCounted.objects.filter(day=days_after(30).date()).exists()


def test_a_month_that_fails_stays_dirty_and_the_others_are_done(
    counted: tuple[Case, Case], monkeypatch: pytest.MonkeyPatch
) -> None:
    for case in counted:
        change(case, at=days_after(1), nature="N05")
    real = counting.recount

    def failing(month: date, *, at: datetime) -> Any:
        if month == NOVEMBER:
            raise RuntimeError("the disk is full")
        return real(month, at=at)

    monkeypatch.setattr(counting, "recount", failing)
    with pytest.raises(RuntimeError):
        _night(days_after(1))
    monkeypatch.undo()
    assert _night(days_after(1.2))[-1] == NOVEMBER  # the same day, for something is still dirty
    plain.agree()


def test_counts_of_which_nobody_knows_since_when_they_are_wrong_are_counted_again(cast: people.Cast) -> None:
    case = a_file(days_after(-35))
    counting.recount(date(2026, 10, 1), at=AT)  # by hand, before the record was ever followed
    change(case, at=AT, category="S12")
    assert date(2026, 10, 1) in _night(days_after(1))
    plain.agree()


def test_the_month_counted_longest_ago_is_looked_through_each_night(counted: tuple[Case, Case]) -> None:
    MonthCount.objects.filter(month__month=8).update(received=77)
    nights = [_night(days_after(number)) for number in range(1, 6)]
    assert date(2026, 8, 1) in [month for night in nights for month in night]
    plain.agree()


def test_what_is_published_once_can_ask_whether_a_month_is_counted(cast: people.Cast) -> None:
    october = date(2026, 10, 31)
    assert counting.is_counted(october)  # nothing was ever received
    case = a_file(days_after(-35))
    assert not counting.is_counted(october)
    _night(AT)
    assert counting.is_counted(october)
    assert not counting.is_counted(days_after(0).date())  # this day is not over
    change(case, at=days_after(1), category="S12")
    counting.follow(at=days_after(1))
    assert not counting.is_counted(october)


def test_the_first_night_ever_counts_everything_and_an_empty_house_nothing(cast: people.Cast) -> None:
    assert _night(AT) == []
    people.draft()
    assert _night(days_after(1)) == []
    assert not DayCounted.objects.exists()
    a_file(days_after(-35))
    a_file()
    assert _night(days_after(2)) == [date(2026, 10, 1), NOVEMBER]
    plain.agree()


def test_real_acts_are_counted_by_the_night_run(cast: people.Cast) -> None:
    case = people.mediating(cast)
    _night(AT)
    plain.agree()
    draft = people.draft(days_after(1))
    intake.submit(draft, key="k", by=people.li(draft), at=days_after(1))
    fulfilment.withdraw(case, by=people.li(case), at=days_after(1.1))
    _night(days_after(2))
    plain.agree()


def test_rollups_come_before_whatever_else_the_room_does_by_night() -> None:
    mine = [name for name in reactions.DUE if name.startswith("huaihai.insight.")]
    assert mine[0] == "huaihai.insight.rollups.counting.due_acts"
