"""In the meeting room: who is there, the quorum, votes, adjourning and ending."""

import pytest
from django.urls import reverse

from huaihai.governance.models import Attendance, Meeting, Motion
from huaihai.governance.tests.deciding import DAY, MONDAY, Ten, in_session, tabled, voted_in_meeting
from huaihai.governance.tests.deciding_pages import Hands
from tests.reading import fresh

pytestmark = pytest.mark.django_db
LINYI = "city:371300"
OPENED = MONDAY + 12 * DAY


@pytest.fixture(autouse=True)
def _at_the_opening(hands: Hands) -> None:
    hands.now(OPENED)


def page_of(hands: Hands, meeting: Meeting) -> str:
    return hands.office.get(hands.at("office-meeting", meeting)).text


def test_the_line_of_the_quorum_counts_who_comes_and_goes(ten: Ten, hands: Hands) -> None:
    meeting = in_session(ten, tabled(ten), came=6)
    before = page_of(hands, meeting)
    seventh = ten.bodies[6].key
    hands.office.post(hands.at("office-meeting-coming", meeting, seventh), {"seen": "1"})
    there = page_of(hands, meeting)
    hands.office.post(hands.at("office-meeting-leaving", meeting, seventh), {"seen": "1"})
    after = page_of(hands, meeting)
    assert "6 there, 7 needed, 1 missing" in before
    assert "A vote needs the quorum" in before
    assert "7 there, 7 needed: there is a quorum" in there
    assert "6 there, 7 needed, 1 missing" in after


def test_a_body_notes_itself_with_its_delegates_and_not_another_body(ten: Ten, hands: Hands) -> None:
    meeting = in_session(ten, came=1)
    own = hands.of(LINYI)
    answer = own.post(hands.at("office-meeting-seat", meeting, LINYI), {"seen": "1", "delegates": "代表甲"})
    other = own.post(hands.at("office-meeting-coming", meeting, "city:411400"), {"seen": "1"})
    assert answer.status_code == 302
    assert Attendance.objects.get(organisation__key=LINYI).delegates == "代表甲"
    assert other.status_code == 409
    assert not Attendance.objects.filter(organisation__key="city:411400").exists()
    assert own.get(hands.at("office-meeting-seat", meeting, "city:411400")).status_code == 404


@pytest.mark.parametrize("key", ["city:999999", "alliance%00", "x" * 300])
def test_a_body_that_does_not_exist_has_no_seat(ten: Ten, hands: Hands, key: str) -> None:
    meeting = in_session(ten, came=1)
    address = hands.at("office-meeting", meeting) + f"seats/{key}/coming/"
    assert hands.office.post(address, {"seen": "1"}).status_code == 404


def test_a_vote_in_the_meeting_is_opened_given_and_counted(ten: Ten, hands: Hands) -> None:
    motion = tabled(ten)
    meeting = in_session(ten, motion, came=7)
    hands.office.post(hands.at("office-meeting-vote", meeting, motion.pk), {"seen": str(motion.version)})
    for body in ten.bodies[:7]:
        voter = hands.of(body.key)
        fixed = Motion.objects.get(pk=motion.pk).document_hash
        voter.post(hands.at("office-motion-vote", motion), {"choice": "for", "text_seen": fixed})
    assert "7 of 7 bodies there have voted" in page_of(hands, meeting)
    motion.refresh_from_db()
    counted = hands.office.post(
        hands.at("office-motion-count", motion), {"seen": str(motion.version)}, follow=True
    )
    assert fresh(motion).stage == "carried"
    assert "Counted: carried. For 7" in counted.text
    meeting.refresh_from_db()
    hands.office.post(hands.at("office-meeting-end", meeting), {"seen": str(meeting.version)})
    assert fresh(meeting).stage == "closed"


def test_a_body_that_is_not_there_is_not_asked_to_vote(ten: Ten, hands: Hands) -> None:
    motion, meeting = voted_in_meeting(ten, came=7, say_so=0)
    absent = ten.bodies[8].key
    page = hands.of(absent).get(hands.at("office-meeting", meeting)).text
    answer = hands.of(absent).post(
        hands.at("office-motion-vote", motion), {"choice": "for", "text_seen": motion.document_hash}
    )
    assert hands.at("office-motion-vote", motion) not in page
    assert answer.status_code == 409
    assert "not noted as present" in answer.text


