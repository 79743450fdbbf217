"""The pages of meetings before and after the room: planning, agenda, papers, inviting, going on."""

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from huaihai.governance.meetings import verbs
from huaihai.governance.models import AgendaItem, Meeting
from huaihai.governance.tests.deciding import DAY, MONDAY, Ten, in_session, planned, tabled, with_agenda
from huaihai.governance.tests.deciding_pages import Hands
from tests.reading import fresh, queries_of

pytestmark = pytest.mark.django_db
ASKED = {
    "seen": "0",
    "kind": "yearly",
    "title": "年度会议",
    "place": "徐州",
    "begins_at": "2026-12-09",
    "time": "09:30",
}


def adjourned(ten: Ten, *titles: str) -> Meeting:
    meeting = in_session(ten, *(tabled(ten, title=title) for title in titles), came=3)
    verbs.adjourn(meeting, reason="人数不够", by=ten.office, at=MONDAY + 12 * DAY)
    return meeting


def test_the_office_plans_a_meeting_writes_its_agenda_and_invites(ten: Ten, hands: Hands) -> None:
    motion = tabled(ten)
    hands.office.post(reverse("office-meeting-plan"), ASKED)
    meeting = Meeting.objects.get()
    hands.office.post(
        hands.at("office-meeting-agenda", meeting), {"seen": "1", "title": "通报", "motion": ""}
    )
    hands.office.post(hands.at("office-meeting-agenda", meeting), {"seen": "2", "motion": str(motion.pk)})
    page = hands.office.get(hands.at("office-meeting", meeting)).text
    hands.office.post(hands.at("office-meeting-invitation", meeting), {"seen": "3"})
    assert [item.title for item in fresh(meeting).agenda.all()] == ["通报", motion.title]
    assert motion.title in page
    assert meeting.stage == "invited"
    hands.office.post(hands.at("office-meeting-session", meeting), {"seen": "4"})
    assert fresh(meeting).stage == "invited", "its day has not come"
    hands.now(meeting.begins_at)
    hands.office.post(hands.at("office-meeting-session", meeting), {"seen": "4"})
    assert fresh(meeting).stage == "open"


def test_another_city_that_sends_the_form_anyway_finds_none(ten: Ten, hands: Hands) -> None:
    assert hands.of("city:371300").post(reverse("office-meeting-plan"), ASKED).status_code == 404
    assert not Meeting.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"title": ""}, "Please fill in: Title"),
        ({"title": "会\x00议"}, "character"),
        ({"title": "会" * 200}, "too long"),
        ({"begins_at": "2026-13-40"}, "not a valid date"),
        ({"begins_at": "9999-01-01"}, "cannot be right"),
        ({"time": "25:99"}, "not a time"),
        ({"kind": "secret"}, "Select a valid choice"),
        ({"begins_at": "2026-11-02", "time": "00:01"}, "in the past"),
        ({"seen": "99999999999999"}, "less than or equal"),
    ],
)
def test_a_plan_that_does_not_fit_says_so_and_keeps_what_was_typed(
    hands: Hands, wrong: dict[str, str], said: str
) -> None:
    page = hands.office.post(reverse("office-meeting-plan"), ASKED | wrong)
    assert page.status_code == 200
    assert said in page.text
    assert "徐州" in page.text
    assert not Meeting.objects.exists()


def test_who_changes_a_meeting_that_somebody_else_changed_sees_what_happened(ten: Ten, hands: Hands) -> None:
    meeting = planned(ten)
    asked = {name: value for name, value in ASKED.items() if name != "kind"} | {"seen": "1"}
    hands.office.post(hands.at("office-meeting-details", meeting), asked | {"place": "宿州"})
    late = hands.office.post(hands.at("office-meeting-details", meeting), asked | {"place": "商丘"})
    again = hands.office.post(
        hands.at("office-meeting-details", meeting), asked | {"place": "商丘", "seen": "2"}
    )
    meeting.refresh_from_db()
    assert late.status_code == 409
    assert "Title, place or time were changed." in late.text
    assert 'value="商丘"' in late.text
    assert 'name="seen" value="2"' in late.text
    assert (again.status_code, meeting.place) == (302, "商丘")


def test_short_notice_asks_for_its_reason(ten: Ten, hands: Hands) -> None:
    meeting = with_agenda(ten, days=3)
    address = hands.at("office-meeting-invitation", meeting)
    asked = hands.office.get(address).text
    without = hands.office.post(address, {"seen": "2"})
    hands.office.post(address, {"seen": "2", "short_notice": "有紧急情况"})
    meeting.refresh_from_db()
    assert "short notice" in asked
    assert without.status_code == 200
    assert "less than 10 days" in without.text
    assert (meeting.stage, meeting.short_notice_reason) == ("invited", "有紧急情况")


