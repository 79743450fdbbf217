"""Meetings: invitation, quorum, adjourning, and going on."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.utils import translation

from huaihai.desk.lives import NotAllowed, NotPossible, Unfit
from huaihai.governance import effects, membership, rules, verifying
from huaihai.governance.meetings import minutes, verbs
from huaihai.governance.models import Dossier, Meeting, Membership, Minutes, RuleRow
from huaihai.governance.motions import verbs as motions_verbs
from huaihai.governance.motions import voting
from huaihai.governance.resolutions import verbs as resolutions_verbs
from huaihai.governance.tests.deciding import (
    DAY,
    HOUR,
    MONDAY,
    Ten,
    amended,
    carried_in_writing,
    in_session,
    in_writing,
    open_in_writing,
    planned,
    say,
    tabled,
    voted_in_meeting,
    with_agenda,
)
from huaihai.governance.tests.sealed import rule_effect
from huaihai.kit.clock import local_day
from huaihai.kit.signing import public_keys
from huaihai.members.models import Role
from huaihai.record import due, events
from tests.posts import officer_of
from tests.reading import fresh

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
    assert (meeting.stage, fresh(motion).stage) == ("adjourned", "tabled")
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
    _motion, meeting = voted_in_meeting(ten, say_so=0)
    for end in (verbs.close, lambda *args, **more: verbs.adjourn(*args, reason="x", **more)):
        with pytest.raises(NotPossible):
            end(meeting, by=ten.office, at=BEGIN + HOUR)


def test_minutes_open_filled_in_and_are_fixed_when_approved(ten: Ten) -> None:
    motion, meeting = voted_in_meeting(ten, came=8)
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
    assert local_day(events.history(draft.record_key).last().at) == date(2026, 11, 15)


BLINK = timedelta(milliseconds=5)


def excludes(ten: Ten, day: str = "2026-12-01") -> dict[str, object]:
    return {"kind": "leave", "facts": {"body": ten.bodies[5].key, "from": day}}


def fits(meeting: Meeting, ten: Ten) -> bool:
    """The minutes are approved, and the file that comes of it stands its check."""
    verbs.close(meeting, by=ten.office, at=BEGIN + 5 * HOUR)
    minutes.approve(meeting.minutes, by=ten.office, at=BEGIN + 5 * HOUR)
    file = resolutions_verbs.as_file(Dossier.objects.get())
    return verifying.all_fit(verifying.check(file, keys=public_keys()))


def test_a_meeting_that_has_ended_opens_no_vote_however_old_the_page(ten: Ten) -> None:
    motion = tabled(ten)
    meeting = in_session(ten, motion)
    as_it_was = Meeting.objects.get(pk=meeting.pk)
    verbs.close(meeting, by=ten.office, at=BEGIN + HOUR)
    with pytest.raises(NotPossible):
        voting.open_in_meeting(motion, meeting=as_it_was, by=ten.office, at=BEGIN + HOUR)


def test_a_motion_is_not_taken_back_while_its_amendment_is_voted_on(ten: Ten) -> None:
    motion = tabled(ten)
    in_writing(ten, amended(ten, motion))
    with pytest.raises(NotPossible):
        motions_verbs.withdraw(motion, by=ten.office, at=MONDAY + HOUR)


def test_each_round_in_writing_has_its_own_minutes(ten: Ten) -> None:
    motion = open_in_writing(ten)
    due.fall_due(at=MONDAY + 7 * DAY, brake=None)
    motion.refresh_from_db()
    minutes.approve(Minutes.objects.get(), by=ten.office, at=MONDAY + 8 * DAY)
    carried_in_writing(ten, motion, at=MONDAY + 9 * DAY)
    assert [held.round for held in Minutes.objects.order_by("round")] == [1, 2]
    assert motion.minutes == Minutes.objects.get(round=2)
    assert not Dossier.objects.exists()
    minutes.approve(Minutes.objects.get(round=2), by=ten.office, at=MONDAY + 10 * DAY)
    assert Dossier.objects.count() == 1


def test_the_minutes_of_a_vote_that_fell_short_prove_no_later_resolution(ten: Ten) -> None:
    motion = open_in_writing(ten)
    due.fall_due(at=MONDAY + 7 * DAY, brake=None)
    motion.refresh_from_db()
    meeting = in_session(ten, motion, at=MONDAY + 8 * DAY)
    begin = meeting.begins_at
    voting.open_in_meeting(motion, meeting=meeting, by=ten.office, at=begin)
    say(ten, motion, ten.bodies, at=begin)
    voting.close(motion, by=ten.office, at=begin + HOUR)
    verbs.close(meeting, by=ten.office, at=begin + HOUR)
    minutes.approve(Minutes.objects.get(round=1), by=ten.office, at=begin + DAY)
    assert not Dossier.objects.exists()
    minutes.approve(meeting.minutes, by=ten.office, at=begin + DAY)
    assert Dossier.objects.count() == 1


def test_two_values_that_fall_on_one_day_do_not_stop_the_count(ten: Ten) -> None:
    motion = open_in_writing(
        ten, effects=[rule_effect("3", day="2026-11-03"), rule_effect("4", day="2026-11-04")]
    )
    say(ten, motion, ten.bodies[:9])
    due.fall_due(at=MONDAY + 7 * DAY, brake=None)
    assert fresh(motion).stage == "carried"
    assert [bool(one["problem"]) for one in motion.resolution.effects] == [False, True]


def test_of_two_values_for_one_day_the_one_decided_last_counts_however_late_the_night_run(ten: Ten) -> None:
    first = tabled(ten, effects=[rule_effect("5", day="2027-01-01")])
    in_writing(ten, first)  # ends on the 8th, counted later
    say(ten, first, ten.bodies[:9])
    second = tabled(ten, effects=[rule_effect("7", day="2027-01-01")], at=MONDAY + 7 * DAY)
    carried_in_writing(ten, second, at=MONDAY + 7 * DAY)
    due.fall_due(at=MONDAY + 9 * DAY, brake=None)
    assert rules.number(rules.CO_SIGNATURES, on=date(2027, 1, 1)) == 7
    in_force = {one.name: one.value for one in rules.all_in_force(on=date(2027, 1, 1))}
    assert in_force["co-signatures"] == "7"


def test_a_vote_written_down_a_blink_after_the_close_was_asked_for_still_fits(ten: Ten) -> None:
    motion, meeting = voted_in_meeting(ten, say_so=9)
    say(ten, motion, ten.bodies[9], at=BEGIN + 2 * HOUR + BLINK)
    voting.close(motion, by=ten.office, at=BEGIN + 2 * HOUR)
    assert fits(meeting, ten)


@pytest.mark.parametrize("comes", [True, False])
def test_a_coming_or_leaving_that_is_overtaken_by_the_count_still_fits(ten: Ten, *, comes: bool) -> None:
    motion, meeting = voted_in_meeting(ten, came=9)
    voting.close(motion, by=ten.office, at=BEGIN + 2 * HOUR)
    body = ten.bodies[9] if comes else ten.bodies[0]
    note = verbs.note_coming if comes else verbs.note_leaving
    note(meeting, body, by=ten.office, at=BEGIN + 2 * HOUR - BLINK)
    assert fits(meeting, ten)


def test_notice_of_leaving_does_not_escape_an_exclusion(ten: Ten) -> None:
    body = ten.bodies[5]
    motion = tabled(ten, effects=[excludes(ten)])
    membership.leave(body=body, last_on=date(2027, 6, 1), reason="x", by=ten.voice(body), at=MONDAY)
    carried_in_writing(ten, motion)
    assert membership.is_member(body, on=date(2026, 11, 30))
    assert not membership.is_member(body, on=date(2026, 12, 1))
    assert body.memberships.get().ended_by == motion.resolution


def test_what_could_not_be_carried_out_stands_in_the_minutes_in_the_alliances_language(ten: Ten) -> None:
    motion = tabled(ten, effects=[excludes(ten)])
    other = tabled(ten, effects=[excludes(ten, "2026-11-20")])
    in_writing(ten, motion)
    carried_in_writing(ten, other)
    say(ten, motion, ten.bodies, at=MONDAY + HOUR)
    with translation.override("en"):
        voting.close(motion, by=ten.office, at=MONDAY + 2 * HOUR)
    problem = motion.resolution.effects[0]["problem"]
    assert problem
    assert not problem.isascii()
    assert problem in motion.minutes_of_rounds.get().text


def test_what_the_database_refuses_is_undone_and_does_not_stop_the_count(
    ten: Ten, monkeypatch: pytest.MonkeyPatch
) -> None:
    def half(*_asked: object) -> None:
        body = ten.bodies[6]
        membership.leave(body=body, last_on=date(2026, 11, 30), reason="理由", by=ten.office, at=MONDAY)
        Membership.objects.create(organisation=ten.bodies[7], from_on=date(2026, 11, 1))

    leaves = replace(effects.known()["leave"], carry_out=half)
    motion = open_in_writing(ten, effects=[excludes(ten)])
    say(ten, motion, ten.bodies, at=MONDAY + HOUR)
    monkeypatch.setattr(effects, "known", lambda: {"leave": leaves})
    voting.close(motion, by=ten.office, at=MONDAY + 2 * HOUR)
    assert motion.resolution.effects[0]["problem"]
    assert membership.is_member(ten.bodies[6], on=date(2026, 12, 1))
