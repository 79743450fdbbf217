"""What is too large to be sent is left out on the phone and named; the rest goes on, and no word is lost."""

import re

import pytest
from playwright.sync_api import FilePayload, expect

from huaihai.cases.models import Evidence
from tests import posts

from .conftest import OpenPage

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
MB = 1024 * 1024


def test_the_files_that_fit_are_sent(open_page: OpenPage) -> None:
    posts.load_alliance()
    phone = open_page("/file/")
    phone.locator("main form button.seal").click()
    phone.fill("[name=story]", "买的水壶漏电，店里不退。")
    files = (
        ("店.txt", 20 * MB, "text/plain"),
        ("小票.txt", MB, "text/plain"),
        ("录像.mp4", 6 * MB, "video/mp4"),
    )
    phone.locator("[name=upload]").set_input_files(
        [FilePayload(name=name, mimeType=kind, buffer=b"a" * size) for name, size, kind in files]
    )
    expect(phone.locator("[data-too-big]")).to_contain_text("录像.mp4：没有选上")
    expect(phone.locator("[data-too-big]")).not_to_contain_text("小票")
    send = phone.locator("main form button[type=submit]").first
    send.click()
    expect(phone).to_have_url(re.compile("/file/story/"))  # so that it is read
    send.click()
    expect(phone).not_to_have_url(re.compile("/file/story/"))
    assert sorted(one.name for one in Evidence.objects.all()) == ["小票.txt", "店.txt"]
