"""Meetings: invitation, quorum, adjourning, and going on."""

from datetime import date

import pytest

from huaihai.desk.lives import NotAllowed, NotPossible, Unfit
from huaihai.governance import rules
from huaihai.governance.meetings import minutes, verbs
from huaihai.governance.models import RuleRow
from huaihai.governance.motions import voting
from huaihai.governance.tests.deciding import (
    DAY,
    HOUR,
    MONDAY,
    Ten,
    in_session,
    planned,
    say,
    tabled,
    with_agenda,
)
from huaihai.kit.clock import ZONE
from huaihai.members.models import Role
from huaihai.record import events
from tests.posts import officer_of

pytestmark = pytest.mark.django_db
BEGIN = MONDAY + 12 * DAY


def test_only_the_secretariat_in_office_plans_a_meeting(ten: Ten) -> None:
    for by in (ten.voice(ten.bodies[1]), officer_of("city:320300", Role.OFFICER)):
        with pytest.raises(NotAllowed):
            planned(ten, by=by)


def test_meetings_are_numbered_within_their_year(ten: Ten) -> None:
    numbers = [planned(ten, days=days).number for days in (12, 12, 71)]
    assert numbers == ["2026-1", "2026-2", "2027-1"]


def test_an_invitation_without_agenda_is_refused(ten: Ten) -> None:
    with pytest.raises(NotPossible):
        verbs.invite(planned(ten), by=ten.office, at=MONDAY)


@pytest.mark.parametrize("days", [10, 9])
def test_short_notice_needs_a_reason(ten: Ten, days: int) -> None:
    meeting = with_agenda(ten, days=days)
    if days == 9:
        with pytest.raises(Unfit) as refused:
            verbs.invite(meeting, by=ten.office, at=MONDAY)
        assert refused.value.field == "short_notice"
    reason = "食品安全事件" if days == 9 else ""
    verbs.invite(meeting, short_notice=reason, by=ten.office, at=MONDAY)
    assert meeting.short_notice_reason == reason


def test_the_notice_goes_by_the_rule_in_force_on_the_day(ten: Ten) -> None:
    RuleRow.objects.create(
        name=rules.INVITATION_DAYS.name, value="14", in_force_from=MONDAY.date(), source="test", mark="read"
    )
    with pytest.raises(Unfit):
        verbs.invite(with_agenda(ten), by=ten.office, at=MONDAY)


def test_who_came_and_left_is_known_for_each_moment(ten: Ten) -> None:
    meeting = in_session(ten, came=3)
    verbs.note_leaving(meeting, ten.bodies[0], by=ten.office, at=BEGIN + HOUR)
    verbs.note_coming(meeting, ten.bodies[4], by=ten.voice(ten.bodies[4]), at=BEGIN + 2 * HOUR)
    verbs.note_coming(meeting, ten.bodies[0], by=ten.office, at=BEGIN + 3 * HOUR)
    counts = [len(verbs.present(meeting, BEGIN + hours * HOUR)) for hours in range(4)]
    assert counts == [3, 2, 3, 4]


def test_a_body_notes_itself_and_no_other(ten: Ten) -> None:
    meeting = in_session(ten, came=0)
    with pytest.raises(NotAllowed):
        verbs.note_coming(meeting, ten.bodies[2], by=ten.voice(ten.bodies[1]), at=BEGIN)
    verbs.note_coming(meeting, ten.bodies[2], by=ten.voice(ten.bodies[2]), at=BEGIN)
    with pytest.raises(Unfit):
        verbs.note_coming(meeting, ten.bodies[2], by=ten.office, at=BEGIN)


def test_without_quorum_no_vote_is_opened_and_the_meeting_is_adjourned(ten: Ten) -> None:
    motion = tabled(ten)
    meeting = in_session(ten, motion, came=6)
    with pytest.raises(NotPossible, match="6"):
        voting.open_in_meeting(motion, meeting=meeting, by=ten.office, at=BEGIN)
    verbs.adjourn(meeting, reason="到会不足", by=ten.office, at=BEGIN + HOUR)
    motion.refresh_from_db()
    assert (meeting.stage, motion.stage) == ("adjourned", "tabled")
    assert "到会不足" in meeting.minutes.text
    facts = events.history(meeting.record_key).last().facts
    assert (facts["present"], facts["quorum_needed"], facts["members"]) == (6, 7, 10)


def test_an_adjourned_meeting_goes_on_once(ten: Ten) -> None:
    meeting = in_session(ten, came=1)
    verbs.adjourn(meeting, reason="到会不足", by=ten.office, at=BEGIN)
    assert planned(ten, resumes=meeting, at=BEGIN).resumes == meeting
    with pytest.raises(NotPossible):
        planned(ten, days=20, resumes=meeting, at=BEGIN)


def test_a_meeting_with_an_open_vote_does_not_end(ten: Ten) -> None:
    motion = tabled(ten)
    meeting = in_session(ten, motion)
    voting.open_in_meeting(motion, meeting=meeting, by=ten.office, at=BEGIN)
    for end in (verbs.close, lambda *args, **more: verbs.adjourn(*args, reason="x", **more)):
        with pytest.raises(NotPossible):
            end(meeting, by=ten.office, at=BEGIN + HOUR)


def test_minutes_open_filled_in_and_are_fixed_when_approved(ten: Ten) -> None:
    motion = tabled(ten)
    meeting = in_session(ten, motion, came=8)
    voting.open_in_meeting(motion, meeting=meeting, by=ten.office, at=BEGIN)
    say(ten, motion, ten.bodies[:8], at=BEGIN + HOUR)
    voting.close(motion, by=ten.office, at=BEGIN + 2 * HOUR)
    verbs.close(meeting, by=ten.office, at=BEGIN + 3 * HOUR)
    draft = meeting.minutes
    for words in ("年度会议", "共同提示", "2026-1", ten.bodies[7].short_name):
        assert words in draft.text
    assert ten.bodies[8].short_name not in draft.text
    minutes.write(draft, text=draft.text + "\n补充。", by=ten.office, at=BEGIN + DAY)
    minutes.approve(draft, by=ten.office, at=BEGIN + DAY)
    assert draft.document_hash
    with pytest.raises(NotPossible):
        minutes.write(draft, text="别的", by=ten.office, at=BEGIN + DAY)
    assert events.broken_at(draft.record_key) is None
    assert events.history(draft.record_key).last().at.astimezone(ZONE).date() == date(2026, 11, 15)
