"""A city has gone to another site: number and code, typed at the old one, open the complaint at the new one.

One server plays both; `localhost` and `127.0.0.1` are two sites to a browser.
"""

from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer

from huaihai.cases.consumer.tracking import access
from huaihai.cases.models import Case
from huaihai.cases.moved import verbs
from huaihai.kit import clock, signing
from tests import cast as people

from .conftest import PHONE
from .test_two_cities import go_on

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def test_one_button_leads_from_the_old_site_to_the_complaint(
    browser: Browser,
    live_server: LiveServer,
    settings: Any,
    monkeypatch: pytest.MonkeyPatch,
    javascript: bool,
) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    old = live_server.url.replace("localhost", "127.0.0.1")
    new = live_server.url.replace("127.0.0.1", "localhost")
    people.assemble(clock.now())
    filed = people.filed(at=clock.now())
    about: dict[str, Any] = {"city": people.HOME, "title": "新平台", "keys": signing.public_keys()}
    about["key_id"] = settings.KEYRING.signature_current
    verbs.note(is_here=True, address=old, root="aa" * 32, at=clock.now() - timedelta(hours=1), **about)
    went = verbs.note(is_here=False, address=new, root="bb" * 32, at=clock.now(), **about)
    verbs.keep(went, [(filed.number, Case.objects.get(pk=filed.case.pk).receipt_hash)])
    context = browser.new_context(
        java_script_enabled=javascript, viewport={"width": PHONE[0], "height": PHONE[1]}, locale="zh-CN"
    )
    page = context.new_page()
    page.goto(f"{new}/preferences/")  # something is open there already
    page.goto(f"{old}/track/")
    monkeypatch.setattr(access, "open_with", lambda _number, _code: None)  # it is not at the old site
    page.fill("[name=number]", str(filed.number))
    page.fill("[name=code]", filed.code)
    go_on(page)
    expect(page.get_by_role("heading", level=1)).to_contain_text("新平台")
    assert filed.code not in page.url

    page.get_by_role("button", name="到那边打开").click()

    expect(page).to_have_url(f"{new}/my/{filed.case.pk}/")
    expect(page.locator("main")).to_contain_text(str(filed.number))
    context.close()
