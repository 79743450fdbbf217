"""What is typed into a text and not saved is still there in the same browser, and goes when it is saved."""

import pytest
from playwright.sync_api import expect

from huaihai.education.models import Publication

from .conftest import OpenPage
from .counting import press
from .voices import gather

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
WRITING = "/office/publications/new/warning/"
KEPT = "Object.keys(localStorage).filter(key => key.startsWith('huaihai:typed:'))"


def test_what_was_typed_comes_back_until_it_is_saved(open_page: OpenPage) -> None:
    desk = gather(open_page).at_desk("author")
    desk.goto(WRITING)
    desk.fill("[name=title]", "两批电水壶可能漏电")
    desk.fill("[name=what]", "底座绝缘不合格。\n插头发热。")
    desk.locator("#products > summary").click()
    desk.fill("[name=products-0-brand]", "演示牌")

    desk.goto(WRITING)
    assert len(desk.evaluate(KEPT)) == 1
    expect(desk.locator("[name=title]")).to_have_value("")
    desk.locator("[data-kept-take]").click()

    expect(desk.locator("[name=title]")).to_have_value("两批电水壶可能漏电")
    expect(desk.locator("[name=what]")).to_have_value("底座绝缘不合格。\n插头发热。")
    expect(desk.locator("[name=products-0-brand]")).to_have_value("演示牌")
    desk.locator("#products > summary").click()
    desk.fill("[name=products-0-name]", "电水壶")
    press(desk)
    expect(desk.locator("main")).to_contain_text("已保存")
    assert Publication.objects.get().title == "两批电水壶可能漏电"
    desk.goto(WRITING)
    expect(desk.locator("[data-kept-note]")).to_be_hidden()
    assert desk.evaluate(KEPT) == []