def test_a_point_is_taken_off_the_agenda(ten: Ten, hands: Hands) -> None:
    meeting = planned(ten)
    item = verbs.add_item(meeting, title="通报", by=ten.office, at=MONDAY)
    address = hands.at("office-meeting-removal", meeting, item.pk)
    assert "通报" in hands.office.get(address).text
    hands.office.post(address, {"seen": "2"})
    assert not AgendaItem.objects.exists()
    assert hands.office.post(address, {"seen": "2"}).status_code == 404


@pytest.fixture
def files(settings: Any, tmp_path: Path) -> Path:
    settings.FILES = tmp_path / "files"
    return tmp_path / "files"


@pytest.mark.usefixtures("files")
def test_a_paper_is_added_and_every_office_can_save_it(ten: Ten, hands: Hands) -> None:
    meeting = planned(ten)
    file = SimpleUploadedFile("说明.pdf", b"%PDF-1.4 one page")
    hands.office.post(hands.at("office-meeting-papers", meeting), {"seen": "1", "upload": file, "name": ""})
    paper = meeting.papers.get()
    address = hands.at("office-meeting-paper", meeting, paper.pk)
    answer = hands.of("city:371300").get(address)
    assert paper.name == "说明.pdf"
    assert b"".join(answer) == b"%PDF-1.4 one page"
    assert "attachment" in answer["Content-Disposition"]
    assert address in hands.of("city:371300").get(hands.at("office-meeting", meeting)).text


@pytest.mark.usefixtures("files")
def test_a_paper_of_another_kind_is_refused_in_words(ten: Ten, hands: Hands) -> None:
    meeting = planned(ten)
    file = SimpleUploadedFile("宏.docx", b"PK\x03\x04 macros")
    page = hands.office.post(
        hands.at("office-meeting-papers", meeting), {"seen": "1", "upload": file, "name": "附件"}
    )
    assert "office file" in page.text
    assert 'value="附件"' in page.text
    assert not meeting.papers.exists()


def test_a_paper_that_another_city_sends_is_not_even_stored(ten: Ten, hands: Hands, files: Path) -> None:
    meeting = planned(ten)
    file = SimpleUploadedFile("说明.pdf", b"%PDF-1.4")
    answer = hands.of("city:371300").post(
        hands.at("office-meeting-papers", meeting), {"seen": "1", "upload": file}
    )
    assert answer.status_code == 404
    assert not files.exists()


def test_an_adjourned_meeting_goes_on_with_its_open_motions(ten: Ten, hands: Hands) -> None:
    meeting = adjourned(ten, "提案一", "提案二")
    hands.now(MONDAY + 13 * DAY)
    address = hands.at("office-meeting-continuation", meeting)
    page = hands.office.get(address).text
    ticked = [str(item.pk) for item in meeting.agenda.filter(motion__isnull=False)]
    assert all(f'value="{key}"' in page for key in ticked)
    assert page.count(" checked") == 2
    asked = {name: value for name, value in ASKED.items() if name != "kind"}
    hands.office.post(address, asked | {"seen": str(meeting.version), "items": ticked})
    new = Meeting.objects.get(resumes=meeting)
    assert [item.title for item in new.agenda.all()] == ["提案一", "提案二"]
    again = hands.office.post(address, asked | {"seen": str(meeting.version), "items": ticked})
    assert hands.office.get(address).status_code == again.status_code == 409
    assert Meeting.objects.count() == 2
    assert new.number in hands.office.get(hands.at("office-meeting", meeting)).text


def test_a_meeting_is_cancelled_with_its_reason(ten: Ten, hands: Hands) -> None:
    meeting = planned(ten)
    address = hands.at("office-meeting-cancellation", meeting)
    assert "Please fill in" in hands.office.post(address, {"seen": "1", "reason": " "}).text
    hands.office.post(address, {"seen": "1", "reason": "场地没有了"})
    assert "场地没有了" in hands.office.get(hands.at("office-meeting", meeting)).text


@pytest.mark.both_databases
def test_the_list_of_meetings_is_paged_and_asks_the_same_for_many_as_for_one(ten: Ten, hands: Hands) -> None:
    address = reverse("office-meetings")
    planned(ten, "第 1 次会议")
    hands.office.get(address)
    few = queries_of(hands.office, address)
    for number in range(2, 29):
        planned(ten, f"第 {number} 次会议", days=number + 20)
    assert queries_of(hands.office, address) == few
    assert "?page=2" in hands.office.get(address).text
    assert "第 1 次会议" in hands.office.get(f"{address}?page=2").text


@pytest.mark.both_databases
def test_a_meeting_asks_the_same_for_many_points_as_for_one(ten: Ten, hands: Hands) -> None:
    small = in_session(ten, tabled(ten, title="甲"), came=1)
    hands.now(MONDAY + 12 * DAY)
    hands.office.get(hands.at("office-meeting", small))
    few = queries_of(hands.office, hands.at("office-meeting", small))
    large = in_session(ten, *(tabled(ten, title=f"提案 {n}") for n in range(6)), came=9)
    assert queries_of(hands.office, hands.at("office-meeting", large)) == few
