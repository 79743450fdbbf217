"""The pages of the hand-over, seen by both sides, by others, and by whoever was slower."""

from datetime import date, datetime

import pytest
from django.urls import reverse

from huaihai.governance import secretariat
from huaihai.governance.hand_over import verbs
from huaihai.governance.models import HandOver, RotaTurn
from huaihai.governance.tests import handing_over as scene
from huaihai.governance.tests.handing_over import client_of, page, signing_data
from huaihai.kit import clock, signing
from huaihai.kit.canonical import digest
from tests.posts import AT, body, wrong_code
from tests.reading import queries_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def now(monkeypatch: pytest.MonkeyPatch) -> list[datetime]:
    """The moment that the pages take for now; a test may move it."""
    moment = [AT]
    monkeypatch.setattr(clock, "now", lambda: moment[0])
    return moment


def test_from_the_plan_to_the_next_secretariat_through_the_pages(
    cast: scene.Cast, now: list[datetime]
) -> None:
    scene.duty("整理通讯录")
    hand_over = scene.planned()
    outgoing, incoming = client_of(scene.FROM), client_of(scene.TO)
    assert "徐州" in page(outgoing, "office-hand-over")
    one = reverse("office-hand-over-one", args=[hand_over.pk])

    made = outgoing.post(
        reverse("office-hand-over-listing", args=[hand_over.pk]), {"seen": hand_over.version}
    )
    assert made.status_code == 302
    assert "整理通讯录" in page(incoming, "office-hand-over-one", hand_over.pk)

    for client in (outgoing, incoming):
        address = reverse("office-hand-over-signature", args=[hand_over.pk])
        assert client.get(address).status_code == 200
        assert client.post(address, signing_data(hand_over)).url == one
    assert "双方已签字" in page(outgoing, "office-hand-over-one", hand_over.pk)

    now[0] = scene.night_of(scene.ON)
    after = page(incoming, "office-hand-over-one", hand_over.pk)
    assert "0:00 起" not in after
    assert "担任秘书处。" in after
    assert secretariat.secretariat_on(scene.ON) == body(scene.TO)


def test_a_wrong_code_signs_nothing(cast: scene.Cast) -> None:
    hand_over = scene.listed(cast)
    client = client_of(scene.TO)
    answer = client.post(
        reverse("office-hand-over-signature", args=[hand_over.pk]),
        signing_data(hand_over) | {"code": wrong_code()},
    )
    assert answer.status_code == 200
    assert 'id="errors"' in answer.text
    assert HandOver.objects.get().stage == "listed"


def test_a_list_made_again_meanwhile_is_not_signed_unseen(cast: scene.Cast) -> None:
    hand_over = scene.listed(cast)
    client = client_of(scene.TO)
    data = signing_data(hand_over)
    scene.duty("新来的事")
    verbs.make_list(hand_over, by=cast.outgoing, at=AT)
    answer = client.post(reverse("office-hand-over-signature", args=[hand_over.pk]), data)
    assert answer.status_code == 409
    assert HandOver.objects.get().stage == "listed"


def test_on_the_day_without_signatures_the_page_says_so_loudly(cast: scene.Cast, now: list[datetime]) -> None:
    hand_over = scene.listed(cast)
    now[0] = scene.night_of(scene.ON)
    client = client_of(scene.FROM)
    for text in (page(client, "office-hand-over"), page(client, "office-hand-over-one", hand_over.pk)):
        assert 'role="alert"' in text
        assert "仍是秘书处" in text


@pytest.mark.both_databases
def test_the_json_carries_the_hash_that_both_sides_signed(cast: scene.Cast) -> None:
    hand_over = scene.signed(cast)
    answer = client_of(scene.OTHER).get(reverse("office-hand-over-json", args=[hand_over.pk]))
    told = answer.json()
    assert digest(told["document"]) == told["sha256"]
    assert {row["hash"] for row in told["signatures"]} == {told["sha256"]}
    assert signing.canonical(told["document"])


def test_the_page_has_every_line_and_on_paper_room_for_two_seals(cast: scene.Cast) -> None:
    for number in range(60):
        scene.duty(f"事项{number:02}")
    text = page(client_of(scene.FROM), "office-hand-over-one", scene.listed(cast).pk)
    assert all(f"事项{number:02}" in text for number in range(60))
    assert text.count("公章") == 2


@pytest.mark.both_databases
def test_the_number_of_queries_does_not_grow_with_the_list(cast: scene.Cast) -> None:
    hand_over, client = scene.listed(cast), client_of(scene.TO)
    address = reverse("office-hand-over-one", args=[hand_over.pk])
    client.get(address)
    few = queries_of(client, address)
    for number in range(30):
        scene.duty(f"事项{number}")
    verbs.make_list(hand_over, by=cast.outgoing, at=AT)
    assert queries_of(client, address) <= few


def test_the_office_plans_the_next_turn_of_an_agreed_rota(cast: scene.Cast) -> None:
    turn = RotaTurn.objects.create(
        organisation=body(scene.TO), from_on=date(2027, 7, 1), source="第三次年会", mark="read"
    )
    office, other = client_of(scene.FROM), client_of(scene.OTHER)
    address = reverse("office-hand-over-planned")
    assert address not in page(other, "office-hand-over")
    assert other.post(address, {"turn": turn.pk}).status_code == 409
    assert office.post(address, {"turn": "x"}).status_code == 409
    assert office.post(address, {"turn": turn.pk}).status_code == 302
    assert HandOver.objects.get().on == date(2027, 7, 1)
    assert office.post(address, {"turn": turn.pk}).status_code == 409


def test_earlier_hand_overs_stay_readable(cast: scene.Cast, now: list[datetime]) -> None:
    scene.signed(cast)
    now[0] = scene.night_of(scene.ON)
    gone = scene.planned(to=scene.OTHER, on=date(2028, 1, 1), serial=2, at=now[0])
    verbs.call_off(gone, reason="x", by=cast.other, at=now[0])
    text = page(client_of(scene.OTHER), "office-hand-over")
    assert "双方已签字" in text
    assert "已取消" in text


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


def test_calling_off_what_moved_meanwhile_asks_again(cast: scene.Cast) -> None:
    hand_over = scene.listed(cast)
    client = client_of(scene.TO)
    verbs.make_list(hand_over, by=cast.outgoing, at=AT)
    answer = client.post(
        reverse("office-hand-over-calling-off", args=[hand_over.pk]), {"seen": 1, "reason": "人手不够"}
    )
    assert answer.status_code == 409
    assert "人手不够" in answer.text
