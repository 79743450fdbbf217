"""How much waits, beside the places of the menu: counted once a minute, and at once after one has done something."""

import pytest
from django.contrib import messages
from django.contrib.messages.storage.session import SessionStorage
from django.http import HttpRequest
from django.test import Client, RequestFactory
from django.urls import reverse

from huaihai.desk import frame
from huaihai.desk.waiting import Lists, Waiting, Whose
from huaihai.members.actors import Actor
from tests.posts import load_tree, post_at, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("menu_numbers")]


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> list[Actor]:
    """For whom it was counted, one after the other: two things wait for everybody."""
    asked: list[Actor] = []

    def addresses(request: HttpRequest) -> list[str]:
        asked.append(frame.actor_of(request))
        return [reverse("office-meetings"), reverse("office-publications")]

    monkeypatch.setattr(frame, "addresses_waiting", addresses)
    load_tree()
    return asked


def numbers(actor: Actor, *, method: str = "get", with_message: bool = False) -> dict[str, int | None]:
    request = getattr(RequestFactory(), method)(reverse("office-roster"))
    request.actor, request.session, request.user = actor, {}, None
    request._messages = SessionStorage(request)
    if with_message:
        messages.success(request, "done")
    places = frame.side_of(request, "roster").places
    return {hub.key: hub.count for hub in places.hubs} if places else {}


def test_it_is_counted_once_for_each_person(counted: list[Actor]) -> None:
    one, other = (Actor.officer(post_at(key)) for key in ("city:320300", "city:411400"))
    for actor in (one, one, other, one):
        assert numbers(actor) == {
            "waiting": 2,
            "cases": None,
            "businesses": None,
            "publishing": 1,
            "action": None,
            "numbers": None,
            "alliance": 1,
        }
    assert [actor.key for actor in counted] == [one.key, other.key]


def test_whoever_did_something_sees_new_numbers_at_once(counted: list[Actor]) -> None:
    actor = Actor.officer(post_at("city:320300"))
    for given in ({}, {"method": "post"}, {}, {"with_message": True}, {}):
        numbers(actor, **given)  # type: ignore[arg-type]
    assert len(counted) == 3


def test_the_real_rows_of_all_rooms_are_counted(client: Client) -> None:
    load_tree()
    sign_in(client, post_at("city:320300").account)
    assert client.get(reverse("office-find")).status_code == 200


def test_the_menu_counts_as_the_first_page_does_each_thing_of_ones_own() -> None:
    def row(whose: Whose, count: int) -> Waiting:
        return Waiting("key", "case", "title", "/desk/", "open", whose=whose, count=count)

    request = RequestFactory().get("/office/")
    request.waits = Lists([row(Whose.MINE, 3)], [row(Whose.NOBODY, 5)], [])  # type: ignore[attr-defined]
    assert frame.addresses_waiting(request) == ["/desk/"] * 3
