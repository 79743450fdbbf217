"""The pages of call-backs: least view, one call with the keyboard, and who sees what."""

import pytest
from django.test import Client
from django.urls import reverse

from huaihai.desk import waiting
from huaihai.insight.callbacks import rounds
from huaihai.insight.callbacks.tests.scene import (
    CITIES,
    DAY,
    DRAWN_AT,
    HOUR,
    QUARTER,
    Scene,
    answered,
    unknown,
)
from huaihai.insight.models import Call, CallAnswer
from huaihai.insight.statistics import keys
from huaihai.kit import clock
from huaihai.supervision.tests.people import client_of
from tests.queries import queries_of

pytestmark = pytest.mark.django_db
LIST = "office-callback-round"


@pytest.fixture(autouse=True)
def _day_of_calls(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: DRAWN_AT + 6 * HOUR)
    monkeypatch.setattr(clock, "today", DRAWN_AT.date)


@pytest.fixture
def client(scene: Scene) -> Client:
    """A browser of somebody of the first city."""
    return client_of(scene.wang)


def test_the_list_shows_number_and_family_name_alone_and_the_first_page_what_waits(
    scene: Scene, client: Client
) -> None:
    for address in (
        reverse(LIST, args=[str(QUARTER)]),
        reverse("office-callback-sheet", args=[str(QUARTER)]),
    ):
        page = client.get(address).content.decode()
        assert str(scene.calls()[0].case.number) in page
        assert "李**" in page
        assert "李演示" not in page
        assert "13800000001" not in page
        assert str(scene.calls(CITIES[1])[0].case.number) not in page
    at = DRAWN_AT + 6 * HOUR
    found = [one for one in waiting.of(scene.wang, at).mine if keys.period(str(QUARTER)) in str(one.title)]
    assert [one.url for one in found] == [reverse(LIST, args=[str(QUARTER)])]
    assert not [
        one for one in waiting.of(scene.office, at).mine if keys.period(str(QUARTER)) in str(one.title)
    ]


def test_a_call_from_masked_to_written_down(scene: Scene, call: Call, client: Client) -> None:
    address = reverse("office-callback", args=[call.pk])
    assert "13800000001" not in client.get(address).content.decode()
    assert client.post(reverse("office-callback-unmask", args=[call.pk]), {"text": "回访"}).url == address
    page = client.get(address).content.decode()
    assert "13800000001" in page
    assert "李演示" in page
    said = {"done": "partly", "money": "0-200", "satisfied": "3", "note": "演示"}
    sent = {"seen": "0", "outcome": "answered", **said}
    assert client.post(address, sent).url == reverse(LIST, args=[str(QUARTER)])
    assert CallAnswer.objects.get().said == said
    assert "partly" not in client.get(address).content.decode()
    answer = client.post(address, {**sent, "note": "演示备注"})
    assert answer.status_code == 409
    assert "演示备注" in answer.content.decode()
    undo = reverse("office-callback-undo", args=[call.pk])
    assert client.get(undo).status_code == 302
    assert client.post(undo, {"seen": "1"}).status_code == 302
    assert not CallAnswer.objects.exists()
    later = reverse("office-callback", args=[scene.calls()[1].pk])
    answer = client.post(later, {"seen": "0", "outcome": "later"})
    *_before, told = answer.wsgi_request._messages
    assert "2" in str(told)  # tries that are left


@pytest.mark.parametrize(
    "spoilt",
    [{"outcome": ""}, {"outcome": "x"}, {"done": "九"}, {"money": "x"}, {"note": "演示" * 200}, {"note": "a\x00b"}],
)  # fmt: skip
def test_bad_input_is_said_and_what_was_typed_stays(scene: Scene, call: Call, spoilt: dict[str, str]) -> None:
    sent = {"seen": "0", "outcome": "answered", "done": "no", "note": "演示备注"} | spoilt
    answer = client_of(scene.wang).post(reverse("office-callback", args=[call.pk]), sent)
    assert answer.status_code == 200
    page = answer.content.decode()
    assert 'role="alert"' in page
    assert "演示" in page
    assert not CallAnswer.objects.exists()


def test_nobody_else_opens_a_call_and_wrong_addresses_are_not_there(
    scene: Scene, call: Call, client: Client
) -> None:
    names = ("office-callback", "office-callback-unmask", "office-callback-undo")
    for actor in (scene.zhao, scene.office, scene.auditor):
        for name in names:
            assert (
                client_of(actor).post(reverse(name, args=[call.pk]), {"text": "x", "seen": "0"}).status_code
                == 404
            )
    assert Client().get(reverse("office-callback", args=[call.pk])).status_code == 302
    page = client_of(scene.auditor).get(reverse(LIST, args=[str(QUARTER)])).content.decode()
    assert reverse("office-callback", args=[call.pk]) not in page
    for quarter in ("2020-Q1", "x", "2026-Q9", "\x00", "2026-Q1\n"):
        assert client.get(reverse(LIST, args=[quarter])).status_code == 404
        assert client.get(reverse("office-callback-sheet", args=[quarter])).status_code == 404
    assert client.get(reverse(LIST, args=[str(QUARTER)]) + "?show=x&page=y").status_code == 200


def test_results_stand_on_the_pages_once_closed(scene: Scene, client: Client) -> None:
    for call in scene.calls()[:8]:
        answered(scene, call, "completely", money="none")
    before = client.get(reverse(LIST, args=[str(QUARTER)])).content.decode()
    assert "100%" not in before
    assert scene.round.seed not in Client().get(reverse("call-backs")).content.decode()
    rounds.close(scene.round, at=DRAWN_AT + DAY)
    after = client.get(reverse(LIST, args=[str(QUARTER)]) + "?show=done").content.decode()
    assert "100%" in after
    assert "100%" in client.get(reverse("office-callbacks")).content.decode()
    public = Client().get(reverse("call-backs")).content.decode()
    assert scene.round.seed in public
    assert "96.7" in public


@pytest.mark.both_databases
def test_more_calls_need_no_more_queries(scene: Scene, client: Client) -> None:
    address = reverse(LIST, args=[str(QUARTER)])
    client.get(address)
    few = queries_of(client.get, address)
    first = scene.calls()[0]
    for number in range(10):
        case = unknown(CITIES[0], 900 + number)
        Call.objects.create(
            round=first.round, case=case, city=first.city, stratum=CITIES[0], kind="goods", rank=500 + number
        )
    assert queries_of(client.get, address) == few
