"""A business that refuses is named in public after it was heard; once it makes good, its name is gone everywhere."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from huaihai.businesses.models import Business
from huaihai.businesses.tests import channel_scene
from huaihai.education.models import Exposure
from huaihai.record.models import OutboxMessage

from .conftest import PHONE, OpenPage
from .test_office import Calendar
from .voices import BEGINNING, calendar, gather, press, review, sign

__all__ = ["calendar"]  # the fixture
pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
WHAT = "约定三天内退款 300 元。到期没有退，催了三次，也没有退。"
CURED = "退款已经到账，消费者已确认。"


def propose(desk: Page, business: Business) -> Exposure:
    """The business is found in the register; the draft is for nobody outside."""
    desk.goto("/office/exposures/")
    desk.locator('main a[href="/office/exposures/new/"]').first.click()
    desk.fill("main [name=q]", business.name)
    desk.locator("main form button[type=submit]").first.click()
    desk.locator(f'main a[href="/office/exposures/new/{business.pk}/"]').click()
    desk.check("[name=ground][value=CA-5-BREAKS]")
    desk.select_option("[name=topic]", "G01")
    desk.fill("[name=what]", WHAT)
    desk.fill("[name=evidence]", "调解协议、三次催告记录。")
    press(desk)
    return Exposure.objects.get()


def act(desk: Page, exposure: Exposure, noun: str, **answers: str) -> str:
    """One step, from the page of the exposure; where it then stands."""
    desk.goto(f"/office/exposures/{exposure.pk}/")
    desk.locator(f'main a[href="/office/exposures/{exposure.pk}/{noun}/"]').click()
    for name, value in answers.items():
        desk.fill(f"main [name={name}]", value)
    press(desk)
    exposure.refresh_from_db()
    return exposure.stage


def test_a_business_is_exposed_and_makes_good(open_page: OpenPage, calendar: Calendar) -> None:
    calendar.move(BEGINNING.date())
    voices = gather(open_page)
    shop = channel_scene.joined().business  # on the fast channel, so it has a public page
    assert shop is not None
    desk = voices.at_desk("author")
    exposure = propose(desk, shop)
    assert act(desk, exposure, "notice") == "noticed"
    assert OutboxMessage.objects.filter(effect_key__contains="reply:").count() == 1
    expect(desk.locator(f'main a[href="/office/exposures/{exposure.pk}/handing-in/"]')).to_have_count(0)

    calendar.move(BEGINNING.date() + timedelta(days=20))  # its time to answer is over
    assert act(desk, exposure, "handing-in") == "ready"
    review(voices, exposure.publication, ("second", "third", "head"))
    sign(voices.on_phone("head", javascript=False), exposure.publication)
    exposure.publication.refresh_from_db()
    page = open_page("/", size=PHONE)
    address, name = exposure.publication.get_absolute_url(), shop.name
    profile = f"/businesses/{shop.pk}/"
    page.goto(profile)
    page.locator(f'main a[href="{address}"]').click()
    expect(page.locator("main")).to_contain_text(WHAT)
    feeds = ["/warnings.atom", "/warnings.rss", "/warnings.json", "/cities/320300/warnings.json"]
    places = [address, "/warnings/", "/embed/warnings/", *feeds]
    assert all(name in page.request.get(place).text() for place in places)

    assert act(desk, exposure, "cure", reason=CURED) == "cured"
    for place in places:
        found = page.request.get(place).text()
        assert name not in found, place
        assert WHAT not in found, place
    page.goto(profile)
    expect(page.locator(f'main a[href="{address}"]')).to_have_count(0)
    page.goto(address)
    expect(page.locator("main")).to_contain_text(CURED)
