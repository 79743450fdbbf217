"""A gym falls silent: walked on a telephone as consumer (without JavaScript), shop, mall, bank clerk and mediator."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from huaihai.kit import clock, spoken
from huaihai.members.models import Account
from huaihai.prepaid.closures import speaking, telling
from huaihai.prepaid.issuers import verbs as issuers
from huaihai.prepaid.models import Closure, Creditor
from huaihai.prepaid.tests import gym as gyms
from huaihai.prepaid.tests.gym import Gym
from tests.posts import forget_tries

from .conftest import OpenPage
from .test_two_cities import go_on, sign_in

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def fits(page: Page) -> None:
    """Nothing is wider than the telephone."""
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= 390, page.url


def scan(open_page: OpenPage, gym: Gym, number: str) -> Page:
    return open_page(f"/card/code/{gym.codes[number]}/", javascript=False)


def test_a_gym_falls_silent(open_page: OpenPage) -> None:
    forget_tries()
    gym = gyms.sold(12, paper=2)
    numbers = list(gym.plans)
    consumer = scan(open_page, gym, numbers[0])
    consumer.locator("form[action$='/closed/said/'] button").click()
    expect(consumer.locator("main")).to_contain_text("我点错了")

    closure = _the_mediator_states_it(open_page, gym)
    _the_consumer_files_and_votes(consumer, gym, numbers[0])
    speaking.vote(closure.creditors.get(card__number=numbers[1]), _standing(closure), at=clock.now())
    speaking.vote(closure.creditors.get(card__number=numbers[2]), _standing(closure), at=clock.now())
    speaking.count_votes(closure, by=speaking.PROGRAM, at=clock.now() + timedelta(days=8))
    _the_bank_shares_out(open_page, gym, consumer, numbers[0])
    _shop_and_mall_read_it(open_page, gym)
    _the_mediator_decides(open_page, gym)


def _standing(closure: Closure) -> Creditor:
    found: Creditor = closure.creditors.standing().get()
    return found


def _the_mediator_states_it(open_page: OpenPage, gym: Gym) -> Closure:
    desk = open_page("about:blank")
    sign_in(desk, gym.cast.accounts["zhao"])
    desk.goto(f"/desk/prepaid/{gym.issuer.pk}/")
    desk.locator(f"a[href$='/{gym.issuer.pk}/closed/new/']").click()
    desk.check("[name=how][value=visit]")
    desk.fill("[name=text]", "门锁着，器材已搬空。")
    go_on(desk)
    expect(desk.locator("main")).to_contain_text("12")
    fits(desk)
    while telling.tell_some(at=clock.now()):
        pass
    desk.goto(f"/desk/prepaid/{gym.issuer.pk}/closed/cards/")
    expect(desk.locator("main")).to_contain_text("已发短信")
    expect(desk.locator("main")).to_contain_text("没有电话")
    fits(desk)
    return Closure.objects.get()


def _the_consumer_files_and_votes(phone: Page, gym: Gym, number: str) -> None:
    card = gym.card(number)
    phone.goto(f"/card/{card.pk}/")
    fits(phone)
    phone.locator("main .note.late a.btn").first.click()
    certain, doubtful = (spoken.money(fen) for fen in gym.plans[number].owed(clock.today()))
    expect(phone.locator("main")).to_contain_text(certain)
    expect(phone.locator("main")).to_contain_text(doubtful)
    go_on(phone)
    expect(phone.locator("main")).to_contain_text("姓名")
    fits(phone)
    phone.fill("[name=name]", "王持卡")
    go_on(phone)
    expect(phone).to_have_url(re.compile("/file/receipt/"))
    assert re.fullmatch(r"\d{4}-\d{4}-\d{6}-\d", phone.locator("#number").inner_text())
    phone.goto(f"/card/{card.pk}/closed/stand/")
    phone.fill("[name=name]", "王女士")
    go_on(phone)
    phone.check("[name=wanted]")
    go_on(phone)
    expect(phone.locator("main")).to_contain_text("您投过票了")
    fits(phone)


def _the_bank_shares_out(open_page: OpenPage, gym: Gym, phone: Page, number: str) -> None:
    code = issuers.new_code(gym.issuer, by=gym.cast.zhao, at=clock.now())
    clerk = open_page("/guarantor/")
    clerk.fill("[name=code]", code)
    clerk.locator("main form button[type=submit]").first.click()
    clerk.locator("main .note.late a.btn").first.click()
    clerk.fill("[name=total_fen]", "5000")
    go_on(clerk)
    expect(clerk.locator("main")).to_contain_text("再按一次")
    fits(clerk)
    go_on(clerk)
    expect(clerk.locator("main")).to_contain_text(spoken.money(5_000_00))
    fits(clerk)

    card = gym.card(number)
    phone.goto(f"/card/{card.pk}/")
    phone.locator("main .note.late a.btn").first.click()
    phone.fill("[name=name]", "王持卡")
    phone.fill("[name=bank]", "示例银行")
    phone.fill("[name=account]", "6222 0000 0000 0000")
    go_on(phone)
    expect(phone.locator("main")).to_contain_text("王女士")
    fits(phone)

    clerk.reload()
    row = clerk.locator("tr", has_text=number)
    expect(row).to_contain_text("6222000000000000")
    row.locator("[name=creditors]").check()
    go_on(clerk)
    expect(clerk.locator("tr", has_text=number).locator("[name=creditors]")).to_have_count(0)
    phone.goto(f"/card/{card.pk}/closed/")
    expect(phone.locator("main")).to_contain_text("已付")
    phone.locator("form[action$='/closed/not-arrived/'] button").click()
    expect(phone.locator("main")).to_contain_text("说没收到这笔钱")
    fits(phone)
    clerk.reload()
    row = clerk.locator("tr", has_text=number)
    expect(row).to_contain_text("没收到")
    row.locator("[name^=proof-]").fill("20261202-7")
    fits(clerk)
    go_on(clerk)
    phone.reload()
    expect(phone.locator("main")).to_contain_text("20261202-7")
    fits(phone)


def _shop_and_mall_read_it(open_page: OpenPage, gym: Gym) -> None:
    shop = open_page("about:blank")
    sign_in(shop, Account.objects.get(username="gao"))
    shop.goto(f"/business/prepaid/{gym.issuer.pk}/")
    expect(shop.locator("main .note.late")).to_contain_text("停业")
    fits(shop)
    mall = open_page("about:blank")
    sign_in(mall, Account.objects.get(username="mai"))
    mall.goto("/business/prepaid/")
    mall.locator(f"main a[href$='/prepaid/{gym.issuer.pk}/']").click()
    mall.locator("main .note.late a").click()
    expect(mall.locator("main")).to_contain_text("王女士")
    expect(mall.locator("main")).to_contain_text(spoken.money(5_000_00))
    fits(mall)


def _the_mediator_decides(open_page: OpenPage, gym: Gym) -> None:
    desk = open_page("about:blank")
    forget_tries()
    sign_in(desk, gym.cast.accounts["zhao"])
    desk.goto(f"/desk/prepaid/{gym.issuer.pk}/doubts/")
    while desk.locator("main a[href$='/not/']").count():
        desk.locator("main a[href$='/not/']").first.click()
        desk.fill("[name=reason]", "双方都听过了。")
        go_on(desk)
        desk.wait_for_url("**/doubts/")
    desk.goto(f"/desk/prepaid/{gym.issuer.pk}/closed/")
    expect(desk.locator("main")).to_contain_text(spoken.money(0))
    fits(desk)
    closure = Closure.objects.get()
    assert not closure.creditors.filter(reserved_fen__gt=0).exists()
    assert sum(row.share_fen for row in closure.creditors.all()) == 5_000_00
    desk.locator(f"main a[href$='/desk/together/{closure.together_id}/']").click()
    expect(desk.locator("main")).to_contain_text("1")
