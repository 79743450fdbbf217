"""Minutes and follow-up duties on the pages."""

from datetime import date

import pytest
from django.urls import reverse

from huaihai.governance import duties
from huaihai.governance.meetings import minutes, verbs
from huaihai.governance.models import Dossier, Duty, Meeting, Minutes, SecretariatTerm
from huaihai.governance.motions import verbs as motions_verbs
from huaihai.governance.tests.deciding import (
    DAY,
    HOUR,
    MONDAY,
    Ten,
    carried_in_writing,
    in_session,
    in_writing,
    owed,
    say,
    tabled,
    with_agenda,
)
from huaihai.governance.tests.deciding_pages import Hands
from huaihai.members import directory
from huaihai.members.models import Role
from tests.posts import body
from tests.reading import fresh, queries_of

pytestmark = pytest.mark.django_db


LINYI = "city:371300"


def draft(ten: Ten) -> Minutes:
    carried_in_writing(ten, tabled(ten))
    return Minutes.objects.get()


def set_one(ten: Ten, *, key: str = LINYI, text: str = "报送情况", due_on: date = date(2026, 11, 20)) -> Duty:
    owner = directory.root() if key == directory.ROOT_KEY else body(key)
    return duties.set_duty(text=text, owner=owner, due_on=due_on, by=ten.office, at=MONDAY)


def test_minutes_are_read_corrected_approved_and_make_the_file(ten: Ten, hands: Hands) -> None:
    held = draft(ten)
    page = hands.office.get(hands.at("office-motion-minutes", held.motion)).text
    hands.office.post(
        hands.at("office-minutes-text", held), {"seen": str(held.version), "text": "改过的纪要"}
    )
    held.refresh_from_db()
    last = hands.office.get(hands.at("office-minutes-approval", held)).text
    hands.office.post(hands.at("office-minutes-approval", held), {"seen": str(held.version)})
    held.refresh_from_db()
    assert "共同提示" in page
    assert "改过的纪要" in last
    assert "They become public with" in last
    assert held.approved_at is not None
    assert Dossier.objects.count() == 1


def test_two_people_who_correct_minutes_do_not_lose_their_words(ten: Ten, hands: Hands) -> None:
    held = draft(ten)
    address, seen = hands.at("office-minutes-text", held), {"seen": str(held.version)}
    hands.office.post(address, seen | {"text": "第一位的话"})
    late = hands.of("city:320300", Role.SECRETARIAT).post(address, seen | {"text": "第二位的话"})
    assert late.status_code == 409
    assert "第二位的话" in late.text
    assert "The minutes were changed." in late.text
    assert Minutes.objects.get().text == "第一位的话"


def test_minutes_are_filled_in_again_with_the_duties_set_since(ten: Ten, hands: Hands) -> None:
    held = draft(ten)
    assert held.motion is not None
    duties.set_duty(
        text="报送发布情况",
        owner=body(LINYI),
        due_on=date(2026, 11, 20),
        resolution=held.motion.resolution,
        by=ten.office,
        at=MONDAY,
    )
    hands.office.post(hands.at("office-minutes-filling-in", held), {"seen": str(held.version)})
    assert "报送发布情况" in Minutes.objects.get().text


def test_approved_minutes_cannot_be_changed_any_more(ten: Ten, hands: Hands) -> None:
    held = draft(ten)
    minutes.approve(held, by=ten.office, at=MONDAY)
    address = hands.at("office-minutes-text", held)
    assert address not in hands.office.get(hands.at("office-motion-minutes", held.motion)).text
    assert hands.office.get(address).status_code == 409
    assert hands.office.post(address, {"seen": "9", "text": "太晚了"}).status_code == 409


def test_other_cities_read_minutes_and_change_nothing(ten: Ten, hands: Hands) -> None:
    held, linyi = draft(ten), hands.of(LINYI)
    page = linyi.get(hands.at("office-motion-minutes", held.motion))
    assert page.status_code == 200
    assert hands.at("office-minutes-approval", held) not in page.text
    assert linyi.post(hands.at("office-minutes-approval", held), {"seen": "1"}).status_code == 404
    assert Minutes.objects.get().approved_at is None


def test_minutes_of_a_meeting_that_decided_nothing_say_that_they_stay_inside(ten: Ten, hands: Hands) -> None:
    meeting = in_session(ten, came=3)
    verbs.adjourn(meeting, reason="人数不够", by=ten.office, at=MONDAY + 12 * DAY)
    hands.now(MONDAY + 12 * DAY)
    held = Minutes.objects.get()
    page = hands.office.get(hands.at("office-meeting-minutes", meeting)).text
    last = hands.office.get(hands.at("office-minutes-approval", held)).text
    assert "人数不够" in page
    assert "To be finished by 24 November 2026." in page
    assert "They report no resolution" in last


def test_a_duty_is_set_from_a_resolution_and_done_by_its_body(ten: Ten, hands: Hands) -> None:
    motion = tabled(ten)
    carried_in_writing(ten, motion)
    address = f"{reverse('office-duty-new')}?resolution={motion.resolution.number}"
    asked = {"seen": "0", "text": "报送情况", "owner": LINYI, "due_on": "2026-11-20"}
    hands.office.post(address, asked)
    duty = Duty.objects.get()
    linyi = hands.of(LINYI)
    assert hands.at("office-duty-done", duty) in linyi.get(hands.at("office-duty", duty)).text
    linyi.post(hands.at("office-duty-done", duty), {"seen": "1", "note": "已报送"})
    assert fresh(duty).resolution == motion.resolution
    assert (duty.stage, duty.note) == ("done", "已报送")


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"owner": "city:999999"}, "Select a valid choice"),
        ({"due_on": "2026-10-01"}, "cannot be right"),
        ({"due_on": "0000-00-00"}, "not a valid date"),
        ({"text": "长" * 500}, "too long"),
        ({"seen": ""}, "not complete"),
    ],
)
def test_a_duty_that_does_not_fit_says_so(hands: Hands, wrong: dict[str, str], said: str) -> None:
    asked = {"seen": "0", "text": "报送情况", "owner": LINYI, "due_on": "2026-11-20"}
    page = hands.office.post(reverse("office-duty-new"), asked | wrong)
    assert page.status_code == 200
    assert said in page.text
    assert not Duty.objects.exists()


