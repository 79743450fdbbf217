"""Nonsense, a session that ended, and somebody who was quicker, on the pages of the hand-over."""

import re
from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse

from huaihai.governance.actions import hand_over_lists as lists
from huaihai.governance.models import HandOverItem, HandOverSignature
from huaihai.governance.tests import handing_over as scene
from huaihai.governance.tests.hand_over_pages import client_of, page
from huaihai.kit import clock
from huaihai.members.models import Account
from tests.posts import AT, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def now(monkeypatch: pytest.MonkeyPatch) -> list[datetime]:
    """The moment that the pages take for now; a test may move it."""
    moment = [AT]
    monkeypatch.setattr(clock, "now", lambda: moment[0])
    return moment


@pytest.fixture
def cast() -> scene.Cast:
    return scene.assemble()


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"hash": "x", "code": "1"},
        {"hash": "\x00" * 64, "is_read": "on", "code": "\x00"},
        {"hash": "0" * 64, "is_read": "on", "code": "9" * 5000},
    ],
)
def test_nonsense_signs_nothing_and_breaks_nothing(cast: scene.Cast, data: dict[str, str]) -> None:
    hand_over = scene.listed(cast)
    answer = client_of(scene.TO).post(reverse("office-hand-over-signature", args=[hand_over.pk]), data)
    assert answer.status_code == 200
    assert not HandOverSignature.objects.exists()


@pytest.mark.parametrize("seen", ["", "abc", "-1", "9" * 40, "\x00"])
def test_a_list_asked_for_with_nonsense_is_refused_in_words(cast: scene.Cast, seen: str) -> None:
    hand_over = scene.planned()
    answer = client_of(scene.FROM).post(
        reverse("office-hand-over-listing", args=[hand_over.pk]), {"seen": seen}
    )
    assert answer.status_code == 409
    assert not hand_over.lists.exists()


@pytest.mark.parametrize("line", ["", "abc", "\x00", "01a210cf-0000-7000-8000-000000000000"])
def test_ticks_on_lines_that_are_none_are_refused(cast: scene.Cast, line: str) -> None:
    hand_over = scene.listed(cast)
    answer = client_of(scene.TO).post(
        reverse("office-hand-over-explained", args=[hand_over.pk]), {"line": [line]}
    )
    assert answer.status_code == 409


def test_a_remark_meets_a_newer_one_and_the_typed_words_stay(cast: scene.Cast) -> None:
    scene.duty("整理通讯录")
    scene.listed(cast)
    item = HandOverItem.objects.get(label="整理通讯录")
    client = client_of(scene.TO)
    address = reverse("office-hand-over-line", args=[item.pk])
    assert client.get(address).status_code == 200
    lists.remark(item, text="别人的话", is_explained=True, by=cast.incoming, at=AT)
    answer = client.post(address, {"seen": item.version, "remark": "我的话"})
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "我的话" in text
    assert "别人的话" in text
    again = re.search(r'name="seen" value="(\d+)"', text)
    assert again
    assert client.post(address, {"seen": again[1], "remark": "我的话"}).status_code == 302
    item.refresh_from_db()
    assert item.remark == "我的话"


@pytest.mark.parametrize("remark", ["x" * 600, "a\x00b"])
def test_a_remark_that_cannot_be_stored_is_an_error_beside_the_field(cast: scene.Cast, remark: str) -> None:
    scene.duty("整理通讯录")
    scene.listed(cast)
    item = HandOverItem.objects.get(label="整理通讯录")
    answer = client_of(scene.TO).post(
        reverse("office-hand-over-line", args=[item.pk]), {"seen": item.version, "remark": remark}
    )
    assert answer.status_code == 200
    assert 'id="errors"' in answer.content.decode()


def test_what_was_typed_before_the_session_ended_is_there_again(cast: scene.Cast) -> None:
    hand_over = scene.listed(cast)
    assert cast.incoming.account_id
    account = Account.objects.get(pk=cast.incoming.account_id)
    client = Client()
    address = reverse("office-hand-over-calling-off", args=[hand_over.pk])
    sent = client.post(address, {"seen": hand_over.version, "reason": "人手不够"})
    assert sent.status_code == 302
    sign_in(client, account)
    assert "人手不够" in client.get(address).content.decode()
    answer = client.post(address, {"seen": hand_over.version, "reason": "人手不够"})
    assert answer.status_code == 302
    hand_over.refresh_from_db()
    assert hand_over.stage == "called_off"
    assert "人手不够" in page(client_of(scene.OTHER), "office-hand-over-one", hand_over.pk)


def test_calling_off_what_moved_meanwhile_asks_again(cast: scene.Cast) -> None:
    hand_over = scene.listed(cast)
    client = client_of(scene.TO)
    lists.make_list(hand_over, by=cast.outgoing, at=AT)
    answer = client.post(
        reverse("office-hand-over-calling-off", args=[hand_over.pk]), {"seen": 1, "reason": "人手不够"}
    )
    assert answer.status_code == 409
    assert "人手不够" in answer.content.decode()
