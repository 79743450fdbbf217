"""The whole way on pages alone: an invitation, no quorum, adjourned, a written vote, and a rule changes."""

from datetime import date

import pytest
from django.urls import reverse

from huaihai.governance import rules
from huaihai.governance.models import Meeting, Minutes, Motion, Resolution
from huaihai.governance.tests.deciding import DAY, MONDAY, Ten
from huaihai.governance.tests.deciding_pages import Hands
from tests.reading import fresh

pytestmark = pytest.mark.django_db
LINYI = "city:371300"


def version_of(row: Meeting | Motion | Minutes) -> dict[str, str]:
    row.refresh_from_db()
    return {"seen": str(row.version)}


def test_a_rule_changes_after_a_meeting_without_quorum_and_a_written_vote(ten: Ten, hands: Hands) -> None:
    motion = _tabled_by_linyi(hands)
    meeting = _adjourned_for_want_of_a_quorum(ten, hands, motion)
    page = hands.office.get(hands.at("office-meeting", meeting)).text
    assert hands.at("office-motion-written-vote", motion) in page

    asked = version_of(motion) | {"closes_on": "2026-11-22"}
    hands.office.post(hands.at("office-motion-written-vote", motion), asked)
    motion.refresh_from_db()
    for body in ten.bodies[:8]:
        ballot = {"choice": "for", "text_seen": motion.document_hash}
        hands.of(body.key).post(hands.at("office-motion-vote", motion), ballot)
    hands.now(MONDAY + 21 * DAY)
    hands.office.post(hands.at("office-motion-count", motion), version_of(motion))
    held = Minutes.objects.get(motion=motion)
    hands.office.post(hands.at("office-minutes-approval", held), version_of(held))

    resolution = Resolution.objects.get()
    public = hands.office.get(reverse("resolution", args=[resolution.number])).text
    assert resolution.title in public
    assert rules.number(rules.CO_SIGNATURES, on=date(2026, 12, 31)) == 3
    assert rules.number(rules.CO_SIGNATURES, on=date(2027, 1, 1)) == 4


def _tabled_by_linyi(hands: Hands) -> Motion:
    linyi = hands.of(LINYI)
    words = {"seen": "0", "title": "四家会签", "text": "联合提示由四家会签。", "weight": "ordinary"}
    linyi.post(reverse("office-motion-new"), words)
    motion = Motion.objects.get()
    rule = {"rule": "co-signatures", "value": "4", "starts": "2027-01-01"}
    linyi.post(hands.at("office-motion-effect", motion, "rule"), version_of(motion) | rule)
    linyi.post(hands.at("office-motion-tabling", motion), version_of(motion))
    return motion


def _adjourned_for_want_of_a_quorum(ten: Ten, hands: Hands, motion: Motion) -> Meeting:
    words = {
        "kind": "yearly",
        "title": "年度会议",
        "place": "徐州",
        "begins_at": "2026-11-16",
        "time": "09:30",
    }
    hands.office.post(reverse("office-meeting-plan"), words | {"seen": "0"})
    meeting = Meeting.objects.get()
    point = version_of(meeting) | {"motion": str(motion.pk)}
    hands.office.post(hands.at("office-meeting-agenda", meeting), point)
    hands.office.post(hands.at("office-meeting-invitation", meeting), version_of(meeting))
    hands.now(MONDAY + 14 * DAY)
    hands.office.post(hands.at("office-meeting-session", meeting), version_of(meeting))
    for body in ten.bodies[:6]:
        hands.of(body.key).post(hands.at("office-meeting-coming", meeting, body.key), {"seen": "1"})
    page = hands.office.get(hands.at("office-meeting", meeting)).text
    assert "6 there, 7 needed, 1 missing" in page
    reason = version_of(meeting) | {"reason": "人数不够"}
    hands.office.post(hands.at("office-meeting-adjournment", meeting), reason)
    assert fresh(meeting).stage == "adjourned"
    return meeting
