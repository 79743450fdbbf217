"""Nonsense, a session that ended, and somebody who was quicker, on the pages of the hand-over."""

from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse

from huaihai.governance.hand_over import verbs
from huaihai.governance.models import HandOver
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
    assert HandOver.objects.get().stage == "listed"


@pytest.mark.parametrize("seen", ["", "abc", "-1", "9" * 40, "\x00"])
def test_a_list_asked_for_with_nonsense_is_refused_in_words(cast: scene.Cast, seen: str) -> None:
    hand_over = scene.planned()
    answer = client_of(scene.FROM).post(
        reverse("office-hand-over-listing", args=[hand_over.pk]), {"seen": seen}
    )
    assert answer.status_code == 409
    assert HandOver.objects.get().stage == "planned"


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
    verbs.make_list(hand_over, by=cast.outgoing, at=AT)
    answer = client.post(
        reverse("office-hand-over-calling-off", args=[hand_over.pk]), {"seen": 1, "reason": "人手不够"}
    )
    assert answer.status_code == 409
    assert "人手不够" in answer.content.decode()
