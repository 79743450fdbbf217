"""Somebody looks at home for goods that are warned of; the server learns none of them."""

from dataclasses import replace
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.db import transaction
from playwright.sync_api import Page, Request, expect

from huaihai import reactions
from huaihai.education.check.facts import UnsafeProduct
from huaihai.education.content import Product
from huaihai.education.models import Publication
from huaihai.education.tests.one_voice_cast import KETTLE, a_warning, a_withdrawal

from .conftest import DESK, PHONE, OpenPage

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

# No word, digit or batch of these may leave the browser.
SECRETS = ("6901234567892", "A150", "B777", "隐私牌", "电水壶", "2026-08-15")
DATES = Product(name="蜜枣", brand="演示园", barcode="12345670", batches="20260901-20260930\nL08")
EVERY = Product(name="儿童安全座椅", brand="演示童", model="Q1")


def _warns_of(*products: Product) -> Publication:
    with transaction.atomic():
        return a_warning(products=products)


def _scan_with(page: Page, code: str) -> None:
    """A browser that reads barcodes, and a camera that shows this one."""
    page.add_init_script(
        f"""window.BarcodeDetector = class {{ async detect() {{ return [{{ rawValue: "{code}" }}]; }} }};
        Object.defineProperty(navigator, "mediaDevices", {{ value: {{
          getUserMedia: async () => document.createElement("canvas").captureStream() }} }});
        HTMLMediaElement.prototype.play = async () => {{}};"""
    )


def _is_said(page: Page, what: str, batch: str = "", made: str = "") -> str:
    page.locator("#what").fill(what)
    page.locator("#batch").fill(batch)
    page.locator("#made").fill(made)
    page.locator("#look").click()
    return page.locator("#answer strong").first.inner_text()


def test_what_is_owned_stays_on_the_phone(open_page: OpenPage) -> None:
    _warns_of(KETTLE, EVERY)
    asked: list[Request] = []
    page = open_page("/", size=PHONE)

    def note(request: Request) -> None:
        asked.append(request)

    page.on("request", note)
    page.goto("/check/")
    expect(page.locator("#state")).to_contain_text("2 种商品")

    assert "对上了" in _is_said(page, "6901234567892", "a150")
    assert "先拔掉插头" in page.locator("#answer").inner_text()
    assert "对上了" in _is_said(page, "电水壶", made="2026-08-15")
    assert "不是您这一批" in _is_said(page, "演示牌 电水壶", "B777", "2026-12-01")
    assert "不在我们的名单上" in _is_said(page, "隐私牌吹风机")
    page.locator("#what").fill("6901234567892")
    page.locator("#batch").fill("A150")
    page.locator("#made").fill("")
    page.locator("#keep").click()
    expect(page.locator("#said")).to_contain_text("已记在这部手机上")
    page.locator("#what").fill("隐私牌加湿器")
    page.locator("#batch").fill("B777")
    page.locator("#batch").press("Enter")
    page.locator("#keep").click()
    page.reload()
    expect(page.locator("#owned > li")).to_have_count(2)
    expect(page.locator("#owned > li").first).to_contain_text("对上了")
    page.locator("#owned > li").last.get_by_role("button").click()
    expect(page.locator("#owned > li")).to_have_count(1)

    assert not page.locator("form input#what, #check input[name], #check form").count()
    assert page.url.endswith("/check/")
    assert len([one for one in asked if one.url.endswith("/check/products.json")]) == 2
    for request in asked:
        sent = f"{request.url} {request.all_headers()} {request.post_data or ''}"
        assert request.method == "GET"
        assert "?" not in request.url
        assert not [secret for secret in SECRETS if secret.lower() in sent.lower()]
    assert not page.context.cookies()


def of_tests() -> list[UnsafeProduct]:
    """A kettle that a test found unsafe."""
    place = "/supervision/2026-1/"
    return [
        UnsafeProduct(
            test="电热水壶比较试验",
            test_url=place,
            url=f"{place}products/p05/",
            name="电热水壶",
            brand="演示C牌",
            model="YS-A15",
            maker="演示电器三厂",
            batch="20260301",
            failed=("接地电阻",),
        )
    ]


def test_what_a_test_called_unsafe_is_found_with_what_failed_and_what_to_do(
    open_page: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reactions, "UNSAFE_PRODUCTS", (f"{__name__}.of_tests",))
    page = open_page("/check/", size=PHONE)
    expect(page.locator("#state")).to_contain_text("1 种商品")

    assert "不安全" in _is_said(page, "演示C牌YS-A15", batch="another")

    answer = page.locator("#answer")
    for words in ("接地电阻", "电热水壶比较试验", "先别用了", "20260301"):
        expect(answer).to_contain_text(words)
    expect(answer.get_by_role("link").first).to_have_attribute("href", "/supervision/2026-1/products/p05/")
    expect(answer.get_by_role("link").last).to_have_attribute("href", "/file/")


