"""A case is copied into 12315's form: one tap each, by keyboard alone, without scripts, on a phone and at a desk."""

import os
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from huaihai.cases.models import Case
from huaihai.cases.tests.test_exports import a_row, as_csv
from huaihai.kit import clock
from tests import cast as people

from .conftest import DESK, PHONE, OpenPage
from .test_two_cities import sign_in

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
SHOTS = os.environ.get("HUAIHAI_SHOTS")  # a folder for pictures of what was looked at


def at_the_page(open_page: OpenPage, size: tuple[int, int], *, javascript: bool) -> tuple[Page, Case]:
    cast = people.assemble()
    case = people.filed().case
    page = open_page("/desk/", javascript=javascript, size=size)
    if javascript:
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    sign_in(page, cast.accounts["wang"])
    page.goto(f"/desk/cases/{case.pk}/")
    page.get_by_role("link", name="12315", exact=True).click()
    return page, case


def looked_over(page: Page, name: str) -> None:
    """It fits the screen, and axe finds nothing of any impact."""
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    found = Axe().run(page).response["violations"]
    assert not found, found
    if SHOTS:
        page.screenshot(path=Path(SHOTS) / f"{name}.png", full_page=True)


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_it_is_opened_copied_and_kept_on_one_page(
    open_page: OpenPage, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int], javascript: bool
) -> None:
    monkeypatch.setattr(clock, "now", lambda: people.TUESDAY)
    page, case = at_the_page(open_page, size, javascript=javascript)
    name = f"{size[0]}-{'js' if javascript else 'plain'}"
    expect(page.get_by_text(people.PHONE)).to_have_count(0)
    if javascript:
        looked_over(page, f"masked-{name}")
    page.get_by_role("button", name="显示姓名、电话和经过").click()
    phone = page.get_by_label("联系电话")
    expect(phone).to_have_value(people.PHONE)
    if javascript:
        looked_over(page, f"open-{name}")
        page.get_by_role("button", name="复制 联系电话").click()
        expect(page.get_by_role("status")).to_have_text("联系电话：已复制")
        assert page.evaluate("navigator.clipboard.readText()") == people.PHONE
        page.get_by_role("button", name="复制 事实依据").click()
        expect(page.get_by_role("status")).to_have_text("事实依据：已复制")
        assert page.evaluate("navigator.clipboard.readText()") == case.story
    else:
        expect(page.get_by_role("button", name="复制 联系电话")).to_have_count(0)
        if SHOTS:
            page.screenshot(path=Path(SHOTS) / f"open-{name}.png", full_page=True)
    page.fill("[name=number]", "T-2026-1")
    page.fill("[name=due_on]", "2026-12-01")
    page.get_by_role("button", name="记下编号和期限").click()
    expect(page.get_by_text("T-2026-1")).to_be_visible()
    assert case.elsewhere.get().number == "T-2026-1"


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_a_file_is_looked_over_and_comes_in(
    open_page: OpenPage, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int]
) -> None:
    monkeypatch.setattr(clock, "now", lambda: people.TUESDAY)
    page = open_page("/desk/", size=size)
    sign_in(page, people.assemble().accounts["wang"])
    page.goto("/desk/drafts/new/")
    looked_over(page, f"bring-{size[0]}")
    file = as_csv(*(a_row(n, 办理期限="尽快" if n == 2 else "2026-12-01") for n in range(4)), a_row(0))
    page.set_input_files("[name=file]", {"name": "12315.csv", "mimeType": "text/csv", "buffer": file.read()})
    page.select_option("[name=profile]", "12315")
    page.get_by_role("button", name="先看一看").click()
    expect(page.get_by_text("期限看不懂")).to_be_visible()
    page.locator("summary", has_text="哪一列是什么").click()
    looked_over(page, f"preview-{size[0]}")
    page.get_by_role("button", name="导入 4 条").click()
    expect(page.get_by_text("1320300")).to_have_count(4)
    looked_over(page, f"drafts-{size[0]}")
    page.locator("tbody a").first.click()
    page.get_by_role("button", name="把姓名和电话填进表单").click()
    expect(page.locator("[name=name]")).to_have_value("演示消费者0")
    looked_over(page, f"draft-{size[0]}")
    page.goto("/desk/?scope=own&elsewhere=due-there")
    looked_over(page, f"list-{size[0]}")


def test_by_keyboard_alone_and_without_scripts(open_page: OpenPage, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tab marks a field whole: Ctrl+C would take it."""
    monkeypatch.setattr(clock, "now", lambda: people.TUESDAY)
    page, case = at_the_page(open_page, DESK, javascript=False)
    page.get_by_role("button", name="显示姓名、电话和经过").press("Enter")
    phone = page.get_by_label("联系电话")
    expect(phone).to_have_value(people.PHONE)
    page.get_by_label("投诉人姓名").focus()
    page.keyboard.press("Tab")
    expect(phone).to_be_focused()
    page.keyboard.press("Control+C")
    number = page.locator("[name=number]")
    number.focus()
    page.keyboard.press("Control+V")
    expect(number).to_have_value(people.PHONE)
    number.press("Control+A")
    page.keyboard.type("T-7")
    page.keyboard.press("Enter")
    expect(page.get_by_text("T-7")).to_be_visible()
    assert case.elsewhere.get().number == "T-7"
