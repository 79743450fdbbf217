"""Somebody called, or an SMS came: how long it takes to know whether it was us.

Taps and keys are counted by the browser, pages are timed; what a person needs beside is reckoned by the keystroke-level
model (Card, Moran and Newell): a thought 1.35 s, a tap 1.2 s, a key 0.5 s, for slow fingers 1.2 s, a spoken word 0.8 s.
"""

import pytest
from playwright.sync_api import Page, expect

from huaihai.cases.genuine import words
from huaihai.kit import clock, contact_codes
from huaihai.record import outbox
from huaihai.record.models import OutboxMessage
from tests import cast as people

from .conftest import PHONE, OpenPage

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
THOUGHT, TAP, WORD = 1.35, 1.2, 0.8
KEY, SLOW_KEY = 0.5, 1.2
COUNT = """
    for (const kind of ["keydown", "pointerdown"]) addEventListener(kind, () =>
        sessionStorage.setItem(kind, Number(sessionStorage.getItem(kind)) + 1), true);
"""
MOST = 15  # seconds


def counted(page: Page, kind: str) -> int:
    return int(page.evaluate(f"Number(sessionStorage.getItem('{kind}'))"))


def seconds_of_page(page: Page) -> float:
    """From the press to all that is on the page."""
    return float(page.evaluate("performance.getEntriesByType('navigation')[0].domComplete")) / 1000


def test_a_call_is_checked_by_three_words_without_a_key(
    open_page: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: people.TUESDAY)
    people.assemble()
    filed = people.filed()
    page = open_page("/track/", size=PHONE)
    page.fill("[name=number]", str(filed.number))
    page.fill("[name=code]", filed.code)
    page.locator("main form button[type=submit]").first.click()

    line = page.locator("[data-call-words]")
    said = words.of(filed.case.record_key)
    expect(line).to_contain_text(said.ours)
    expect(line).to_contain_text(said.theirs)

    heard, spoken = len(said.ours.split()), len(said.theirs.split())
    needed = THOUGHT + heard * (WORD + THOUGHT) + spoken * WORD  # find the line, hear and compare, say ours
    assert needed <= MOST


def test_a_message_is_checked_by_its_code(open_page: OpenPage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: people.TUESDAY)
    people.assemble()
    outbox.queue(
        effect_key="case:1:replied:sms",
        subject="case:1",
        channel=OutboxMessage.Channel.SMS,
        address="13800000001",
        text="商家已经答复。",
        at=people.TUESDAY,
    )
    code = OutboxMessage.objects.get().text[-contact_codes.LENGTH :]

    page = open_page("/is-it-us/", size=PHONE)
    page.context.add_init_script(COUNT)
    page.reload()
    page.locator("[name=got]").click()
    page.keyboard.type(code.lower())
    page.get_by_role("button", name="查一查").click()
    expect(page.locator("[data-ours]")).to_be_visible()
    expect(page.locator("[data-ours]")).to_be_in_viewport()

    taps, keys, waited = counted(page, "pointerdown"), counted(page, "keydown"), seconds_of_page(page)
    assert (taps, keys) == (2, contact_codes.LENGTH)
    quick, slow = (2 * THOUGHT + taps * TAP + keys * one + waited for one in (KEY, SLOW_KEY))
    assert quick <= 10
    assert slow <= MOST + 1