@pytest.fixture
def matched(open_page: OpenPage) -> Any:
    """What the script says of an item, without the page."""
    _warns_of(KETTLE, DATES, EVERY, replace(KETTLE, name="保温杯", barcode="", batches="", model="P9"))
    page = open_page("/check/")
    expect(page.locator("#state")).to_contain_text("种")

    def match(what: str, batch: str = "", made: str = "") -> list[tuple[str, str]]:
        found = page.evaluate(
            """async (item) => {
              const list = await (await fetch("/check/products.json")).json();
              return huaihaiCheck.match(item, list.products).map((one) => [one.standing, one.product.name]);
            }""",
            {"what": what, "batch": batch, "made": made},
        )
        return [(standing, name) for standing, name in found]

    return match


def test_goods_are_recognised_as_people_type_them(matched: Any) -> None:
    kettle = {"hit": [("hit", "电水壶")], "ask": [("ask", "电水壶")], "other": [("other", "电水壶")]}
    cases = [
        (("6901234567892",), kettle["ask"]),
        (("６９０１ ２３４５ ６７８９２", "Ａ１００"), kettle["hit"]),  # full width, spaces
        (("06901234567892", "b7"), kettle["hit"]),  # GTIN-14 with a zero before
        (("16901234567899", "B7"), kettle["hit"]),  # the carton of the same goods
        (("690-1234-567892", "A200"), kettle["other"]),
        (("6901234567892", "A1990"), kettle["other"]),  # another length is another batch
        (("6901234567892", "", "2026-08-01"), kettle["hit"]),
        (("6901234567892", "", "2026-10-01"), kettle["other"]),
        (("6901234567892", "A200", "2026-09-30"), kettle["hit"]),  # one sign that fits is enough
        (("6901234567893",), []),  # its check digit is wrong
        (("DS15 电水壶",), kettle["ask"]),
        (("电水壶DS15",), kettle["ask"]),  # typed without a space
        (("電水壺 演示牌", "A 120"), kettle["hit"]),
        (("A100",), [("batch", "电水壶")]),
        (("", "b 7"), [("batch", "电水壶")]),
        (("1234 5670", "20260915"), [("hit", "蜜枣")]),  # EAN-8, a span of days
        (("蜜枣", "l08"), [("hit", "蜜枣")]),
        (("蜜枣", "20261001"), [("other", "蜜枣")]),
        (("演示童",), [("hit", "儿童安全座椅")]),  # every batch
        (("吹风机",), []),
        (("",), []),
    ]
    for typed, expected in cases:
        assert (typed, matched(*typed)) == (typed, expected)


def test_a_barcode_is_scanned(open_page: OpenPage) -> None:
    _warns_of(KETTLE)
    page = open_page("/")
    page.goto("/check/")
    expect(page.locator("#scan")).to_be_hidden()
    _scan_with(page, "6901234567892")
    page.goto("/check/")
    expect(page.locator("#state")).to_contain_text("1 种商品")
    page.locator("#scan").click()
    expect(page.locator("#what")).to_have_value("6901234567892")
    expect(page.locator("#answer")).to_contain_text("请看看您那件的批号")
    expect(page.locator("#camera")).to_be_hidden()


def test_without_a_network_it_says_that_nothing_was_compared(open_page: OpenPage) -> None:
    warning = _warns_of(KETTLE)
    page = open_page("/check/")
    expect(page.locator("#state")).to_contain_text("1 种商品")
    page.locator("#what").fill("电水壶")
    page.locator("#keep").click()
    page.route("**/products.json", lambda route: route.abort())
    page.reload()
    expect(page.locator("#state")).to_contain_text("没有取到")
    expect(page.locator("#owned")).to_contain_text("还没对照")
    with transaction.atomic():
        a_withdrawal(warning)
    page.unroute("**/products.json")
    page.locator("#again").click()
    expect(page.locator("#state")).to_contain_text("眼下没有被警示的商品")
    expect(page.locator("#owned")).to_contain_text("不在我们的名单上")


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_the_page_fits_and_can_be_read_aloud(open_page: OpenPage, size: tuple[int, int]) -> None:
    _warns_of(KETTLE, EVERY)
    page = open_page("/check/", size=size)
    expect(page.locator("#state")).to_contain_text("2 种商品")
    page.locator("#what").fill("6901234567892")
    page.locator("#batch").fill("A150")
    page.locator("#keep").click()
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
    found = Axe().run(page).response["violations"]
    assert not [fault["id"] for fault in found if fault["impact"] in ("serious", "critical")]


def test_without_javascript_the_whole_list_is_there(open_page: OpenPage) -> None:
    _warns_of(KETTLE, EVERY)
    page = open_page("/check/", javascript=False)
    expect(page.locator("#check")).to_be_hidden()
    assert "现在没有打开" in page.content()
    expect(page.get_by_text("儿童安全座椅")).to_be_visible()
    expect(page.get_by_text("6901234567892")).to_be_visible()
