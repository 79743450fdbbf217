"""A survey from its plan to its numbers: a consumer answers on a phone, a clerk types in a paper, margins stand beside
what comes out.
"""

import pytest
from playwright.sync_api import Page, expect

from huaihai.members.models import Account
from huaihai.supervision.models import SurveyLink, SurveyResponse
from huaihai.supervision.surveying import verbs
from huaihai.supervision.surveying.tests.survey_cast import NOON, running, way_in

from .conftest import DESK, OpenPage
from .test_two_cities import sign_in

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def go_on(page: Page) -> None:
    page.locator("main form button[type=submit]").first.click()


def answer(phone: Page, link: SurveyLink) -> None:
    """Who bought nothing on the net is not asked about it."""
    phone.goto(f"/survey/{link.code}/")
    phone.get_by_role("button", name="开始答题").click()
    phone.get_by_label("徐州").check()
    phone.get_by_label("女").check()
    go_on(phone)
    expect(phone.locator("main")).to_contain_text("第 2 页")
    phone.get_by_label("没有", exact=True).check()
    go_on(phone)
    expect(phone.locator("main")).to_contain_text("还想说什么")
    phone.fill("textarea", "电话 13812345678")
    go_on(phone)
    expect(phone.locator("main")).not_to_contain_text("网购满意吗")
    phone.get_by_role("button", name="交卷").click()
    expect(phone.locator("h1")).to_contain_text("已收到")


def test_a_phone_without_javascript_and_a_paper_make_numbers_with_margins(open_page: OpenPage) -> None:
    people, project = running()
    answer(open_page(javascript=False), way_in(people, project, place="火车站"))
    assert SurveyResponse.objects.get().texts == {"wish": "电话 ***"}

    desk = open_page("/staff/sign-in/", javascript=False, size=DESK)
    sign_in(desk, Account.objects.get(username="partner"))
    desk.goto(f"/office/supervision/{project.pk}/")
    desk.get_by_role("link", name="录入纸质问卷").click()
    desk.fill("[name=batch]", "甲")
    desk.fill("[name=paper]", "1")
    for name, typed in (("city", "2"), ("sex", "1"), ("bought", "1"), ("pleased", "5"), ("what", "1 3")):
        desk.fill(f"[name=a_{name}]", typed)
    go_on(desk)
    expect(desk.locator("[name=paper]")).to_have_value("2")

    for number in range(2, 22):
        said = {"city": "sq", "sex": "f", "bought": "yes", "pleased": str(1 + number % 5), "what": ["food"]}
        verbs.enter(project, batch="甲", paper=number, answers=said, by=people.partner, at=NOON)
    desk.goto(f"/office/supervision/{project.pk}/survey/so-far/")
    expect(desk.locator("main")).to_contain_text("95% 区间")
    expect(desk.locator("main")).to_contain_text("不是随机抽取")
