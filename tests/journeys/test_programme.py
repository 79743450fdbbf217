"""From somebody's wish on a phone to a project: proposed, looked at, scored, voted on, begun."""

from datetime import datetime

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page, expect

from huaihai.governance.models import Motion
from huaihai.governance.motions import verbs as motions_verbs
from huaihai.governance.tests.deciding import DAY, MONDAY, assemble, carried_in_writing
from huaihai.kit import clock
from huaihai.members.actors import Actor
from huaihai.members.models import Account
from huaihai.supervision.models import Project, Topic
from huaihai.supervision.programme import verbs
from huaihai.supervision.programme.tests.programmes import SCORES_ON
from tests.posts import sign_in

from .conftest import DESK, OpenPage

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def at_desk(open_page: OpenPage, actor: Actor, path: str) -> Page:
    """A page of the office, opened by this person."""
    client = Client()
    sign_in(client, Account.objects.get(pk=actor.account_id or ""))
    page = open_page("/", size=DESK)
    session = client.cookies[settings.SESSION_COOKIE_NAME]
    page.context.add_cookies([{"name": session.key, "value": session.value, "url": page.url}])
    page.goto(path)
    return page


def test_a_wish_becomes_a_project(open_page: OpenPage, monkeypatch: pytest.MonkeyPatch) -> None:
    now: list[datetime] = [MONDAY]
    monkeypatch.setattr(clock, "now", lambda: now[0])
    ten = assemble()
    programme = verbs.open_programme(
        year=2027,
        proposals_until=(MONDAY + 14 * DAY).date(),
        scores_until=(MONDAY + 28 * DAY).date(),
        by=ten.office,
        at=MONDAY,
    )

    phone = open_page("/supervision/", javascript=False)
    phone.get_by_role("link", name="每年查什么").click()
    phone.get_by_role("link", name="2027").click()
    phone.get_by_role("link", name="提一个选题").click()
    phone.get_by_label("商品或服务").fill("充电宝")
    phone.locator("textarea").fill("用了两周就鼓包。")
    phone.get_by_role("button", name="提交").click()
    expect(phone.locator("main")).to_contain_text("已收到")

    office = at_desk(open_page, ten.office, f"{programme.office_url}?show=waiting")
    office.get_by_role("link", name="充电宝").click()
    office.get_by_role("button", name="公开这个选题").click()
    expect(office.locator("main")).to_contain_text("现在所有人都能看到")

    phone.get_by_role("link", name="看全部提议").click()
    expect(phone.locator("main")).to_contain_text("充电宝")

    topic, now[0] = Topic.objects.get(), SCORES_ON
    for body in ten.bodies:
        verbs.score(programme, {topic: 4}, by=ten.voice(body), at=SCORES_ON)
    verbs.end_scoring(programme, by=ten.office, at=SCORES_ON)
    office.goto(programme.office_url)
    office.get_by_role("link", name="充电宝").click()
    office.get_by_role("link", name="选定").click()
    office.get_by_label("哪一类监督").select_option("test")
    office.get_by_label("属于哪个主题").select_option("scientific")
    office.get_by_label("开始日期").fill("2027-03-01")
    office.get_by_label("结束日期").fill("2027-06-30")
    office.get_by_role("button", name="选定").click()
    office.get_by_role("button", name="提交表决").click()
    expect(office.locator("main")).to_contain_text("充电宝")

    motion = Motion.objects.get()
    motions_verbs.table(motion, by=ten.office, at=SCORES_ON)
    carried_in_writing(ten, motion, at=SCORES_ON)
    now[0] = SCORES_ON + 10 * DAY
    office.goto(programme.office_url)
    office.get_by_role("button", name="建立项目").click()
    assert Project.objects.get().office_url in office.url

    phone.goto(programme.get_absolute_url())
    expect(phone.locator("article")).to_contain_text("用了两周就鼓包")
    expect(phone.locator("main")).to_contain_text("“绿色消费”这个主题今年没有安排。")
