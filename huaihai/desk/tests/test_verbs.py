"""What every desk does with every verb: who is asked, what is refused, what stays of what was typed."""

from collections.abc import Iterator
from typing import Any, cast

import pytest
from django.test import Client, override_settings

from huaihai.desk.tests.plain_desk import THINGS, Thing
from tests import posts

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.urls("huaihai.desk.tests.plain_desk"),
    pytest.mark.usefixtures("in_english"),
]
SHUT = "/things/7/shutting/"


@pytest.fixture
def in_english() -> Iterator[None]:
    with override_settings(LANGUAGE_CODE="en"):
        yield


@pytest.fixture
def thing() -> Iterator[Thing]:
    Thing.all[7] = Thing(7)
    yield Thing.all[7]
    Thing.all.clear()


@pytest.fixture
def desk(client: Client) -> Client:
    posts.load_alliance()
    posts.sign_in(client, posts.post_at("city:320300").account)
    return client


def words(response: Any) -> str:
    return cast("str", response.content.decode())


def test_who_is_not_signed_in_is_not_asked(client: Client, thing: Thing) -> None:
    assert client.get(SHUT).status_code == 302
    assert client.post(SHUT, {"why": "x", "seen": 1}).status_code == 302
    assert thing.stage == "open"


def test_the_page_asks_with_the_words_of_the_declaration(desk: Client, thing: Thing) -> None:
    page = words(desk.get(SHUT))
    for part in ("Shut it", "It can be opened again.", ">Shut</button>", "btn late", "Thing 7", "Why?"):
        assert part in page
    assert 'name="seen" value="1"' in page


def test_it_is_done_and_said(desk: Client, thing: Thing) -> None:
    answer = desk.post(SHUT, {"why": "rain", "seen": 1}, follow=False)
    assert (answer.status_code, answer["Location"]) == (302, "/things/7/")
    assert (thing.stage, thing.version, thing.words) == ("shut", 2, "rain")
    answer = desk.post("/things/7/opening/", {"seen": 2})
    assert [str(one) for one in answer.wsgi_request._messages] == ["It is shut.", "Open again, version 3."]


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_strangers_thing_and_none_at_all_are_not_there(desk: Client, thing: Thing, method: str) -> None:
    thing.is_others = True
    assert getattr(desk, method)(SHUT).status_code == 404
    assert getattr(desk, method)("/things/8/shutting/").status_code == 404


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_verb_that_does_not_exist_now_says_so(desk: Client, thing: Thing, method: str) -> None:
    thing.stage = "shut"
    answer = getattr(desk, method)(SHUT, {"why": "kept words", "seen": 1})
    assert answer.status_code == 409
    assert "This step does not exist at this stage." in words(answer)
    assert ("kept words" in words(answer)) == (method == "post")
    assert thing.version == 1


def test_what_hinders_a_verb_stands_on_its_page_and_at_its_button(desk: Client, thing: Thing) -> None:
    thing.is_hindered = True
    answer = desk.post(SHUT, {"why": "kept words", "seen": 1})
    assert answer.status_code == 409
    assert "It is hindered." in words(answer)
    assert "kept words" in words(answer)
    [first, second] = THINGS.offered(cast("Any", None), thing)
    assert (first.hindered, second.hindered) == (("It is hindered.",), ())


def test_who_was_slower_gets_the_form_again_with_the_new_version(desk: Client, thing: Thing) -> None:
    thing.version = 5
    answer = desk.post(SHUT, {"why": "kept words", "seen": 4})
    assert answer.status_code == 409
    for part in ("the thing is open", "kept words", 'name="seen" value="5"'):
        assert part in words(answer)
    assert thing.stage == "open"


@pytest.mark.parametrize(
    ("why", "status", "text"),
    [
        ("unfit", 200, "Not this reason."),
        ("elsewhere", 200, "It does not fit as a whole."),
        ("impossible", 409, "Not today."),
        ("forbidden", 409, "Not you."),
        ("", 200, "Please fill in: Why?"),
    ],
)
def test_every_refusal_is_said_and_nothing_is_lost(
    desk: Client, thing: Thing, why: str, status: int, text: str
) -> None:
    answer = desk.post(SHUT, {"why": why, "seen": 1})
    assert answer.status_code == status
    assert text in words(answer)
    assert why in words(answer)
    assert thing.stage == "open"


@pytest.mark.parametrize("seen", ["", "x", "-1", "9" * 30])
def test_a_page_without_its_version_acts_not(desk: Client, thing: Thing, seen: str) -> None:
    answer = desk.post(SHUT, {"why": "kept words", "seen": seen})
    assert answer.status_code == 200
    assert "kept words" in words(answer)
    assert thing.stage == "open"


def test_buttons_stand_in_the_order_of_the_desk_and_only_what_exists_now(thing: Thing) -> None:
    nobody = cast("Any", None)
    offered = [(one.url, one.label, one.tone) for one in THINGS.offered(nobody, thing)]
    assert offered == [(SHUT, "Shut it", "late"), ("/things/7/look/", "Look at it", "plain")]
    thing.stage = "shut"
    assert [one.label for one in THINGS.offered(nobody, thing)] == ["Open it again"]
    thing.is_others = True
    assert THINGS.offered(nobody, thing) == []