def test_short_of_the_quorum_the_reason_to_adjourn_is_filled_in(ten: Ten, hands: Hands) -> None:
    meeting = in_session(ten, came=6)
    address = hands.at("office-meeting-adjournment", meeting)
    form = hands.office.get(address).text
    hands.office.post(address, {"seen": str(meeting.version), "reason": "只到了 6 家"})
    meeting.refresh_from_db()
    assert "No quorum: 6 there, 7 needed." in form
    assert (meeting.stage, meeting.adjourned_reason) == ("adjourned", "只到了 6 家")
    assert reverse("office-meeting-minutes", args=[meeting.pk]) in page_of(hands, meeting)


@pytest.mark.parametrize("seen", ["", "abc", "-1", "9" * 30, "１"])
def test_a_button_without_a_version_does_nothing(ten: Ten, hands: Hands, seen: str) -> None:
    meeting = in_session(ten, came=1)
    answer = hands.office.post(hands.at("office-meeting-coming", meeting, LINYI), {"seen": seen})
    assert answer.status_code == 409
    assert "open it again" in answer.text
    assert Attendance.objects.count() == 1


def test_the_room_works_for_a_vote_on_an_amendment_first(ten: Ten, hands: Hands) -> None:
    motion = tabled(ten)
    meeting = in_session(ten, motion)
    hands.of(LINYI).post(
        hands.at("office-motion-amendment", motion),
        {"seen": str(motion.version), "text": "各成员单位在三天内共同发布提示。", "grounds": ""},
    )
    amendment = motion.amendments.get()
    page = page_of(hands, meeting)
    assert hands.at("office-meeting-vote", meeting, amendment.pk) in page
    assert hands.at("office-meeting-vote", meeting, motion.pk) not in page
    hands.office.post(hands.at("office-meeting-vote", meeting, amendment.pk), {"seen": "2"})
    assert fresh(amendment).stage == "voting"
    assert hands.at("office-motion-count", amendment) in page_of(hands, meeting)


def attendance(hands: Hands, meeting: Meeting, *, was: list[str], ticked: dict[str, str]) -> int:
    """What a page sends that showed some as there, with the ticks as they are now."""
    sent = {"seen": str(meeting.version)} | {f"initial-here-{key}": "True" for key in was}
    for key, names in ticked.items():
        sent |= {f"here-{key}": "on", f"who-{key}": names}
    return hands.office.post(hands.at("office-meeting-attendance", meeting), sent).status_code


def who_is_there(meeting: Meeting) -> dict[str, str]:
    rows = meeting.attendance.filter(left_at=None).select_related("organisation")
    return {row.organisation.key: row.delegates for row in rows}


def test_all_that_are_there_are_noted_with_one_save_and_their_names(ten: Ten, hands: Hands) -> None:
    meeting = in_session(ten, came=0)
    keys = [body.key for body in ten.bodies]
    page = hands.office.get(hands.at("office-meeting-attendance", meeting))

    assert (
        attendance(hands, meeting, was=[], ticked={keys[0]: "代表甲", keys[3]: "", keys[7]: "乙、丙"}) == 302
    )

    assert len(page.context["form"].rows) == 10
    assert who_is_there(meeting) == {keys[0]: "代表甲", keys[3]: "", keys[7]: "乙、丙"}


def test_a_tick_taken_off_is_a_leaving_and_what_was_not_touched_stays(ten: Ten, hands: Hands) -> None:
    meeting = in_session(ten, came=2)
    first, second, third, fourth = [body.key for body in ten.bodies[:4]]
    own = hands.of(third)
    own.post(hands.at("office-meeting-seat", meeting, third), {"seen": "1", "delegates": "自己记的"})

    # the office's page is older: it showed the first two only, and takes one off while the fourth comes
    assert attendance(hands, meeting, was=[first, second], ticked={first: "", fourth: ""}) == 302

    assert who_is_there(meeting) == {first: "", third: "自己记的", fourth: ""}


def test_somebody_who_noted_itself_meanwhile_is_passed_over(ten: Ten, hands: Hands) -> None:
    meeting = in_session(ten, came=1)
    first, second = [body.key for body in ten.bodies[:2]]

    assert attendance(hands, meeting, was=[], ticked={first: "又一遍", second: "丁"}) == 302

    assert who_is_there(meeting) == {first: "", second: "丁"}


def test_the_page_of_all_is_the_offices_alone(ten: Ten, hands: Hands) -> None:
    meeting = in_session(ten, came=1)
    address = hands.at("office-meeting-attendance", meeting)

    assert hands.of(LINYI).get(address).status_code == 404
    other = ten.bodies[-1].key
    assert hands.of(LINYI).post(address, {"seen": "1", f"here-{other}": "on"}).status_code == 404
    assert other not in who_is_there(meeting)
