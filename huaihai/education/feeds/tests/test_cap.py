"""CAP 1.2: each going out is a valid message; an update and a cancellation name what they follow."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from lxml import etree
from pytest_django import Settings

from huaihai.education.feeds.tests.validity import ATOM, faults
from huaihai.education.models import Publication
from huaihai.education.tests.one_voice_cast import a_warning, a_withdrawal, an_update

pytestmark = pytest.mark.django_db
CAP = {"cap": "urn:oasis:names:tc:emergency:cap:1.2"}
NASTY = '<b>壶</b> & "火" \']]>\x0b'


def message(client: Client, path: str) -> etree._Element:  # lxml's own name
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith("application/cap+xml")
    assert faults("cap", answer.content) == [], answer.content.decode()
    return etree.fromstring(answer.content)


def messages(client: Client, publication: Publication) -> list[etree._Element]:
    """Its messages, oldest first."""
    return [message(client, f"/warnings/cap/{one.pk}.xml") for one in publication.editions.out()]


def said(alert: etree._Element, path: str) -> list[str]:  # lxml's own name
    steps = "/".join(f"cap:{step}" for step in path.split("/"))
    return [element.text or "" for element in alert.findall(steps, CAP)]


def test_a_warning_its_update_and_its_withdrawal_are_one_chain(client: Client) -> None:
    written = a_warning(is_urgent=True)
    an_update(written)
    a_withdrawal(written)
    alert, update, cancel = messages(client, written)
    assert [said(one, "msgType") for one in (alert, update, cancel)] == [["Alert"], ["Update"], ["Cancel"]]
    names = [
        ",".join(said(one, name)[0] for name in ("sender", "identifier", "sent")) for one in (alert, update)
    ]
    assert said(alert, "references") == []
    assert said(update, "references") == [names[0]]
    assert said(cancel, "references") == [" ".join(names)]
    assert said(alert, "sender") == ["testserver"]
    assert said(cancel, "info/headline") == ["【已撤回】两批电水壶可能漏电，请先停用"]
    assert said(cancel, "note") == said(cancel, "info/description") == ["复检全部合格，原结论有误。"]


def test_a_message_holds_what_a_program_needs_and_a_broken_one_is_found(client: Client) -> None:
    written = a_warning(is_urgent=True)
    alert = messages(client, written)[0]
    told = {
        "status": ["Actual"],
        "scope": ["Public"],
        "info/language": ["zh-CN"],
        "info/category": ["Safety"],
        "info/event": ["警示：家用电子电器"],
        "info/responseType": ["Avoid"],
        "info/urgency": ["Immediate"],
        "info/severity": ["Severe"],
        "info/certainty": ["Observed"],
        "info/expires": ["2027-03-31T23:59:59+08:00"],
        "info/web": ["http://testserver/warnings/kettle-leak/"],
        "info/area/geocode/value": ["320300", "341300"],
        "info/area/geocode/valueName": ["GB/T 2260"] * 2,
        "sent": ["2026-11-26T09:30:00+08:00"],
    }
    assert {path: said(alert, path) for path in told} == told
    names, values = said(alert, "info/parameter/valueName"), said(alert, "info/parameter/value")
    pairs = list(zip(names, values, strict=True))
    assert ("product-1-barcode", "6901234567892") in pairs
    assert [value for name, value in pairs if name == "product-1-batch"] == ["A100-A199", "B7"]
    good = client.get(f"/warnings/cap/{written.editions.get().pk}.xml").content
    for part, broken in (
        (b"+08:00</sent>", b"Z</sent>"),
        (b"<sender>testserver", b"<sender>two, words"),
        (b"<msgType>Alert", b"<msgType>Update"),
        (b"<urgency>Immediate", b"<urgency>Soon"),
    ):
        assert faults("cap", good.replace(part, broken)), part


def test_any_words_and_few_facts_make_a_valid_message(client: Client) -> None:
    bare: dict[str, Any] = {
        "cities": (),
        "topics": (),
        "products": (),
        "period_from": None,
        "period_until": None,
        "severity": "",
    }
    alert = messages(client, a_warning(title=NASTY, what=NASTY, evidence="", **bare))[0]
    assert said(alert, "info/severity") == ["Unknown"]
    assert said(alert, "info/certainty") == ["Likely"]
    assert len(said(alert, "info/area/areaDesc")) == 10
    assert '<b>壶</b> & "火"' in said(alert, "info/description")[0]


def test_a_period_that_is_over_lets_nothing_expire_unread_and_the_demo_sends_exercises(
    client: Client, settings: Settings
) -> None:
    settings.DEMO = True
    alert = messages(client, a_warning(period_until=date(2026, 10, 1)))[0]
    assert said(alert, "info/expires") == []
    assert said(alert, "status") == ["Exercise"]


def test_warnings_and_tips_with_a_severity_are_messages_and_nothing_else(client: Client) -> None:
    a_warning(slug="a")
    a_warning(slug="b", kind="tip")
    left_out = [
        a_warning(slug="c", kind="tip", severity=""),
        a_warning(slug="d", kind="exposure"),
        a_warning(slug="e", kind="notice"),
    ]
    index = client.get("/warnings/cap.atom")
    assert faults("atom", index.content) == []
    links = etree.fromstring(index.content).findall(f"{ATOM}entry/{ATOM}link[@type='application/cap+xml']")
    assert len(links) == 2
    for link in links:
        message(client, link.get("href").removeprefix("http://testserver"))
    for one in left_out:
        assert client.get(f"/warnings/cap/{one.editions.get().pk}.xml").status_code == 404
