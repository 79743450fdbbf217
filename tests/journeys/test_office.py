"""The ten decide: a meeting short of its quorum, a vote in writing, a rule from a day on, and the office moves."""

from collections.abc import Callable
from datetime import date, datetime
from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from huaihai.governance import rules, secretariat
from huaihai.governance.models import Choice, HandOver, Meeting, Motion, Resolution
from huaihai.governance.tests.deciding import Ten, assemble, say
from huaihai.kit import clock
from huaihai.members.factors import code_of
from huaihai.members.models import Account
from huaihai.record import due
from tests.effort import IS_LONG
from tests.posts import PASSWORD, SECRET, forget_tries

from .conftest import DESK, PHONE, OpenPage
from .counting import press

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
FIRST, NEXT = "city:320300", "city:371300"
MONDAY = datetime(2026, 11, 2, 9, 0, tzinfo=clock.ZONE)
NEW_YEAR = date(2027, 1, 1)


class Calendar:
    """What the program takes for now: stands still until it is moved."""

    def __init__(self) -> None:
        self.now = MONDAY

    def move(self, day: date, hour: int = 9, minute: int = 0) -> None:
        self.now = datetime(day.year, day.month, day.day, hour, minute, tzinfo=clock.ZONE)
        due.fall_due(at=self.now, brake=None)


@pytest.fixture
def calendar(monkeypatch: pytest.MonkeyPatch) -> Calendar:
    held = Calendar()
    monkeypatch.setattr(clock, "now", lambda: held.now)
    return held


def sign_in(page: Page, key: str) -> None:
    """The head of this body signs in; a code counts once, so earlier ones are forgotten here."""
    forget_tries()
    account = Account.objects.get(username=f"head-{key.rpartition(':')[2]}")
    page.goto("/staff/sign-in/")
    if page.locator("[name=login]").count() == 0:
        return
    page.fill("[name=login]", account.username)
    page.fill("[name=password]", PASSWORD)
    press(page)
    page.fill("[name=code]", code_of(SECRET))
    press(page)


