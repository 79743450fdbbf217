"""The public counts say what the files say."""

import json
from argparse import Namespace
from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huaihai import alliance
from huaihai.cases.verbs import intake, negotiation
from huaihai.insight import commands
from huaihai.insight.apart import AGAIN_AFTER, patiently
from huaihai.insight.counts import Counts, count, keep, public_counts
from huaihai.insight.models import Tally
from huaihai.kit.clock import ZONE
from tests import cast as people
from tests.cast import TUESDAY
from tests.queries import queries_of

pytestmark = pytest.mark.django_db


DAY = TUESDAY.date()


@pytest.fixture(autouse=True)
def _fresh_cache() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def test_an_empty_house_counts_noughts_and_has_no_first_day() -> None:
    assert public_counts(at=TUESDAY) == Counts(0, 0, 0, 0, None, DAY)


def test_drafts_are_left_out_and_agreements_are_settled() -> None:
    cast = people.assemble()
    people.draft()
    discarded = people.draft()
    intake.discard(discarded, by=people.li(discarded), at=TUESDAY)
    people.filed()
    people.mediating(cast)
    case, offer = people.offered(cast)
    negotiation.accept(case, offer=offer, by=people.li(case), at=TUESDAY)

    found = count(until=DAY)

    assert (found.received, found.in_progress, found.settled) == (3, 3, 1)
    assert found.cities == len(alliance.load().cities)
    assert found.since == DAY


def test_more_cases_ask_no_more_of_the_database() -> None:
    people.assemble()
    people.filed()
    few = queries_of(count, until=DAY)
    for _number in range(3):
        people.filed()
    assert queries_of(count, until=DAY) == few == 5


def test_what_stood_before_yesterday_is_counted_by_night() -> None:
    cast = people.assemble()
    for number in range(5):
        case, offer = people.offered(cast, TUESDAY - timedelta(days=number))
        negotiation.accept(case, offer=offer, by=people.li(case), at=TUESDAY - timedelta(days=number))
    plain = count(until=DAY)

    keep(at=TUESDAY)

    held = Tally.objects.get()
    assert (held.received, held.settled) == (3, 3)  # of yesterday and today, more may still come
    assert count(until=DAY) == plain
    people.filed(TUESDAY - timedelta(days=1))
    assert count(until=DAY).received == plain.received + 1


def test_a_new_case_is_seen_whatever_the_night_has_counted() -> None:
    people.assemble()
    keep(at=TUESDAY)
    people.filed()
    assert count(until=DAY).received == 1
    keep(at=TUESDAY + timedelta(days=9))
    assert count(until=DAY).received == 1


def test_within_a_minute_nobody_counts_again_and_the_next_day_does() -> None:
    people.assemble()
    people.filed()
    first = public_counts(at=TUESDAY)
    people.filed()

    with CaptureQueriesContext(connection) as asked:
        again = public_counts(at=TUESDAY + timedelta(seconds=30))

    assert again == first
    assert not asked.captured_queries
    assert public_counts(at=TUESDAY + timedelta(days=1)).received == 2


@pytest.mark.usefixtures("english")
def test_the_command_prints_json_for_programs_and_lines_for_people(
    capsys: pytest.CaptureFixture[str],
) -> None:
    commands.run_counts(Namespace(json=False))

    lines = dict(line.rsplit(maxsplit=1) for line in capsys.readouterr().out.splitlines())
    assert lines["received"] == "0"
    assert lines["since"] == "-"
    people.assemble()
    people.filed()

    assert commands.run_counts(Namespace(json=True)) == 0

    said = json.loads(capsys.readouterr().out)
    assert (said["received"], said["in_progress"], said["settled"]) == (1, 1, 0)
    assert said["cities"] == len(alliance.load().cities)
    assert date.fromisoformat(said["since"]) == DAY


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


def test_what_failed_is_tried_again_after_an_hour_and_an_earlier_moment_not_held_back() -> None:
    with pytest.raises(RuntimeError):
        run("a", True, AT)
    assert not run("a", False, AT + MINUTE)
    assert run("b", False, AT + MINUTE)  # another
    assert run("a", False, AT + AGAIN_AFTER)
    assert run("a", False, AT + AGAIN_AFTER + MINUTE)  # it went well
    with pytest.raises(RuntimeError):
        run("c", True, AT)
    assert run("c", False, AT - MINUTE)


def test_two_runs_at_once_of_the_same_work_both_come_to_their_end() -> None:
    (inner,) = patiently("two runs", lambda: None, at=AT)
    (outer,) = patiently("two runs", inner, at=AT)
    outer()
    assert run("two runs", False, AT)
