"""The first page of the office: what waits, for whom, until when, and who is the secretariat."""

from datetime import date

import pytest
from django.urls import reverse

from huaihai.governance import duties
from huaihai.governance.meetings import verbs
from huaihai.governance.models import Meeting, SecretariatTerm
from huaihai.governance.motions import verbs as motions_verbs
from huaihai.governance.tests.deciding import (
    DAY,
    HOUR,
    MONDAY,
    Ten,
    carried_in_writing,
    in_session,
    in_writing,
    say,
    tabled,
    with_agenda,
)
from huaihai.governance.tests.deciding_pages import Hands
from huaihai.members import directory
from huaihai.members.models import Role
from tests.posts import body
from tests.reading import queries_of

pytestmark = pytest.mark.django_db
LINYI = "city:371300"


def home(hands: Hands, key: str = LINYI, role: Role = Role.HEAD) -> str:
    return hands.of(key, role).get(reverse("office")).text


def invited(ten: Ten) -> Meeting:
    meeting = with_agenda(ten, days=15)
    verbs.invite(meeting, by=ten.office, at=MONDAY)
    return meeting


def test_the_office_is_told_that_it_is_the_office_and_others_who_is(hands: Hands) -> None:
    assert "You act as the secretariat today." in home(hands, "city:320300")
    other = home(hands)
    assert "You act as the secretariat today." not in other
    assert "The secretariat is 徐州市消费者权益保护委员会" in other
    assert "For the secretariat" not in other


def test_an_open_vote_waits_with_its_last_hour_until_the_body_has_voted(ten: Ten, hands: Hands) -> None:
    motion = tabled(ten)
    in_writing(ten, motion)
    before = home(hands)
    say(ten, motion, body(LINYI), at=MONDAY + HOUR)
    after = home(hands)
    assert hands.at("office-motion-vote", motion) in before
    assert "Last moment: 8 November 2026 23:59." in before
    assert "6 days left" in before
    assert hands.at("office-motion-vote", motion) not in after


def test_an_officer_sees_the_vote_and_is_led_to_the_motion(ten: Ten, hands: Hands) -> None:
    motion = tabled(ten)
    in_writing(ten, motion)
    page = home(hands, role=Role.OFFICER)
    assert hands.at("office-motion-vote", motion) not in page
    assert hands.at("office-motion", motion) in page
    assert "whoever speaks for your body" in page


def test_what_waits_stands_in_the_order_of_its_days_and_late_first(ten: Ten, hands: Hands) -> None:
    duties.set_duty(text="超期的事", owner=body(LINYI), due_on=date(2026, 11, 3), by=ten.office, at=MONDAY)
    in_writing(ten, tabled(ten, title="要投的票"), days=7)
    invited(ten)
    hands.now(MONDAY + 3 * DAY)
    page = home(hands)
    places = [page.index(words) for words in ("超期的事", "要投的票", "年度会议")]
    assert places == sorted(places)
    assert "2 days late" in page


def test_drafts_and_amendments_wait_for_the_body_that_moved(ten: Ten, hands: Hands) -> None:
    motions_verbs.draft(
        title="没提交的", text="文字", proposed_by=body(LINYI), by=ten.voice(body(LINYI)), at=MONDAY
    )
    motion = tabled(ten)
    motions_verbs.amend(
        motion, text="三天内。", grounds="", proposed_by=body(LINYI), by=ten.voice(body(LINYI)), at=MONDAY
    )
    assert "没提交的" in home(hands)
    assert "没提交的" not in home(hands, "city:320300")
    assert "proposes another wording for your motion" in home(hands, "city:320300")


def test_the_office_finds_what_it_has_to_do(ten: Ten, hands: Hands) -> None:
    late = tabled(ten, title="该计票的")
    in_writing(ten, late, days=5)
    tabled(ten, title="没上议程的")
    carried_in_writing(ten, tabled(ten, title="要写纪要的"))
    duties.set_duty(
        text="秘书处的事", owner=directory.root(), due_on=date(2026, 11, 9), by=ten.office, at=MONDAY
    )
    stopped = in_session(ten, tabled(ten, title="没定的"), came=2)
    verbs.adjourn(stopped, reason="人数不够", by=ten.office, at=MONDAY + 12 * DAY)
    hands.now(MONDAY + 12 * DAY)
    page = home(hands, "city:320300")
    for words in (
        "该计票的",
        "没上议程的",
        "Minutes: 要写纪要的",
        "秘书处的事",
        "Adjourned, with motions still open",
    ):
        assert words in page
    assert "该计票的" not in home(hands)
    assert "该计票的" in home(hands, role=Role.AUDITOR)


def test_a_meeting_waits_for_the_office_on_its_day(ten: Ten, hands: Hands) -> None:
    meeting = invited(ten)
    before = home(hands, "city:320300")
    hands.now(MONDAY + 15 * DAY)
    on_the_day = home(hands, "city:320300")
    assert "It can begin." not in before
    assert "It can begin." in on_the_day
    assert hands.at("office-meeting", meeting) in home(hands)


def test_the_menu_leads_to_ones_own_account(hands: Hands) -> None:
    assert f'href="{reverse("my-account")}"' in home(hands, role=Role.SECRETARIAT)


@pytest.mark.both_databases
def test_the_page_asks_the_same_for_much_as_for_little(ten: Ten, hands: Hands) -> None:
    def of_everything() -> None:
        in_writing(ten, tabled(ten))
        tabled(ten)
        invited(ten)
        carried_in_writing(ten, tabled(ten))
        duties.set_duty(
            text="一件事", owner=body("city:320300"), due_on=date(2026, 11, 9), by=ten.office, at=MONDAY
        )

    address = reverse("office")
    of_everything()
    home(hands, "city:320300")
    few = queries_of(hands.office, address)
    for _time in range(4):
        of_everything()
    assert queries_of(hands.office, address) == few


def test_the_pages_of_the_office_move_with_the_term_at_midnight(hands: Hands) -> None:
    SecretariatTerm.objects.update(until_on=date(2026, 11, 3))
    SecretariatTerm.objects.create(
        organisation=body(LINYI), from_on=date(2026, 11, 4), source="for this test", mark="read"
    )
    plan = reverse("office-meeting-plan")
    hands.now(MONDAY.replace(day=3, hour=23, minute=59))
    before = [hands.of(key).get(plan).status_code for key in ("city:320300", LINYI)]
    hands.now(MONDAY.replace(day=4, hour=0, minute=0))
    after = [hands.of(key).get(plan).status_code for key in ("city:320300", LINYI)]
    assert (before, after) == ([200, 404], [404, 200])
    assert "You act as the secretariat today." in home(hands)