def propose(page: Page, title: str, text: str, kind: str, answers: dict[str, str]) -> Motion:
    """A draft with one effect, tabled."""
    page.goto("/office/motions/draft/")
    page.fill("[name=title]", title)
    page.fill("[name=text]", text)
    press(page)
    motion = Motion.objects.get(title=title)
    page.goto(f"/office/motions/{motion.pk}/effects/{kind}/")
    for name, value in answers.items():
        field = page.locator(f"main [name={name}]")
        if field.evaluate("node => node.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)
    press(page)
    page.goto(f"/office/motions/{motion.pk}/tabling/")
    press(page)
    motion.refresh_from_db()
    assert motion.stage == "tabled"
    return motion


def meet(page: Page, day: date, motions: list[Motion]) -> Meeting:
    """A meeting is planned and all members are invited."""
    page.goto("/office/meetings/plan/")
    page.check("[name=kind][value=yearly]")
    page.fill("[name=title]", "年度会议（测试）")
    page.fill("[name=place]", "会议室（测试）")
    page.fill("[name=begins_at]", day.isoformat())
    page.fill("[name=time]", "14:00")
    press(page)
    meeting = Meeting.objects.get()
    for motion in motions:
        page.goto(f"/office/meetings/{meeting.pk}/agenda/")
        page.select_option("[name=motion]", str(motion.pk))
        press(page)
    page.goto(f"/office/meetings/{meeting.pk}/invitation/")
    press(page)
    meeting.refresh_from_db()
    assert meeting.stage == "invited"
    return meeting


def come(page: Page, ten: Ten, meeting: Meeting, number: int) -> None:
    page.goto(f"/office/meetings/{meeting.pk}/")
    page.locator(f'form[action="/office/meetings/{meeting.pk}/session/"] button').click()
    for body in ten.bodies[:number]:
        page.goto(f"/office/meetings/{meeting.pk}/seats/{body.key}/")
        press(page)


def put_to_written_vote(page: Page, motion: Motion, last_on: date) -> None:
    page.goto(f"/office/motions/{motion.pk}/written-vote/")
    page.fill("[name=closes_on]", last_on.isoformat())
    press(page)
    motion.refresh_from_db()
    assert motion.stage == "voting"


def vote(page: Page, motion: Motion, choice: str = "for") -> None:
    page.goto(f"/office/motions/{motion.pk}/vote/")
    page.check(f"[name=choice][value={choice}]")
    press(page)
    expect(page.locator("main")).to_contain_text("已")


def count(page: Page, motion: Motion) -> Resolution:
    page.goto(f"/office/motions/{motion.pk}/")
    page.locator(f'form[action="/office/motions/{motion.pk}/count/"] button').click()
    motion.refresh_from_db()
    assert motion.stage == "carried"
    page.goto(f"/office/motions/{motion.pk}/minutes/")
    page.goto(f"/office/minutes/{motion.minutes_of_rounds.get().pk}/approval/")
    press(page)
    return motion.resolution


def sign_hand_over(page: Page, hand_over: HandOver) -> None:
    forget_tries()
    page.goto(f"/office/hand-over/{hand_over.pk}/signature/")
    page.check("[name=is_read]")
    page.fill("[name=code]", code_of(SECRET))
    press(page)
    expect(page.locator("main")).to_contain_text("已代表")


def fall_short(office: Page, ten: Ten, calendar: Calendar, motions: list[Motion]) -> None:
    """Six of ten come; one more is needed; the meeting is adjourned."""
    meeting = meet(office, date(2026, 11, 16), motions)
    calendar.move(date(2026, 11, 16), 14, 5)
    sign_in(office, FIRST)
    come(office, ten, meeting, 6)
    office.goto(f"/office/meetings/{meeting.pk}/")
    expect(office.locator("main")).to_contain_text("还差 1")
    office.goto(f"/office/meetings/{meeting.pk}/adjournment/")
    office.fill("[name=reason]", "到会不足。")
    press(office)
    meeting.refresh_from_db()
    assert (meeting.stage, Resolution.objects.count()) == ("adjourned", 0)


def all_vote(
    open_one: Callable[[bool], Page], office: Page, ten: Ten, calendar: Calendar, motions: list[Motion]
) -> None:
    """Each body votes, the last one against the rule; of those outside the office two on phones, one without a script,
    and in `make test-long` all.
    """
    rule, term = motions
    for motion in motions:
        put_to_written_vote(office, motion, date(2026, 11, 23))
    on_phones = ten.bodies if IS_LONG else ten.bodies[-2:]
    for number, body in enumerate(ten.bodies):
        on_rule = Choice.AGAINST if body == ten.bodies[-1] else Choice.FOR
        if body.key != FIRST and body not in on_phones:
            say(ten, rule, body, on_rule, at=calendar.now)
            say(ten, term, body, at=calendar.now)
            continue
        phone = office if body.key == FIRST else open_one(bool(number % 2))
        sign_in(phone, body.key)
        vote(phone, rule, on_rule.value)
        vote(phone, term)
        if phone is not office:
            phone.context.close()


def read_and_check(public: Page, resolution: Resolution, folder: Path) -> None:
    """Anybody reads the resolution, takes its file, and has it checked; the rule counts from its day."""
    public.goto(f"/alliance/resolutions/{resolution.number}/")
    expect(public.locator("main")).to_contain_text(resolution.title)
    with public.expect_download() as waiting:
        public.locator(f'a[href="/alliance/resolutions/{resolution.number}/file/"]').first.click()
    waiting.value.save_as(folder / "file.json")
    public.goto("/alliance/check/")
    public.set_input_files("main input[type=file]", folder / "file.json")
    press(public)
    expect(public.locator("main .banner.success")).to_be_visible()
    assert [rules.number(rules.CO_SIGNATURES, on=day) for day in (date(2026, 12, 31), NEW_YEAR)] == [3, 4]
    for day, value in (("2026-12-31", "3"), ("2027-01-01", "4")):
        public.goto(f"/alliance/rules/?on={day}")
        expect(public.locator("tr", has_text="会签").first).to_contain_text(value)


def hand_over_with_an_open_vote(office: Page, incoming: Page, calendar: Calendar) -> tuple[HandOver, Motion]:
    """The list is made, both sides sign it; a vote stays open over the turn of the year."""
    calendar.move(date(2026, 12, 28))
    sign_in(office, FIRST)
    answers = {"rule": "minutes-days", "value": "8", "starts": "2027-02-01"}
    left_open = propose(office, "留给下一任的提案（测试）", "纪要八天内写好。", "rule", answers)
    put_to_written_vote(office, left_open, date(2027, 1, 8))
    hand_over = HandOver.objects.get()
    office.goto(f"/office/hand-over/{hand_over.pk}/")
    office.locator(f'form[action="/office/hand-over/{hand_over.pk}/listing/"] button').click()
    expect(office.locator("main")).to_contain_text(left_open.title)
    sign_in(incoming, NEXT)
    sign_hand_over(office, hand_over)
    sign_hand_over(incoming, hand_over)
    return hand_over, left_open


def test_ten_bodies_decide_and_the_office_moves(
    open_page: OpenPage, desk_has_javascript: bool, calendar: Calendar, tmp_path: Path
) -> None:
    ten = assemble()
    office = open_page("/", javascript=desk_has_javascript, size=DESK)
    sign_in(office, FIRST)
    answers = {"rule": "co-signatures", "value": "4", "starts": NEW_YEAR.isoformat()}
    rule = propose(office, "会签数改为四家（测试）", "警示的会签不少于四家。", "rule", answers)
    answers = {"body": NEXT, "starts": NEW_YEAR.isoformat()}
    term = propose(office, "下一任秘书处（测试）", "自一月一日起由下一任承担。", "term", answers)

    fall_short(office, ten, calendar, [rule, term])
    phones = partial(open_page, "/", size=PHONE)
    all_vote(lambda scripted: phones(javascript=scripted), office, ten, calendar, [rule, term])
    decided = count(office, rule)
    count(office, term)
    read_and_check(open_page("/alliance/", javascript=not desk_has_javascript), decided, tmp_path)

    incoming = open_page("/", javascript=not desk_has_javascript, size=PHONE)
    hand_over, left_open = hand_over_with_an_open_vote(office, incoming, calendar)
    calendar.move(NEW_YEAR, 0, 10)
    assert secretariat.secretariat_on(date(2026, 12, 31)) == ten.bodies[0]
    assert getattr(secretariat.secretariat_on(NEW_YEAR), "key", None) == NEXT

    calendar.move(date(2027, 1, 6))
    sign_in(incoming, NEXT)
    incoming.goto("/office/")
    expect(incoming.locator("main")).to_contain_text("今天由本单位担任秘书处")
    expect(incoming.locator("main")).to_contain_text(left_open.title)
    incoming.goto(f"/office/hand-over/{hand_over.pk}/")
    expect(incoming.locator("main")).to_contain_text(left_open.title)
    sign_in(office, FIRST)
    office.goto("/office/meetings/")
    expect(office.locator('a[href="/office/meetings/plan/"]')).to_have_count(0)
    calendar.move(date(2027, 1, 10))
    left_open.refresh_from_db()
    assert left_open.stage == "short"  # nobody voted; the night run of the new term counted it
