"""Before she signs: a contract is photographed and checked on a telephone; an officer notes what was found in it."""

import io
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from PIL import Image, ImageDraw, ImageFont
from playwright.sync_api import FilePayload, Page, expect

from huaihai.kit import clock
from huaihai.supervision.models import ClauseFinding
from tests import cast as people

from .conftest import DESK, OpenPage
from .test_two_cities import sign_in

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
FONT = Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc")
UNFAIR = "会员卡一经办理，余额概不退还。"
LINES = ("游泳馆会员协议", f"一、{UNFAIR}", "二、会员可以随时查询余额。", "三、本馆拥有最终解释权。")


def photograph() -> bytes:
    page = Image.new("L", (1240, 700), 238)
    draw, font = ImageDraw.Draw(page), ImageFont.truetype(str(FONT), 38)
    for row, line in enumerate(LINES):
        draw.text((90, 90 + row * 110), line, font=font, fill=40)
    target = io.BytesIO()
    page.rotate(-1.2, expand=True, fillcolor=170).convert("RGB").save(target, "JPEG", quality=80)
    return target.getvalue()


def looked_at(page: Page) -> None:
    faults = Axe().run(page).response["violations"]
    assert [(one["id"], one["impact"]) for one in faults] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]  # type: ignore[index]


@pytest.mark.skipif(not settings.TESSERACT or not FONT.exists(), reason="tesseract is not installed here")
def test_a_photographed_contract_is_checked_and_what_was_found_is_noted(
    open_page: OpenPage, javascript: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: people.TUESDAY)
    cast = people.assemble()

    phone = open_page("/clauses/", javascript=javascript)
    looked_at(phone) if javascript else None
    phone.get_by_role("link", name="条款体检").click()
    looked_at(phone) if javascript else None
    photo = FilePayload(name="合同.jpg", mimeType="image/jpeg", buffer=photograph())
    phone.set_input_files("[name=upload]", photo)
    phone.get_by_role("button", name="开始查").click()
    expect(phone.get_by_text("有 2 句可能不公平")).to_be_visible()
    expect(phone.locator("mark", has_text="概不退还").first).to_be_visible()
    expect(phone).to_have_url("/clauses/check/")
    looked_at(phone) if javascript else None
    phone.get_by_role("link", name="办了卡、交了费就不退").click()
    expect(phone.get_by_role("heading", name="公平的写法")).to_be_visible()
    looked_at(phone) if javascript else None

    desk = open_page("/desk/", javascript=javascript, size=DESK)
    sign_in(desk, cast.accounts["wang"])
    desk.goto("/clauses/check/")
    desk.fill("[name=text]", UNFAIR)
    desk.get_by_role("button", name="开始查").click()
    desk.get_by_role("button", name="记为在这里发现").click()
    expect(desk.locator("[name=wording]")).to_have_value(UNFAIR)
    desk.fill("[name=evidence]", "合同照片")
    desk.fill("[name=since]", "2026-03-01")
    desk.get_by_role("button", name="记下").click()
    expect(desk.get_by_text("请本市另一位同事来确认")).to_be_visible()
    assert ClauseFinding.objects.get().clause == "prepaid.no_refund"