@pytest.mark.parametrize(
    "query", ["?resolution=x-y", "?resolution=2026-99", "?meeting=nonsense", "?resolution=²-1"]
)
def test_a_duty_of_nothing_known_is_a_free_one(hands: Hands, query: str) -> None:
    assert hands.office.get(reverse("office-duty-new") + query).status_code == 200


def test_another_body_does_not_end_a_duty(ten: Ten, hands: Hands) -> None:
    duty, other = set_one(ten), hands.of("city:411400")
    assert (
        other.post(hands.at("office-duty-done", duty), {"seen": "1", "note": "我说办完了"}).status_code == 404
    )
    assert Duty.objects.get().stage == "open"


def test_the_office_drops_a_duty_and_opens_a_done_one_again(ten: Ten, hands: Hands) -> None:
    dropped, done = set_one(ten), set_one(ten, text="起草方案")
    hands.office.post(hands.at("office-duty-dropping", dropped), {"seen": "1", "reason": "不用了"})
    duties.do(done, note="好了", by=ten.voice(body(LINYI)), at=MONDAY)
    hands.office.post(hands.at("office-duty-opening", done), {"seen": "2", "due_on": "2026-12-01"})
    dropped.refresh_from_db()
    done.refresh_from_db()
    assert (dropped.stage, dropped.note) == ("dropped", "不用了")
    assert (done.stage, done.due_on) == ("open", date(2026, 12, 1))
    assert hands.office.get(hands.at("office-duty-opening", dropped)).status_code == 409


def test_a_duty_of_the_office_is_the_offices_whoever_that_is(ten: Ten, hands: Hands) -> None:
    duty = set_one(ten, key=directory.ROOT_KEY)
    assert hands.of(LINYI).get(hands.at("office-duty-done", duty)).status_code == 404
    assert hands.office.get(hands.at("office-duty-done", duty)).status_code == 200
    assert duty.text in hands.office.get(reverse("office-duties") + "?which=own").text
    assert duty.text not in hands.of(LINYI).get(reverse("office-duties") + "?which=own").text


def test_late_duties_come_first_and_ended_ones_have_their_own_list(ten: Ten, hands: Hands) -> None:
    set_one(ten, text="后面的", due_on=date(2026, 12, 20))
    set_one(ten, text="超期的", due_on=date(2026, 11, 3))
    ended = set_one(ten, text="办完的")
    duties.do(ended, note="好了", by=ten.office, at=MONDAY)
    hands.now(MONDAY + 10 * DAY)
    page = hands.office.get(reverse("office-duties")).text
    assert page.index("超期的") < page.index("后面的")
    assert ">late<" in page
    assert "办完的" not in page
    assert "办完的" in hands.office.get(reverse("office-duties") + "?which=ended").text


@pytest.mark.both_databases
def test_the_list_of_duties_is_paged_and_asks_the_same_for_many_as_for_one(ten: Ten, hands: Hands) -> None:
    address = reverse("office-duties")
    set_one(ten)
    hands.office.get(address)
    few = queries_of(hands.office, address)
    for number in range(30):
        set_one(ten, text=f"事项 {number}", key=ten.bodies[number % 10].key)
    assert queries_of(hands.office, address) == few
    assert "page=2" in hands.office.get(address).text


def home(hands: Hands, key: str = LINYI, role: Role = Role.HEAD) -> str:
    return hands.of(key, role).get(reverse("office")).text


def invited(ten: Ten) -> Meeting:
    meeting = with_agenda(ten, days=15)
    verbs.invite(meeting, by=ten.office, at=MONDAY)
    return meeting


def test_the_office_is_told_that_it_is_the_office(hands: Hands) -> None:
    assert "You act as the secretariat today." in home(hands, "city:320300")
    assert "You act as the secretariat today." not in home(hands)


def test_an_open_vote_waits_with_its_last_hour_until_the_body_has_voted(ten: Ten, hands: Hands) -> None:
    motion = tabled(ten)
    in_writing(ten, motion)
    before = home(hands)
    say(ten, motion, body(LINYI), at=MONDAY + HOUR)
    after = home(hands)
    assert hands.at("office-motion-vote", motion) in before
    assert "8 November" in before
    assert hands.at("office-motion-vote", motion) not in after


def test_an_officer_who_cannot_vote_is_not_asked_to(ten: Ten, hands: Hands) -> None:
    motion = tabled(ten)
    in_writing(ten, motion)
    assert hands.at("office-motion", motion) not in home(hands, role=Role.OFFICER)


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
    assert "proposes another wording" in home(hands, "city:320300")


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
        "要写纪要的",
        "秘书处的事",
        "adjourned, with motions still open",
    ):
        assert words in page
    assert "该计票的" not in home(hands)
    assert "该计票的" not in home(hands, role=Role.AUDITOR)


def test_a_meeting_waits_for_the_office_on_its_day(ten: Ten, hands: Hands) -> None:
    meeting = invited(ten)
    before = home(hands, "city:320300")
    hands.now(MONDAY + 15 * DAY)
    on_the_day = home(hands, "city:320300")
    assert "can begin" not in before
    assert "can begin" in on_the_day
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
        owed(ten, "city:320300", "一件事", due_on=date(2026, 11, 9))

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
