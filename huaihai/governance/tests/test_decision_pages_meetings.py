"""The pages of meetings: from the plan to the room, and on after an adjournment."""

from datetime import datetime, timedelta

import pytest
from django.urls import reverse

from huaihai.governance.actions import meetings
from huaihai.governance.models import Meeting
from huaihai.governance.tests.deciding import MONDAY, Ten, assemble
from huaihai.governance.tests.deciding_pages import Hands, hands_of

pytestmark = pytest.mark.django_db
FORM = {"kind": "yearly", "title": "年度会议", "place": "徐州", "begins_at": "2026-12-09", "time": "09:30"}


@pytest.fixture
def ten() -> Ten:
    return assemble()


@pytest.fixture
def hands(ten: Ten, monkeypatch: pytest.MonkeyPatch) -> Hands:
    return hands_of(ten, monkeypatch)


def planned(ten: Ten, *, days: int = 20, at: datetime = MONDAY) -> Meeting:
    return meetings.plan(
        kind=Meeting.Kind.YEARLY,
        title="年度会议",
        place="徐州",
        begins_at=at + timedelta(days=days),
        by=ten.office,
        at=at,
    )


def test_the_office_plans_a_meeting_sets_its_agenda_and_invites(ten: Ten, hands: Hands) -> None:
    office = hands.office
    answer = office.post(reverse("office-meeting-plan"), FORM | {"seen": "0"})
    meeting = Meeting.objects.get()
    assert answer.url == reverse("office-meeting", args=[meeting.pk])
    office.post(hands.at("office-meeting-agenda", meeting), {"seen": "1", "title": "通报", "motion": ""})
    page = office.get(answer.url).content.decode()
    assert "通报" in page
    assert hands.at("office-meeting-invitation", meeting) in page
    meeting.refresh_from_db()
    sent = office.post(hands.at("office-meeting-invitation", meeting), {"seen": str(meeting.version)})
    meeting.refresh_from_db()
    assert (sent.status_code, meeting.stage) == (302, "invited")
