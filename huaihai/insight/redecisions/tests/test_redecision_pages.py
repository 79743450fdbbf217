"""The pages of re-decisions: really blind, own files alone, bad input, and what the public reads."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from huaihai.desk.waiting import of_other_rooms
from huaihai.insight.models import RedecisionRound, RedecisionSeat, RedecisionSheet
from huaihai.insight.redecisions import verbs
from huaihai.insight.redecisions.tests.scene import AT, assemble, drawn, hand_in
from huaihai.kit import clock
from huaihai.supervision.tests.people import client_of

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


def test_a_sheet_from_open_to_handed_in() -> None:
    scene = drawn()
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


@pytest.mark.parametrize(
    "spoilt",
    [{"admit": ""}, {"admit": "九"}, {"ground": "x"}, {"ground": ""}, {"admit": "yes"}, {"share": "77"},
     {"remedy": "x"}, {"why": "长" * 501}, {"why": "a\x00b"}],
)  # fmt: skip
def test_bad_input_is_said(spoilt: dict[str, str]) -> None:
    scene = drawn()
    seat = scene.seats()[0]
    sent = {"admit": "no", "ground": "ALL-TOO-OLD", "why": "演示理由"} | spoilt
    answer = client_of(scene.actor(seat)).post(reverse("office-redecision", args=[seat.pk]), sent)
    assert answer.status_code == 200
    assert 'role="alert"' in answer.content.decode()
    assert not RedecisionSheet.objects.exists()


def test_nobody_else_opens_a_file() -> None:
    scene = drawn()
    first, second = scene.seats()[:2]
    hand_in(scene, first, said={"why": "演示理由"})
    names = ("office-redecision", "office-redecision-known")
    for actor in (scene.actor(second), scene.office, scene.auditor):
        client = client_of(actor)
        for name in names:
            assert client.post(reverse(name, args=[first.pk])).status_code == 404
        assert "演示理由" not in client.get(reverse(MINE)).content.decode()
    assert (
        "演示理由"
        not in client_of(scene.actor(second))
        .get(reverse("office-redecision", args=[second.pk]))
        .content.decode()
    )
    assert Client().get(reverse("office-redecision", args=[first.pk])).status_code == 302


def test_who_knows_a_case_says_so_with_one_button() -> None:
    scene = drawn()
    seat = scene.seats()[0]
    client = client_of(scene.actor(seat))
    address = reverse("office-redecision-known", args=[seat.pk])
    assert client.get(address).status_code == 302
    assert client.post(address).status_code == 302
    assert RedecisionSeat.objects.get(pk=seat.pk).state == "known"
    assert client.post(address).status_code == 409


def test_the_public_reads_numbers_and_no_city() -> None:
    scene = drawn()
    assert scene.round.seed not in Client().get(reverse("re-decisions")).content.decode()
    for number, seat in enumerate(scene.seats()):
        hand_in(scene, seat, said={"admit": "no", "ground": "ALL-TOO-OLD"} if number % 4 < 2 else {})
    verbs.close(scene.round, at=AT + timedelta(days=1))
    page = Client().get(reverse("re-decisions")).content.decode()
    main = page.split("<main")[1].split("</main")[0]
    assert "100 %" in main
    assert "1.00" in main
    assert scene.round.seed in main
    for name in ("徐州", "商丘", "济宁", "淮北"):
        assert name not in main


@pytest.mark.both_databases
def test_my_list_needs_the_same_queries_for_few_and_for_many() -> None:
    scene = drawn()
    seat = scene.seats()[0]
    client = client_of(scene.actor(seat))
    client.get(reverse(MINE))
    with CaptureQueriesContext(connection) as many:
        client.get(reverse(MINE))
    RedecisionSeat.objects.filter(account=seat.account_id).exclude(pk=seat.pk).delete()
    with CaptureQueriesContext(connection) as few:
        client.get(reverse(MINE))
    assert len(few) == len(many)


def test_the_first_page_of_the_office_says_what_waits() -> None:
    scene = drawn()
    seat = scene.seats()[0]
    found = [one for one in of_other_rooms(scene.actor(seat), AT) if one.url == reverse(MINE)]
    assert len(found) == 1
    assert not [one for one in of_other_rooms(scene.office, AT) if one.url == reverse(MINE)]
