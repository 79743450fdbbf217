"""Votes: one a body, on one text, in time; quorum and majority; amendments."""

from datetime import date
from itertools import islice

import pytest
from django.db import IntegrityError, transaction

from huaihai.desk.lives import Moved, NotAllowed, NotPossible, Unfit
from huaihai.governance import rules
from huaihai.governance.meetings import verbs
from huaihai.governance.models import Choice, Motion, Resolution, RuleRow
from huaihai.governance.motions import verbs as motions_verbs
from huaihai.governance.motions import voting
from huaihai.governance.tests.deciding import (
    DAY,
    HOUR,
    MONDAY,
    Ten,
    amended,
    carried_in_writing,
    in_writing,
    one_that_fits_no_more,
    open_in_writing,
    say,
    tabled,
    voted_in_meeting,
)
from huaihai.governance.tests.sealed import rule_effect
from huaihai.law import limits
from huaihai.members import directory
from huaihai.members.clocks import limit_for
from huaihai.record import events
from tests.reading import fresh

pytestmark = pytest.mark.django_db
BEGIN = MONDAY + 12 * DAY
AFTER = MONDAY + 7 * DAY


def test_a_written_vote_is_carried_when_all_have_voted(ten: Ten) -> None:
    motion = tabled(ten)
    count = carried_in_writing(ten, motion)
    assert count.is_carried
    assert (motion.stage, motion.resolution.number) == ("carried", "2026-1")
    assert motion.resolution.adopted_on == date(2026, 11, 2)
    assert events.broken_at(motion.record_key) is None


def test_a_written_vote_waits_for_its_hour(ten: Ten) -> None:
    motion = tabled(ten)
    closes_at = in_writing(ten, motion)
    say(ten, motion, ten.bodies[:9], at=MONDAY + HOUR)
    with pytest.raises(NotPossible):
        voting.close(motion, by=ten.office, at=closes_at)
    count = voting.close(motion, by=ten.office, at=AFTER)
    assert count.is_carried
    assert count.counted_at == closes_at
    assert motion.resolution.adopted_on == closes_at.date()


def test_a_late_vote_is_refused(ten: Ten) -> None:
    motion = tabled(ten)
    closes_at = in_writing(ten, motion)
    say(ten, motion, ten.bodies[0], at=closes_at)
    with pytest.raises(NotPossible):
        say(ten, motion, ten.bodies[1], at=closes_at + HOUR)
    with pytest.raises(NotPossible):
        voting.withdraw(motion, ten.bodies[0], by=ten.office, at=closes_at + HOUR)


def test_what_fell_short_is_voted_on_again_and_old_votes_do_not_count(ten: Ten) -> None:
    motion = open_in_writing(ten)
    say(ten, motion, ten.bodies[:6])
    voting.close(motion, by=ten.office, at=AFTER)
    in_writing(ten, motion, at=AFTER)
    assert motion.round == 2
    say(ten, motion, ten.bodies[6:], at=AFTER + HOUR)
    count = voting.close(motion, by=ten.office, at=AFTER + 9 * DAY)
    assert (count.round, len(count.present), count.is_carried) == (2, 4, False)


CARRIED, SHORT, REJECTED = "carried", "short", "rejected"


@pytest.mark.parametrize(
    ("effects", "votes", "needed", "stage"),
    [
        ([], (6, 0, 0), (False, 4), SHORT),  # silence is no consent
        ([], (3, 0, 7), (True, 6), REJECTED),  # an abstention is there but not for it
        ([], (5, 5, 0), (True, 6), REJECTED),  # half is not more than half
        (
            [rule_effect("1/2", "quorum")],
            (6, 1, 0),
            (True, 7),
            REJECTED,
        ),  # two thirds of all change the quorum
        ([], (6, 4, 0), (True, 6), CARRIED),
    ],
)
def test_quorum_and_majority(
    ten: Ten,
    effects: list[dict[str, object]],
    votes: tuple[int, int, int],
    needed: tuple[bool, int],
    stage: str,
) -> None:
    motion, bodies = open_in_writing(ten, effects=effects), iter(ten.bodies)
    for number, choice in zip(votes, (Choice.FOR, Choice.AGAINST, Choice.ABSTAIN), strict=True):
        say(ten, motion, islice(bodies, number), choice)
    count = voting.close(motion, by=ten.office, at=AFTER)
    assert (count.quorum_needed, count.has_quorum, count.majority_needed) == (7, *needed)
    assert (count.is_carried, motion.stage) == (stage == CARRIED, stage)
    assert Resolution.objects.exists() == (stage == CARRIED)


def test_a_rule_counts_from_its_day(ten: Ten) -> None:
    motion = tabled(ten, effects=[rule_effect("5")])
    carried_in_writing(ten, motion)
    assert rules.number(rules.CO_SIGNATURES, on=date(2026, 12, 31)) == 3
    assert rules.number(rules.CO_SIGNATURES, on=date(2027, 1, 1)) == 5
    assert rules.in_force(rules.CO_SIGNATURES, on=date(2027, 1, 1)).resolution == motion.resolution


def test_a_rule_never_reaches_back_before_its_resolution(ten: Ten) -> None:
    motion = open_in_writing(ten, effects=[rule_effect("5", day="2026-11-03")])
    say(ten, motion, ten.bodies[:8], at=MONDAY + HOUR)
    voting.close(motion, by=ten.office, at=AFTER)
    assert RuleRow.objects.get().in_force_from == motion.resolution.in_force_from == date(2026, 11, 8)


