"""The seven places: what stands where for whom, what is marked, how much waits."""

from collections.abc import Iterable

import pytest
from django.utils import translation

from huaihai.desk.menu import (
    PLACES,
    Here,
    bar_for,
    counts_of,
    entries_for,
    every_place,
    pages_named,
    places_for,
)
from huaihai.desk.roles import READING
from huaihai.kit.side import Hub
from huaihai.members.actors import Actor
from huaihai.members.models import Organisation, Role

SEVEN = ["waiting", "cases", "businesses", "publishing", "action", "numbers", "alliance"]


@pytest.fixture(autouse=True)
def _in_english() -> Iterable[None]:
    with translation.override("en"):
        yield


def somebody(*roles: str, body: Organisation | None = None) -> Actor:
    return Actor("officer", "account:one", organisation=body, roles=frozenset(roles))


def hubs(role: str, path: str = "/nowhere/", key: str = "", waiting: Iterable[str] = ()) -> list[Hub]:
    actor = somebody(role)
    shown = places_for(actor, Here(key, path, {}), list(waiting), lambda place: counts_of(actor, place))
    return shown.hubs


@pytest.mark.parametrize(
    ("role", "places"),
    [
        *((role, SEVEN) for role in ("officer", "mediator", "secretariat")),
        *((role, [*SEVEN, "administration"]) for role in ("head", "auditor")),
        ("system_admin", ["waiting", "alliance", "administration"]),
        ("security_admin", ["waiting", "administration"]),
    ],
)
def test_whoever_looks_has_the_places_that_open(role: str, places: list[str]) -> None:
    assert [hub.key for hub in hubs(role)] == places


@pytest.mark.parametrize(
    ("role", "place", "first"),
    [
        ("head", "numbers", "Reports to send upward"),
        ("auditor", "numbers", "Reports to send upward"),
        ("mediator", "numbers", "Live numbers"),
        ("secretariat", "numbers", "Early warning"),
        ("head", "alliance", "Meetings"),
        ("mediator", "alliance", "Duty roster"),
        ("secretariat", "cases", "Forwarded between cities"),
        ("officer", "cases", "Open cases"),
    ],
)
def test_what_a_role_needs_stands_first(role: str, place: str, first: str) -> None:
    by_key = {one.key: one for one in PLACES}
    assert str(entries_for(somebody(role), by_key[place])[0].label) == first


def test_what_shows_complaint_files_is_for_those_who_may_open_them() -> None:
    def labels(role: str, kind: str = "city") -> set[str]:
        reader = somebody(role, body=Organisation(kind=kind))
        return {str(item.label) for hub in every_place(reader) for item in hub.items}

    assert {"Open cases", "People's own words"} <= labels("officer")
    assert not {"Open cases", "People's own words"} & labels("secretariat")
    assert not {"Open cases", "Ended"} & labels("auditor", "alliance"), "the alliance's auditor opens no file"


def test_only_the_place_where_one_is_is_unfolded() -> None:
    found = hubs("officer", "/office/insight/alarms/7/", "alarms")
    assert [hub.key for hub in found if hub.is_open] == ["numbers"]
    assert [hub.key for hub in found if hub.every] == ["numbers"]
    numbers = next(hub for hub in found if hub.is_open)
    assert [item.url for item in numbers.every if item.is_current] == ["/office/insight/alarms/"]


@pytest.mark.parametrize(
    ("path", "key", "place"),
    [
        ("/desk/funds/claims/", "", "cases"),  # a mediator has no entry for funds: the nearest above counts
        ("/desk/businesses/5/", "", "businesses"),
        ("/office/brands/misuse/", "brand-misuse", "businesses"),
        ("/office/", "office", "waiting"),
        ("/office/unknown/", "", None),
        ("/office/reports/1/", "plans", "alliance"),
    ],
)
def test_a_page_stands_where_its_key_or_else_its_address_says(path: str, key: str, place: str | None) -> None:
    assert next((hub.key for hub in hubs("mediator", path, key) if hub.is_open), None) == place


def test_a_rare_page_is_folded_until_it_is_open() -> None:
    def rest_is_open(path: str, key: str) -> bool:
        return next(hub.rest_is_open for hub in hubs("mediator", path, key) if hub.is_open)

    assert not rest_is_open("/office/roster/", "roster")
    assert rest_is_open("/office/hand-over/", "hand-over")


def test_how_much_waits_stands_beside_the_place_where_it_is_done() -> None:
    waiting = [
        "/office/motions/1/vote/",
        "/office/motions/2/",
        "/office/publications/3/?list=sign",
        "/elsewhere/",
    ]
    counts = {hub.key: hub.count for hub in hubs("head", waiting=waiting) if hub.count}
    assert counts == {"waiting": 4, "publishing": 1, "alliance": 2}


@pytest.mark.parametrize("role", sorted({*READING, Role.SYSTEM_ADMIN.value, Role.SECURITY_ADMIN.value}))
def test_the_bar_of_a_phone_has_at_most_four_places_and_all_of_them_open(role: str) -> None:
    every = hubs(role)
    bar = bar_for(frozenset({role}), every)
    assert 1 <= len(bar) <= 4
    assert [hub for hub in every if hub in bar] == bar
    assert bar[0].key == "waiting"


@pytest.mark.parametrize(
    ("words", "address"),
    [
        ("excel", "/office/insight/reports/"),
        ("basis", "/office/brands/programme/"),
        ("DUTY month", "/office/roster/"),
    ],
)
def test_a_page_is_found_by_its_name_and_by_what_one_does_there(words: str, address: str) -> None:
    assert address in [item.url for item in pages_named(somebody("officer"), words)]
    assert pages_named(somebody("security_admin"), words) == []


@pytest.mark.parametrize("words", ["会议纪要", "整月值班", "会议 纪要"])
@translation.override("zh-hans")
def test_words_in_one_piece_find_a_page_by_their_parts(words: str) -> None:
    found = {item.url for item in pages_named(somebody("officer"), words)}
    assert found
    assert found <= {"/office/meetings/", "/office/roster/"}


@pytest.mark.parametrize("words", ["会议火箭", "纪要纪", "月报x"])
@translation.override("zh-hans")
def test_a_word_of_which_a_part_is_nowhere_finds_no_page(words: str) -> None:
    assert pages_named(somebody("officer"), words) == []
