"""Files about resolutions that came about the long way fit too: nothing honest is taken for forged."""

from datetime import date

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huaihai.governance import membership
from huaihai.governance.meetings import minutes, verbs
from huaihai.governance.models import Choice, Motion, Resolution
from huaihai.governance.motions import verbs as motions_verbs
from huaihai.governance.motions import voting
from huaihai.governance.tests.deciding import (
    DAY,
    HOUR,
    MONDAY,
    Ten,
    amended,
    carried_in_writing,
    in_session,
    in_writing,
    one_that_fits_no_more,
    open_in_writing,
    say,
    tabled,
    voted_in_meeting,
)
from huaihai.governance.tests.sealed import (
    Content,
    content_of,
    failing,
    file_of,
    rule_effect,
    sealed_in_writing,
)
from tests.effort import examples
from tests.posts import PROGRAM

pytestmark = pytest.mark.django_db
AFTER = MONDAY + 7 * DAY
BEGIN = MONDAY + 12 * DAY


def sealed(ten: Ten, motion: Motion) -> Content:
    """The minutes are approved; the file of the resolution fits, and this is in it."""
    motion.refresh_from_db()
    held = motion.meeting.minutes if motion.meeting else motion.minutes_of_rounds.latest("round")
    minutes.approve(held, by=PROGRAM, at=BEGIN + 9 * DAY)  # the office itself may have left
    file = file_of(motion.resolution)
    assert failing(file) == set()
    return content_of(file)


def test_after_a_round_without_quorum(ten: Ten) -> None:
    motion = open_in_writing(ten)
    say(ten, motion, ten.bodies[:5], Choice.AGAINST, at=MONDAY + HOUR)
    voting.close(motion, by=ten.office, at=AFTER)
    carried_in_writing(ten, motion, at=AFTER)
    assert sealed(ten, motion)["count"]["against"] == 0


def test_after_a_meeting_without_quorum_and_a_written_vote(ten: Ten) -> None:
    motion, meeting = voted_in_meeting(ten, came=7)
    verbs.note_leaving(meeting, ten.bodies[6], by=ten.office, at=BEGIN + HOUR)
    voting.close(motion, by=ten.office, at=BEGIN + 2 * HOUR)
    verbs.adjourn(meeting, reason="人数不够", by=ten.office, at=BEGIN + 2 * HOUR)
    carried_in_writing(ten, motion, at=BEGIN + DAY)
    assert sealed(ten, motion)["attendance"] == []


def test_after_a_vote_that_was_broken_off(ten: Ten) -> None:
    motion = open_in_writing(ten)
    say(ten, motion, ten.bodies[0], Choice.AGAINST, at=MONDAY + HOUR)
    voting.stop(motion, reason="文字有误", by=ten.office, at=MONDAY + HOUR)
    carried_in_writing(ten, motion, at=MONDAY + DAY)
    sealed(ten, motion)


def test_after_an_amendment_was_taken_over(ten: Ten) -> None:
    motion = tabled(ten)
    motions_verbs.take_over(amended(ten, motion), by=ten.office, at=MONDAY)
    motion.refresh_from_db()
    carried_in_writing(ten, motion)
    assert sealed(ten, motion)["resolution"]["text"] == "三天内发布。"


def test_with_a_later_day_in_force(ten: Ten) -> None:
    motion = tabled(ten)
    motion.in_force_from = date(2027, 5, 1)
    motion.save(update_fields=["in_force_from"])
    carried_in_writing(ten, motion)
    sealed(ten, motion)


def test_with_a_change_that_could_not_be_carried_out(ten: Ten) -> None:
    _first, second = one_that_fits_no_more(ten)
    assert second.resolution.effects[0]["problem"]
    sealed(ten, second)


