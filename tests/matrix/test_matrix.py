"""Every address and method answers every kind of people as the table says; who is not named finds nothing there."""

import os
import re
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from django.apps import apps

from huaihai.cases import page_rows
from huaihai.cases.models import Case
from tests.matrix import addresses, examples, rows, rules, table
from tests.matrix.addresses import METHODS, Address
from tests.matrix.asking import Door
from tests.matrix.examples import Example
from tests.matrix.nobody import NOBODY
from tests.matrix.people import NAMES, People
from tests.matrix.table import Line

pytestmark = pytest.mark.django_db
WRITES = os.environ.get(
    "HUAIHAI_MATRIX", ""
)  # "write": all anew; "add": what has no line, or opens to nobody
LIKELY = ("officer", "consumer", "business", "head", "secretariat")
EVERY = [one for one in addresses.every() if not one.is_protocol]
ROOMS = sorted({one.room for one in EVERY})


@pytest.fixture
def people() -> People:
    return People()


@pytest.fixture
def door() -> Iterator[Door]:
    with Door().open() as held:
        yield held


def test_every_address_has_a_line_and_every_line_an_address() -> None:
    known, there = {key for key, _method in table.read()}, {one.key for one in EVERY}
    assert not there - known, "addresses of which tests/matrix/tables says nothing"
    assert not known - there, "lines of addresses that are gone"


@pytest.mark.parametrize("room", ROOMS)
def test_everybody_is_answered_as_the_table_says(room: str, door: Door, people: People) -> None:
    people.letter = rows.letter(rows.world_case())
    held = [one for one in EVERY if one.room == room]
    if WRITES:
        failed = write(room, held, door, people)
        assert not failed, "\n".join(failed)
        return
    known = table.read()
    wrong = [text for one in held for text in _differences(one, known, door, people)]
    assert not wrong, "\n".join([f"{len(wrong)} differences", *wrong[:80]])


def _differences(
    one: Address, known: dict[tuple[str, str], Line], door: Door, people: People
) -> Iterator[str]:
    lines = [known[one.key, method] for method in METHODS if (one.key, method) in known]
    if not lines:
        yield f"{one.key}: no line"
        return
    example = next((held for held in examples.of(one) if held.stage == lines[0].row), None)
    if example is None:
        yield f"{one.key}: no row is {lines[0].row!r} any more; write the table anew"
        return
    for line in _lines(one, example, door, people):
        meant = known.get(
            (one.key, line.method), Line(one.key, line.method, line.row, frozenset(), frozenset())
        )
        for name in NAMES:
            if line.word_for(name) != meant.word_for(name):
                yield f"{line.method} {one.key} | {name}: {line.word_for(name)}, not {meant.word_for(name)}"


def _lines(one: Address, example: Example, door: Door, people: People) -> Iterator[Line]:
    path, relation = one.path(example.values(one)), example.relation
    for method in METHODS:
        form = form_of(one, example, method)
        words = {}
        for name in NAMES:
            words[name] = door.ask(method, path, people.cookie(name, relation), **form).word
            if words[name] == "405":
                break
        if "405" in words.values():
            continue
        may, refused = (
            frozenset(name for name, word in words.items() if word == wanted) for wanted in ("may", "refused")
        )
        yield Line(one.key, method, example.stage, may, refused)


def write(room: str, held: list[Address], door: Door, people: People) -> list[str]:
    """The table of a room as it is; gives back what could not be asked."""
    lines: list[Line] = []
    failed, known = [], table.read() if WRITES == "add" else {}
    for one in held:
        there = [known[one.key, method] for method in METHODS if (one.key, method) in known]
        if there and all(line.may or line.refused for line in there):
            lines += there
            continue
        try:
            lines += list(_found(one, door, people))
        except Exception as error:  # noqa: BLE001 -- all are told at once
            failed.append(f"{one.key}: {error!r}"[:300])
    table.write(room, lines)
    return failed


def _found(one: Address, door: Door, people: People) -> Iterable[Line]:
    """The answers on the row for which most can be done."""
    best: tuple[int, Example] | None = None
    seen = set()
    for example in examples.of(one):
        if example.stage in seen:
            continue
        seen.add(example.stage)
        score = _score(one, example, door, people)
        if best is None or score > best[0]:
            best = (score, example)
        if score >= 100 and not score % 100:  # open to somebody, refused to nobody: nothing is too late
            break
    assert best is not None, f"{one.key}: no row to try it on"
    return _lines(one, best[1], door, people)


def form_of(one: Address, example: Example, method: str) -> dict[str, str]:
    asked = rules.ASKED.get(one.name, {})
    return asked | {"seen": example.version} if method == "POST" else asked


def _score(one: Address, example: Example, door: Door, people: People) -> int:
    """How much can be done with this row."""
    path, relation = one.path(example.values(one)), example.relation
    for method in METHODS:
        form = form_of(one, example, method)
        words = [door.ask(method, path, people.cookie(name, relation), **form).word for name in LIKELY]
        score = 100 * words.count("may") + words.count("refused")
        if score:
            return score
    return 0


