"""Walking through the filing as a browser does: from question to question, with an answer to each."""

import re
from collections.abc import Mapping
from typing import Any

from django.test import Client
from django.urls import resolve, reverse

from huaihai.cases.consumer.filing.steps import address
from huaihai.record.models import OutboxMessage
from tests import cast

HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)"')
STORY = "在直播间买的空气炸锅，第三天就不热了。主播说不能退。"
ANSWERS: dict[str, dict[str, Any]] = {
    "story": {"story": STORY},
    "problem": {"problem": "none"},
    "goods": {"picture": "devices"},
    "wrong": {"nature": "N01"},
    "where": {"bought": "live-room"},
    "shop": {"sign": "好锅直播间", "platform": "抖音"},
    "city": {"place": cast.LEAD},
    "county": {"part": "411402"},
    "away": {},
    "paid": {"price_fen": "399", "bought_on": "2026-11-20", "received_goods_on": "2026-11-21"},
    "remedies": {"remedies": ["return", "refund"], "asked_fen": "399.00"},
    "wishes": {"remedies": ["return", "refund"], "asked_fen": "399.00"},
    "photos": {},
    "already": {"told": "no"},
    "home": {"place": cast.HOME},
    "contact": {"name": "Li (test)", "phone": "138 0000 0001"},
    "consent": {"other_body": "on", "business": "on"},
}


def hidden(response: Any) -> dict[str, str]:
    """The hidden fields of the page, as a browser would send them."""
    return {name: value for name, value in HIDDEN.findall(response.text) if name != "csrfmiddlewaretoken"}


def code_sent() -> str:
    """The digits of the newest code."""
    message = OutboxMessage.objects.filter(effect_key__contains=":code:").latest("created_at", "id")
    found = re.search(r"\d{6}", message.text)
    assert found
    return found.group()


def send(client: Client, name: str, answers: Mapping[str, Any]) -> Any:
    """Open a question and send its form."""
    url = address(name)
    return client.post(url, hidden(client.get(url)) | dict(answers))


def question_at(url: str) -> str:
    """The name of the question at this address; "" for another page."""
    return str(resolve(url.partition("?")[0]).kwargs.get("name", ""))


def begin(client: Client, **said: str) -> str:
    """A new draft; the name of its first question."""
    return question_at(client.post(reverse("file-start"), said).url)


def walk(
    client: Client,
    answers: Mapping[str, Mapping[str, Any]] | None = None,
    *,
    start: str = "",
    until: str = "check",
) -> list[str]:
    """The names of all questions that were asked, in their order, up to this one."""
    known = ANSWERS | {name: dict(said) for name, said in (answers or {}).items()}
    name, asked = start or begin(client), []
    while name != until:
        asked.append(name)
        assert asked.count(name) < 3, asked
        given = {"code": code_sent()} if name == "code" else known[name]
        response = send(client, name, given)
        assert response.status_code == 302, (name, re.findall(r'class="wrong".*', response.text))
        name = question_at(response.url)
    return asked