def test_with_a_weighty_majority(ten: Ten) -> None:
    motion = open_in_writing(ten, effects=[rule_effect("1/2", "quorum")])
    say(ten, motion, ten.bodies[:7], at=MONDAY + HOUR)
    voting.close(motion, by=ten.office, at=AFTER)
    assert sealed(ten, motion)["count"]["majority_needed"] == 7


def test_with_a_body_that_voted_and_left_the_meeting(ten: Ten) -> None:
    motion, meeting = voted_in_meeting(ten, came=9)
    verbs.note_leaving(meeting, ten.bodies[8], by=ten.office, at=BEGIN + 2 * HOUR)
    voting.close(motion, by=ten.office, at=BEGIN + 3 * HOUR)
    verbs.close(meeting, by=ten.office, at=BEGIN + 4 * HOUR)
    assert sealed(ten, motion)["count"]["for"] == 8


def test_with_a_body_that_voted_and_left_the_alliance(ten: Ten) -> None:
    motion = open_in_writing(ten)
    say(ten, motion, ten.bodies, at=MONDAY + HOUR)
    membership.leave(
        body=ten.bodies[9], last_on=(MONDAY + DAY).date(), reason="", by=PROGRAM, at=MONDAY + HOUR
    )
    voting.close(motion, by=ten.office, at=MONDAY + 3 * DAY)
    content = sealed(ten, motion)
    assert (len(content["count"]["members"]), len(content["votes"])) == (9, 9)


def test_names_of_bodies_are_in_the_file(ten: Ten) -> None:
    content = content_of(file_of(sealed_in_writing(ten)))
    assert set(content["bodies"]) >= set(content["count"]["members"])
    assert content["bodies"]["city:320300"] == "徐州市消费者权益保护委员会"


def test_two_files_about_the_same_meeting_are_about_two_resolutions(ten: Ten) -> None:
    one, two = tabled(ten, title="甲"), tabled(ten, title="乙")
    meeting = in_session(ten, one, two)
    for motion in (one, two):
        voting.open_in_meeting(motion, meeting=meeting, by=ten.office, at=BEGIN)
        say(ten, motion, ten.bodies, at=BEGIN + HOUR)
        voting.close(motion, by=ten.office, at=BEGIN + 2 * HOUR)
    verbs.close(meeting, by=ten.office, at=BEGIN + 3 * HOUR)
    assert sealed(ten, one)["resolution"]["title"] == "甲"
    second = file_of(two.resolution)
    assert failing(second) == set()
    assert content_of(second)["resolution"]["title"] == "乙"


ACTS = st.tuples(st.integers(0, 9), st.sampled_from(["for", "against", "abstain", "take back"]))


@settings(
    max_examples=examples(8, long=60),
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(acts=st.lists(ACTS, max_size=14), leaving=st.sets(st.integers(1, 9), max_size=3))
def test_whatever_bodies_do_each_resolution_has_a_file_that_fits(
    ten: Ten, acts: list[tuple[int, str]], leaving: set[int]
) -> None:
    with transaction.atomic():
        motion = tabled(ten)
        in_writing(ten, motion)
        say(ten, motion, ten.bodies[:8], at=MONDAY)
        for minute, (place, act) in enumerate(acts):
            body, at = ten.bodies[place], MONDAY + HOUR + minute * (HOUR / 60)
            if voting.standing_vote(motion, body) is not None:
                voting.withdraw(motion, body, by=ten.voice(body), at=at)
            if act != "take back":
                say(ten, motion, body, Choice(act), at=at)
        for place in leaving:
            last_on = (MONDAY + DAY).date()
            membership.leave(body=ten.bodies[place], last_on=last_on, reason="", by=PROGRAM, at=MONDAY)
        count = voting.close(motion, by=PROGRAM, at=AFTER)  # the office itself may have left
        assert Resolution.objects.filter(motion=motion).exists() == count.is_carried
        if count.is_carried:
            assert count.votes_for * 2 > len(count.present)
            assert len(count.present) * 3 >= len(count.members) * 2
            sealed(ten, motion)
        transaction.set_rollback(True)