def test_an_adopted_clock_counts_from_its_day_for_all_bodies(ten: Ten) -> None:
    name = limits.FORWARD_TO_PLACE_OF_BUSINESS.name
    facts = {"limit": name, "number": 3, "body": directory.ROOT_KEY, "from": "2027-01-01"}
    motion = tabled(ten, effects=[{"kind": "clock", "facts": facts}])
    carried_in_writing(ten, motion)
    before, after = (
        limit_for(ten.bodies[3], limits.FORWARD_TO_PLACE_OF_BUSINESS, day)
        for day in (date(2026, 12, 31), date(2027, 1, 1))
    )
    assert (before.number, after.number) == (limits.FORWARD_TO_PLACE_OF_BUSINESS.number, 3)
    assert "2026-1" in after.article


def test_an_effect_that_fits_no_more_stays_with_its_reason(ten: Ten) -> None:
    first, second = one_that_fits_no_more(ten)
    assert first.resolution.effects[0]["problem"] == ""
    assert second.resolution.effects[0]["problem"]


def test_what_cannot_be_carried_out_is_not_put_to_the_vote(ten: Ten) -> None:
    facts = {"body": ten.bodies[1].key, "from": "2027-01-01"}
    with pytest.raises(Unfit):
        tabled(ten, effects=[{"kind": "join", "facts": facts}])


def test_a_body_votes_once_and_may_take_it_back(ten: Ten) -> None:
    motion = open_in_writing(ten)
    body = ten.bodies[1]
    say(ten, motion, body, at=MONDAY + HOUR)
    with pytest.raises(NotPossible):
        say(ten, motion, body, Choice.AGAINST, at=MONDAY + HOUR)
    voting.withdraw(motion, body, by=ten.voice(body), at=MONDAY + HOUR)
    say(ten, motion, body, Choice.AGAINST, reason="改了主意", at=MONDAY + 2 * HOUR)
    assert [vote.choice for vote in motion.votes.filter(withdrawn_at=None)] == ["against"]
    assert motion.votes.count() == 2


def test_the_database_itself_refuses_a_second_vote(ten: Ten) -> None:
    motion = open_in_writing(ten)
    say(ten, motion, ten.bodies[1])
    with pytest.raises(IntegrityError), transaction.atomic():
        motion.votes.create(
            round=1, organisation=ten.bodies[1], choice="for", document_hash="x", cast_by="x", cast_at=MONDAY
        )


@pytest.mark.parametrize(("text", "by", "error"), [("", 1, NotAllowed), ("0" * 64, 2, Moved)])
def test_nobody_votes_for_another_body_or_on_another_text(
    ten: Ten, text: str, by: int, error: type[Exception]
) -> None:
    motion, body, voice = open_in_writing(ten), ten.bodies[2], ten.voice(ten.bodies[by])
    text = text or motion.document_hash
    with pytest.raises(error):
        voting.cast_vote(motion, body, choice=Choice.FOR, text_seen=text, by=voice, at=MONDAY)


def test_who_leaves_a_meeting_takes_its_vote_along(ten: Ten) -> None:
    motion, meeting = voted_in_meeting(ten, came=7)
    verbs.note_leaving(meeting, ten.bodies[6], by=ten.office, at=BEGIN + 2 * HOUR)
    count = voting.close(motion, by=ten.office, at=BEGIN + 3 * HOUR)
    assert (count.has_quorum, count.votes_for, motion.stage) == (False, 6, "short")


def test_amendments_come_first_and_reword_the_motion(ten: Ten) -> None:
    motion = tabled(ten)
    amendment = amended(ten, motion, "各成员单位在三天内共同发布提示。")
    with pytest.raises(NotPossible):
        in_writing(ten, motion)
    carried_in_writing(ten, amendment)
    assert fresh(motion).text == "各成员单位在三天内共同发布提示。"
    assert not Resolution.objects.exists()
    carried_in_writing(ten, motion, at=MONDAY + DAY)
    assert motion.resolution.text == motion.text


def test_who_moved_it_takes_an_amendment_over(ten: Ten) -> None:
    motion = tabled(ten)
    amendment = amended(ten, motion, "改后")
    with pytest.raises(NotAllowed):
        motions_verbs.take_over(amendment, by=ten.voice(ten.bodies[4]), at=MONDAY)
    motions_verbs.take_over(amendment, by=ten.office, at=MONDAY)
    assert (fresh(motion).text, amendment.stage) == ("改后", "taken_over")


def test_a_vote_broken_off_counts_no_more(ten: Ten) -> None:
    motion = open_in_writing(ten)
    say(ten, motion, ten.bodies[0], at=MONDAY + HOUR)
    voting.stop(motion, reason="文字有误", by=ten.office, at=MONDAY + HOUR)
    in_writing(ten, motion, at=MONDAY + DAY)
    assert voting.standing_vote(motion, ten.bodies[0]) is None


def test_a_draft_is_read_by_its_own_body_only(ten: Ten) -> None:
    mine, theirs = ten.bodies[3], ten.bodies[4]
    motion = motions_verbs.draft(title="草稿", text="……", proposed_by=mine, by=ten.voice(mine), at=MONDAY)
    assert Motion.objects.visible_to(ten.voice(mine)).filter(pk=motion.pk).exists()
    assert not Motion.objects.visible_to(ten.voice(theirs)).filter(pk=motion.pk).exists()
