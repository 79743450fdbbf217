"""One trade, one week, one checklist: from the plan to the closing report, on phones and at a desk."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from PIL import Image
from playwright.sync_api import Page, expect

from huaihai.members.models import Account
from huaihai.supervision.models import Finding, Inspection, Measure, Photo, Project, Release
from huaihai.supervision.tests.people import assemble
from tests import posts

from .conftest import DESK, PHONE, OpenPage
from .counting import press
from .test_office import MONDAY, Calendar, calendar

__all__ = ["calendar"]  # the fixture
pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
FIRST = date(2026, 12, 7)
ITEMS = (
    ("明码标价", "价目没有写在顾客看得到的地方。", "minor", "《消费者权益保护法》第二十条"),
    ("安全出口", "安全出口被锁住或者堵住。", "grave", "《消费者权益保护法》第十八条"),
)


def signed_in(open_page: OpenPage, username: str, *, size: tuple[int, int], javascript: bool = True) -> Page:
    """A browser of one of the staff."""
    page = open_page("/staff/sign-in/", size=size, javascript=javascript)
    client = Client()
    posts.sign_in(client, Account.objects.get(username=username))
    session = client.cookies[settings.SESSION_COOKIE_NAME]
    page.context.add_cookies([{"name": session.key, "value": session.value, "url": page.url}])
    return page


def follow(page: Page, address: str) -> None:
    page.locator(f'main a[href="{address}"]').first.click()


def open_project(desk: Page) -> Project:
    """A new sweep."""
    desk.goto("/office/supervision/new/")
    desk.check("[name=kind][value=sweep]")
    desk.fill("[name=title]", "演示健身房联合行动")
    desk.check("[name=theme][value=quality]")
    desk.fill("[name=question]", "健身房的安全出口通不通？")
    desk.fill("[name=starts_on]", FIRST.isoformat())
    desk.fill("[name=ends_on]", (FIRST + timedelta(days=6)).isoformat())
    press(desk)
    expect(desk.locator("main")).to_contain_text("请再勾选一个")  # one city alone makes no sweep
    desk.check("[name=cities][value='411400']")
    press(desk)
    return Project.objects.get()


def write_plan(desk: Page, project: Project) -> None:
    """Trade and checklist; the other city agrees; then the plan is registered."""
    base = f"/office/supervision/{project.pk}/"
    desk.goto(base)
    follow(desk, f"{base}sweep/plan/")
    desk.select_option("[name=trade]", "S06")
    desk.fill("[name=what]", "健身房")
    expect(desk.locator("[name=first]")).to_have_value(FIRST.isoformat())  # typed once
    desk.fill("[name=target]", "1")
    press(desk)
    for n, (name, finding, severity, basis) in enumerate(ITEMS):
        desk.fill(f"[name=name_{n}]", name)
        desk.fill(f"[name=finding_{n}]", finding)
        desk.select_option(f"[name=severity_{n}]", severity)
        desk.fill(f"[name=basis_{n}]", basis)
    press(desk)


def agree(partner: Page, project: Project) -> None:
    """The other city finds the question among what waits for it, and takes part."""
    partner.goto("/office/")
    follow(partner, f"/office/supervision/{project.pk}/answer/")
    partner.check("[name=agrees][value=yes]")
    press(partner)


def step(desk: Page, project: Project, noun: str) -> None:
    """One of the steps of every project."""
    desk.goto(f"/office/supervision/{project.pk}/{noun}/")
    press(desk)


def check_a_place(phone: Page, project: Project, sign: str, region: str, photo: Path | None) -> Inspection:
    """A place that the register does not know, checked; with a photo the exit is a finding."""
    base = f"/office/supervision/{project.pk}/"
    phone.goto(base)
    follow(phone, f"{base}sweep/check/")
    phone.fill("main [name=q]", sign)
    phone.locator("main form[role=search] button").click()
    phone.locator(f'main a[href^="{base}sweep/check/new/"]').click()
    expect(phone.locator("[name=sign]")).to_have_value(sign)
    phone.fill("[name=address]", "演示路1号")
    phone.select_option("[name=region]", region)
    press(phone)
    phone.check("[name=mark_i01][value=ok]")
    if photo is None:
        phone.check("[name=mark_i02][value=ok]")
    else:
        phone.check("[name=mark_i02][value=found]")
        phone.fill("[name=words_i02]", "安全出口上了锁。")
        phone.set_input_files("[name=photos_i02]", photo)
    press(phone)
    phone.wait_for_url("**/places/*/")
    return Inspection.objects.get(called=sign)


def act(page: Page, finding: Finding, noun: str) -> None:
    page.goto(finding.office_url)
    follow(page, f"{finding.office_url}{noun}/")


def lead_to_a_promise(desk: Page, calendar: Calendar, finding: Finding) -> None:
    """Written advice with its letter, a talk with its minutes, and what was promised there."""
    act(desk, finding, "advice")
    desk.fill("[name=text]", "请马上打开安全出口。")
    press(desk)
    desk.goto(f"{Measure.objects.get().office_url}letter/")
    expect(desk.locator("main")).to_contain_text("请马上打开安全出口。")
    act(desk, finding, "talk")
    desk.fill("[name=day]", (FIRST + timedelta(days=1)).isoformat())
    desk.fill("[name=clock]", "14:30")
    desk.fill("[name=where]", "二楼会议室")
    press(desk)
    calendar.move(FIRST + timedelta(days=1), hour=16)
    desk.goto(f"{Measure.objects.get(kind='talk').office_url}minutes/")
    party = finding.business_id
    desk.check(f"[name=came_{party}][value=yes]")
    desk.fill(f"[name=said_{party}]", "店长说当天打开。")
    desk.fill(f"[name=text_{party}]", "营业时间安全出口不上锁。")
    desk.fill(f"[name=by_on_{party}]", (FIRST + timedelta(days=3)).isoformat())
    press(desk)
    expect(desk.locator("main")).to_contain_text("营业时间安全出口不上锁。")


def go_again(phone: Page, project: Project, finding: Finding) -> None:
    """The re-check, from the list of those that are due."""
    phone.goto(f"/office/supervision/{project.pk}/sweep/findings/?show=due")
    follow(phone, finding.office_url)
    follow(phone, f"{finding.office_url}recheck/")
    phone.check("[name=result][value=cured]")
    phone.fill("[name=words]", "已经打开。")
    press(phone)
    phone.wait_for_url(f"**{finding.office_url}")


def test_one_week_from_the_checklist_to_what_changed(
    open_page: OpenPage, calendar: Calendar, tmp_path: Path, desk_has_javascript: bool
) -> None:
    calendar.move(MONDAY.date())
    assemble()
    desk = signed_in(open_page, "leader", size=DESK)
    project = open_project(desk)
    write_plan(desk, project)
    partner = signed_in(open_page, "partner", size=PHONE, javascript=not desk_has_javascript)
    agree(partner, project)
    expect(partner.locator(".bar [aria-current]")).to_be_in_viewport(ratio=1)
    step(desk, project, "registration")
    expect(desk.locator("main")).to_contain_text("12 月 7 日")  # it cannot begin before its week

    calendar.move(FIRST)
    step(desk, project, "start")
    photo = tmp_path / "exit.jpg"
    Image.new("RGB", (640, 480), "darkred").save(photo)
    phone = signed_in(open_page, "helper", size=PHONE, javascript=desk_has_javascript)
    found = check_a_place(phone, project, "演示一号健身房", "320302", photo)
    check_a_place(partner, project, "演示二号健身房", "411402", None)
    assert Photo.objects.count() == 1
    everybody = open_page(f"/supervision/{project.number}/board/", size=PHONE)
    expect(everybody.locator("main")).to_contain_text("1 / 1")
    expect(everybody.locator("main")).not_to_contain_text("演示一号健身房")

    finding = found.findings.get()
    lead_to_a_promise(desk, calendar, finding)
    calendar.move(FIRST + timedelta(days=4))  # the promised day is over: by the clock it is due
    finding.refresh_from_db()
    assert finding.stage == "due"
    go_again(phone, project, finding)
    assert Measure.objects.get(kind="promise").stage == "kept"

    step(desk, project, "finish")
    step(desk, project, "release")
    goes_out(project, calendar)
    everybody.goto(project.get_absolute_url())
    main = everybody.locator("main")
    expect(main).to_contain_text("安全出口")
    expect(main).to_contain_text("50%")  # before: one place of two
    expect(main).not_to_contain_text("演示一号健身房")
    assert everybody.evaluate("document.documentElement.scrollWidth") <= PHONE[0]
    follow(everybody, f"/supervision/{project.number}/report/")
    expect(everybody.locator("main")).to_contain_text("总结报告")


def goes_out(project: Project, calendar: Calendar) -> None:
    """The last signature of the cities; that way is walked in the journeys of texts."""
    Release.objects.filter(project=project).update(published_at=calendar.now)
    Project.objects.filter(pk=project.pk).update(stage="published", published_at=calendar.now)