@pytest.mark.parametrize("room", ROOMS)
def test_what_is_not_theirs_answers_like_what_is_not_there(room: str, door: Door, people: People) -> None:
    people.letter = rows.letter(rows.world_case())
    known, wrong = table.read(), []
    for one in EVERY:
        line = next((known[one.key, method] for method in METHODS if (one.key, method) in known), None)
        example = next((held for held in examples.of(one) if line and held.stage == line.row), None)
        values = example.values(one) if example and one.room == room else {}
        nothing = not_there(values)
        if example is None or nothing == values:
            continue
        for method in METHODS:
            line = known.get((one.key, method))
            for name in strangers(line) if line else ():
                cookie, form = people.cookie(name, example.relation), form_of(one, example, method)
                theirs = door.ask(method, one.path(values), cookie, **form)
                none = door.ask(method, one.path(nothing), cookie, **form)
                if theirs != replace(none, place=_as_of(none.place, nothing, values)):
                    wrong.append(f"{method} {one.key} | {name}: {theirs}, {none}")
    assert not wrong, "\n".join([f"{len(wrong)} differences", *wrong[:40]])


def _as_of(place: str, nothing: dict[str, Any], values: dict[str, Any]) -> str:
    """Where it leads, with the key of the row that there is."""
    for name, value in nothing.items():
        place = place.replace(str(value), str(values[name]))
    return place


def strangers(line: Line) -> list[str]:
    """Of each side one who finds nothing there."""
    sides = (
        ("other", "partner", "beside", "county", "auditor", "secretariat"),
        ("other-business", "mandate"),
    )
    none = [[name for name in side if line.word_for(name) == "no"] for side in (*sides, ("other-consumer",))]
    return [names[0] for names in none if names]


def test_the_page_that_says_nothing_is_there_is_the_same(door: Door, people: People) -> None:
    """Drawn, for everybody who is told so: only the address of the page itself may differ."""
    case, nobody = rows.world_case().pk, uuid.uuid4()
    door.draws = True
    for name in ("other-consumer", "other-business", "beside", "other", "secretariat", "auditor", "system"):
        bodies = set()
        for key in (case, nobody):
            path = f"/{'my' if name == 'other-consumer' else 'desk/cases'}/{key}/"
            response: Any = door.send(
                "GET", path, people.cookie(name, examples.relation_of(rows.world_case()))
            )
            assert response.status_code == 404
            bodies.add(response.content.decode().replace(str(key), "key"))
        assert len(bodies) == 1, name


def test_every_address_opens_to_somebody() -> None:
    """Else nothing was tried there: an address that leads nowhere says 404 to all."""
    shut = {f"{line.method} {line.key}" for line in table.read().values() if not line.may | line.refused}
    assert sorted(shut - set(NOBODY)) == [], "try another row, or say in nobody.py why there is none"


def test_other_methods_are_not_taken(door: Door, people: People) -> None:
    taken = []
    for one in EVERY[::5]:
        example = next(iter(examples.of(one)))
        answer = door.ask("DELETE", one.path(example.values(one)), people.cookie("officer", example.relation))
        if answer.status < 300:
            taken.append(f"{one.key}: {answer}")
    assert taken == []


def test_without_scoping_the_table_fails(door: Door, people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    """Were `visible_to` to give every row, each room that keeps something for some would be found."""
    for model in apps.get_models():
        for kind in {type(model._default_manager), type(model._default_manager.all())}:
            if hasattr(kind, "visible_to"):
                monkeypatch.setattr(kind, "visible_to", lambda held, *_actor, **_more: held.all())
    monkeypatch.setattr(
        page_rows, "_visible", lambda _actor, pk: Case.objects.for_page().filter(pk=pk).first()
    )
    people.letter = rows.letter(rows.world_case())
    known = table.read()
    found = {
        room: [text for one in some for text in _differences(one, known, door, people)]
        for room in ROOMS
        if (some := [one for one in EVERY if one.room == room and OPEN_WITHOUT_SCOPING.search(one.key)])
    }
    assert {room for room, wrong in found.items() if wrong} == set(found), {
        k: len(v) for k, v in found.items()
    }


OPEN_WITHOUT_SCOPING = re.compile(
    r"^(my/<uuid:case_id>/|desk/cases/<uuid:case_id>/|desk/consultations/<|business/cases/<uuid:case_id>/|desk/funds/<uuid:fund_id>/"
    r"|business/funds/<uuid:fund_id>/|desk/joining/<uuid:enrolment_id>/"
    r"|office/insight/(narratives|callbacks/calls)/<uuid:pk>/)$"
)


def not_there(values: dict[str, Any]) -> dict[str, Any]:
    """The same address of a row that there is none of."""
    first = next((name for name, value in values.items() if isinstance(value, uuid.UUID)), None)
    return values | {first: uuid.uuid4()} if first else values
