"""A stall is taken for its neighbour: it says "not us", the consumer names the right one, and no trace stays."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from huaihai.businesses.models import Business
from huaihai.businesses.register.verbs import Stated, find_or_write_down
from huaihai.businesses.tests import standing_scene
from huaihai.businesses.tests.shared import code_number
from huaihai.cases.models import Case
from huaihai.cases.tests import letter_cases
from huaihai.cases.verbs import negotiation
from huaihai.cases.verbs.intake import Receipt
from huaihai.kit import clock
from tests import cast as people
from tests.cast import Cast
from tests.posts import PROGRAM, forget_tries

from .conftest import DESK, OpenPage
from .test_two_cities import go_on, sign_in

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
NEIGHBOUR = "Kettles and pans (test)"


def neighbour() -> Business:
    """A stall under the same sign, two doors on."""
    stated = Stated(name=NEIGHBOUR, code=code_number(7), sign="Kettle shop", region_code=people.LEAD)
    return find_or_write_down(stated, by=PROGRAM, at=clock.now())[0]


def complained_of(cast: Cast) -> tuple[Case, Receipt]:
    """Li's complaint names the first stall, which is invited."""
    filed = people.filed(clock.now())
    case = letter_cases.taken(Case.objects.get(pk=filed.case.pk), cast)
    negotiation.invite(case, by=cast.zhao, at=clock.now())
    return case, filed


def say_not_us(stall: Page, case: Case) -> None:
    stall.goto(f"/business/cases/{case.pk}/")
    stall.get_by_role("link", name="投诉的不是我们").click()
    expect(stall.locator("main")).to_contain_text("不会给您留下不良记录")
    stall.fill("[name=text]", "我家不卖水壶，卖水壶的是隔壁那家。")
    go_on(stall)


def read(page: Page, path: str) -> str:
    page.goto(path)
    return page.locator("main").inner_text()


def test_a_wrongly_accused_stall_says_not_us_and_nothing_counts_against_it(open_page: OpenPage) -> None:
    forget_tries()
    cast = people.assemble(clock.now() - timedelta(days=3))
    standing_scene.published(cast.shop, cast.sun, clock.now())  # so it has a public page
    right_one = neighbour()
    stall = open_page("about:blank", javascript=False)
    sign_in(stall, cast.accounts["sun"])
    pages_of_the_stall = ("/business/", f"/businesses/{cast.shop.pk}/", "/business/?list=ended")
    before = [read(stall, path) for path in pages_of_the_stall]

    case, filed = complained_of(cast)
    desk = open_page("about:blank", javascript=False, size=DESK)
    sign_in(desk, cast.accounts["zhao"])
    assert cast.shop.name in read(desk, "/desk/push/")
    say_not_us(stall, case)
    assert cast.shop.name not in read(desk, "/desk/push/")

    phone = open_page("/track/", javascript=False)
    phone.fill("[name=number]", str(filed.number))
    phone.fill("[name=code]", filed.code)
    go_on(phone)
    phone.get_by_role("link", name="商家写错了").first.click()
    phone.check(f"[name=known][value='{right_one.pk}']")
    go_on(phone)
    desk.goto(f"/desk/cases/{case.pk}/invitation/")
    go_on(desk)

    case.refresh_from_db()
    assert (case.business, case.stage, case.denied_at) == (right_one, "inviting", None)
    assert [read(stall, path) for path in pages_of_the_stall] == before
    answer = stall.goto(f"/business/cases/{case.pk}/")
    assert answer is not None
    assert answer.status == 404
    asked = read(desk, "/desk/push/")
    assert NEIGHBOUR in asked
    assert cast.shop.name not in asked
