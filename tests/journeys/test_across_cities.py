"""A chain promises that what was bought in one of its shops may go back in another; a traveller hands it in at home."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from huaihai.businesses.models import Enrolment, Place, PledgeVersion, Poster
from huaihai.businesses.tests import channel_scene
from huaihai.cases.models import Case
from huaihai.cases.tests import letter_cases
from huaihai.cases.verbs import negotiation, routing
from huaihai.kit import clock
from tests import cast as people
from tests.posts import forget_tries

from .conftest import DESK, OpenPage
from .test_standing_offer import prove, say
from .test_two_cities import go_on, sign_in

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
MAIN, BRANCH = channel_scene.PLACES  # a shop in the first city, and one in the second


def promise(desk: Page, chain: Enrolment) -> None:
    """The manager writes the pledge, reads it as everybody will, and publishes it."""
    desk.goto(f"/business/pledges/{chain.business_id}/cross_shop_return/")
    go_on(desk)
    desk.get_by_role("button", name="公开发布").click()


def hang_up_a_poster(desk: Page, where: Place) -> Poster:
    desk.goto("/business/posters/new/")
    desk.select_option("[name=place]", str(where.pk))
    desk.fill("[name=hung_at]", "大门口")
    go_on(desk)
    return Poster.objects.get()


def complain(phone: Page) -> tuple[str, str]:
    """Number and receipt code."""
    phone.get_by_role("link", name="用这项承诺").click()
    phone.get_by_role("button", name="开始").click()
    say(phone, "买大了，没有穿过，想退。", picture="devices", kind="", nature="N10")
    phone.get_by_label(BRANCH["sign"]).check()
    go_on(phone)
    phone.check("[name=remedies][value=return]")
    phone.check("[name=remedies][value=refund]")
    phone.fill("[name=asked_fen]", "268.00")
    go_on(phone)
    go_on(phone)  # no photo
    phone.check("[name=told][value=no]")
    go_on(phone)
    prove(phone)
    for consent in ("business", "other_body"):
        phone.check(f"[name={consent}]")
    go_on(phone)
    expect(phone.locator("main")).to_contain_text(BRANCH["sign"])
    phone.locator("main form button.seal").click()
    return phone.locator("#number").inner_text(), phone.locator("#code").inner_text()


def offer(desk: Page, case: Case) -> None:
    """The manager sees which pledge is used and where the goods come in, and offers what was promised."""
    desk.goto(f"/business/cases/{case.pk}/")
    expect(desk.locator("main")).to_contain_text(BRANCH["sign"])
    desk.goto(f"/business/cases/{case.pk}/receipt/")
    go_on(desk)
    desk.goto(f"/business/cases/{case.pk}/offer/")
    go_on(desk)
    go_on(desk)
    desk.fill("[name=perform_by_on]", (clock.today() + timedelta(days=5)).isoformat())
    go_on(desk)
    expect(desk.locator("[name=return_to]")).to_have_value(re.compile(BRANCH["sign"]))
    desk.fill("[name=return_to]", f"{BRANCH['sign']} 演示路 8 号 孙老板 13900000008")
    go_on(desk)
    desk.fill("[name=text]", f"把东西交到{BRANCH['sign']}，当场退款。")
    go_on(desk)
    go_on(desk)


def test_a_chain_takes_back_in_one_city_what_it_sold_in_another(open_page: OpenPage) -> None:
    forget_tries()
    cast = people.assemble(clock.now() - timedelta(days=3))
    chain = channel_scene.joined(5, at=clock.now() - timedelta(days=3))
    assert chain.account is not None
    assert chain.business is not None
    desk = open_page("about:blank", javascript=False, size=DESK)
    sign_in(desk, chain.account)
    promise(desk, chain)
    poster = hang_up_a_poster(desk, chain.business.places.get(region_code=MAIN["region_code"]))

    phone = open_page(f"/p/{poster.code}/", javascript=False)
    number, code = complain(phone)
    case = Case.objects.get(number=number)
    assert case.pledge == PledgeVersion.objects.get()
    assert routing.proposed_route(case).lead == people.LEAD, "the city of the purchase leads"
    letter_cases.taken(case, cast)
    negotiation.invite(case, by=cast.zhao, at=clock.now())
    offer(desk, case)

    phone.goto(f"/my/{case.pk}/acceptance/")
    phone.fill("[name=name]", "Li (test)")
    phone.fill("[name=code]", code)
    go_on(phone)
    expect(phone.locator("main")).to_contain_text(re.compile(f"交到.*{BRANCH['sign']}"))
    desk.goto(f"/business/cases/{case.pk}/fulfilment/")
    desk.fill("[name=text]", f"今天在{BRANCH['sign']}收到退货，已退 268 元。")
    go_on(desk)
    phone.goto(f"/my/{case.pk}/confirmation/")
    go_on(phone)

    case.refresh_from_db()
    assert (case.stage, case.result, case.settled_fen) == ("closed", "fulfilled", 26_800)
    assert case.place is not None
    assert case.return_place is not None
    bought, returned = case.place.region_code, case.return_place.region_code
    assert (bought, returned) == (MAIN["region_code"], BRANCH["region_code"])
