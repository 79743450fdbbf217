"""The pages of re-decisions: really blind, own files alone, bad input, and what the public reads."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from huaihai.desk import waiting
from huaihai.insight.models import RedecisionRound, RedecisionSeat, RedecisionSheet
from huaihai.insight.redecisions import verbs
from huaihai.insight.redecisions.tests.scene import AT, Scene, assemble, hand_in
from huaihai.kit import clock
from huaihai.supervision.tests.people import client_of
from tests.queries import queries_of

pytestmark = pytest.mark.django_db
MINE = "office-redecisions"


@pytest.fixture(autouse=True)
def _day_of_the_draw(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: AT)
    monkeypatch.setattr(clock, "today", AT.date)


def test_the_secretariat_draws_by_a_button_and_picks_nobody() -> None:
    scene = assemble()
    address = reverse("office-redecision-draw")
    client = client_of(scene.office)
    page = client.get(reverse(MINE)).content.decode()
    assert address in page
    other = client_of(next(iter(scene.people.values())))
    assert address not in other.get(reverse(MINE)).content.decode()
    assert other.post(address).status_code == 409
    assert client.get(address).status_code == 302
    assert client.post(address).status_code == 302
    assert RedecisionRound.objects.count() == 1
    assert address not in client.get(reverse(MINE)).content.decode()
    assert client.post(address).status_code == 409


def test_a_sheet_from_open_to_handed_in_and_of_who_knows_the_case(scene: Scene) -> None:
    seat = scene.seats()[0]
    client = client_of(scene.actor(seat))
    address = reverse("office-redecision", args=[seat.pk])
    page = client.get(address).content.decode()
    assert "漏电" in page
    for word in ("演示水壶店", "李演示", "13800000001", str(seat.file.case.number)):
        assert word not in page
    assert "徐州" not in page.split("<main")[1].split("</main")[0]
    sent = {"admit": "no", "ground": "ALL-TOO-OLD", "why": "演示理由"}
    assert client.post(address, sent).url == reverse(MINE)
    assert RedecisionSheet.objects.get().decided["ground"] == "ALL-TOO-OLD"
    assert "演示理由" in client.get(address).content.decode()
    assert client.post(address, sent).status_code == 409
    seat = scene.seats()[1]
    client = client_of(scene.actor(seat))
    address = reverse("office-redecision-known", args=[seat.pk])
    assert client.get(address).status_code == 302
    assert client.post(address).status_code == 302
    assert RedecisionSeat.objects.get(pk=seat.pk).state == "known"
    assert client.post(address).status_code == 409


@pytest.mark.parametrize(
    "spoilt",
    [{"admit": "九"}, {"ground": ""}, {"admit": "yes"}, {"share": "77"}, {"remedy": "x"}, {"why": "a\x00b"}],
)
def test_bad_input_is_said(scene: Scene, spoilt: dict[str, str]) -> None:
    seat = scene.seats()[0]
    sent = {"admit": "no", "ground": "ALL-TOO-OLD", "why": "演示理由"} | spoilt
    answer = client_of(scene.actor(seat)).post(reverse("office-redecision", args=[seat.pk]), sent)
    assert answer.status_code == 200
    assert 'role="alert"' in answer.content.decode()
    assert not RedecisionSheet.objects.exists()


def test_nobody_else_opens_a_file_and_the_first_page_says_what_waits(scene: Scene) -> None:
    first, second = scene.seats()[:2]
    hand_in(scene, first, said={"why": "演示理由"})
    names = ("office-redecision", "office-redecision-known")
    for actor in (scene.actor(second), scene.office, scene.auditor):
        client = client_of(actor)
        for name in names:
            assert client.post(reverse(name, args=[first.pk])).status_code == 404
        assert "演示理由" not in client.get(reverse(MINE)).content.decode()
    beside = client_of(scene.actor(second)).get(reverse("office-redecision", args=[second.pk]))
    assert "演示理由" not in beside.content.decode()
    found = [one for one in waiting.of(scene.actor(second), AT).mine if one.url == reverse(MINE)]
    assert len(found) == 1
    assert not [one for one in waiting.of(scene.office, AT).mine if one.url == reverse(MINE)]


def test_the_public_reads_numbers_and_no_city(scene: Scene) -> None:
    assert scene.round.seed not in Client().get(reverse("re-decisions")).content.decode()
    for number, seat in enumerate(scene.seats()):
        hand_in(scene, seat, said={"admit": "no", "ground": "ALL-TOO-OLD"} if number % 4 < 2 else {})
    verbs.close(scene.round, at=AT + timedelta(days=1))
    page = Client().get(reverse("re-decisions")).content.decode()
    main = page.split("<main")[1].split("</main")[0]
    assert "100%" in main
    assert "1.00" in main
    assert scene.round.seed in main
    for name in ("徐州", "商丘", "济宁", "淮北"):
        assert name not in main


@pytest.mark.both_databases
def test_my_list_needs_the_same_queries_for_few_and_for_many(scene: Scene) -> None:
    seat = scene.seats()[0]
    client = client_of(scene.actor(seat))
    client.get(reverse(MINE))
    many = queries_of(client.get, reverse(MINE))
    RedecisionSeat.objects.filter(account=seat.account_id).exclude(pk=seat.pk).delete()
    few = queries_of(client.get, reverse(MINE))
    assert few == many
