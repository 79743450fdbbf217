"""Every address and method answers every kind of people as the table says; who is not named finds nothing there."""

import json
import os
import re
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import pytest
from django.apps import apps

from huaihai.cases import page_rows
from huaihai.cases.models import Case
from huaihai.kit import http_signing
from tests.matrix import addresses, examples, rows, systems, table
from tests.matrix.addresses import METHODS, Address
from tests.matrix.asking import Answer, Door
from tests.matrix.examples import Example
from tests.matrix.nobody import NOBODY
from tests.matrix.people import NAMES, People
from tests.matrix.table import Line

pytestmark = pytest.mark.django_db
WRITES = os.environ.get(
    "HUAIHAI_MATRIX", ""
)  # "write": all anew; "add": what has no line, or opens to nobody
LIKELY = ("officer", "consumer", "business", "head", "secretariat", "own-system", "practice-system")
EVERY = addresses.every()
ROOMS = sorted({one.room for one in EVERY})
# What an address needs to be asked at all: a query, or fields of its form.
ASKED: dict[str, dict[str, str]] = {
    "office-figure": {"since": "2026-01-01", "until": "2026-03-31"},
    "office-brand-criteria-comparison": {"from": "1", "to": "2"},
    "business-person-role": {"role": "answerer"},
    "desk-practice": {"example": "declined"},
}


@dataclass
class Everybody:
    """All who ask, and where."""

    door: Door
    people: People = field(default_factory=People)

    def answers(
        self, one: Address, example: Example, method: str, values: dict[str, Any], names: Iterable[str]
    ) -> dict[str, Answer]:
        """What one address with these values answers them; nothing, if it does not take this method."""
        path, found = one.path(values), {}
        for name in names:
            found[name] = self._ask(one, example, method, path, name)
            if found[name].word == "405":
                return {}
        return found

    def _ask(self, one: Address, example: Example, method: str, path: str, name: str) -> Answer:
        if not one.is_protocol:
            form = ASKED.get(one.name, {}) | ({"seen": example.version} if method == "POST" else {})
            return self.door.ask(method, path, self.people.cookie(name, example.relation), **form)
        headers: dict[str, str] = {}
        body = json.dumps(systems.body(one.last, example.row)).encode() if method == "POST" else b""
        if name in systems.NAMES:
            headers = systems.headers(name, example.relation, method, path, body)
        elif cookie := self.people.cookie(name, example.relation):
            headers = {"Cookie": cookie}
        return self.door.ask_as_system(method, path, body, headers)


@pytest.fixture
def everybody() -> Iterator[Everybody]:
    with Door().open() as door:
        found = Everybody(door)
        found.people.letter = rows.letter(rows.world_case())
        yield found


def who_asks(one: Address) -> tuple[str, ...]:
    return systems.WHO if one.is_protocol else tuple(NAMES)


def test_every_address_has_a_line_and_every_line_an_address() -> None:
    known, there = {key for key, _method in table.read()}, {one.key for one in EVERY}
    assert not there - known, "addresses of which tests/matrix/tables says nothing"
    assert not known - there, "lines of addresses that are gone"


@pytest.mark.parametrize("room", ROOMS)
def test_everybody_is_answered_as_the_table_says(room: str, everybody: Everybody) -> None:
    """And what is not theirs like what is not there."""
    some = [one for one in EVERY if one.room == room]
    if WRITES:
        failed = write(room, some, everybody)
        assert not failed, "\n".join(failed)
        return
    known = table.read()
    wrong = [text for one in some for text in _differences(one, known, everybody)]
    assert not wrong, "\n".join([f"{len(wrong)} differences", *wrong[:80]])


def _differences(one: Address, known: dict[tuple[str, str], Line], everybody: Everybody) -> Iterator[str]:
    row = next((known[one.key, method].row for method in METHODS if (one.key, method) in known), None)
    if row is None:
        yield f"{one.key}: no line"
        return
    example = next((held for held in examples.of(one) if held.stage == row), None)
    if example is None:
        yield f"{one.key}: no row is {row!r} any more; write the table anew"
        return
    values = example.values(one)
    for method in METHODS:
        answers = everybody.answers(one, example, method, values, who_asks(one))
        meant = known.get((one.key, method))
        for name, answer in answers.items():
            word = meant.word_for(name) if meant else "405"
            if answer.word != word:
                yield f"{method} {one.key} | {name}: {answer.word}, not {word}"
        if not answers and meant:
            yield f"{method} {one.key}: not taken any more"
        yield from _told_apart(everybody, one, example, method, values=values, answers=answers)
    deleted = everybody.answers(one, example, "DELETE", values, ["officer"]).get("officer")
    if deleted is not None and deleted.status < 300:
        yield f"DELETE {one.key}: {deleted}"


def _told_apart(
    everybody: Everybody,
    one: Address,
    example: Example,
    method: str,
    *,
    values: dict[str, Any],
    answers: dict[str, Answer],
) -> Iterator[str]:
    """Who can tell a row that is not theirs from one that is not there."""
    nothing = not_there(values)
    if nothing == values:
        return
    none = everybody.answers(one, example, method, nothing, strangers(answers))
    for name, answer in none.items():
        if answers[name] != replace(answer, place=_as_of(answer.place, nothing, values)):
            yield f"{method} {one.key} | {name}: {answers[name]}, but where there is none {answer}"


def not_there(values: dict[str, Any]) -> dict[str, Any]:
    """The same address of a row that there is none of."""
    first = next((name for name, value in values.items() if isinstance(value, uuid.UUID)), None)
    return values | {first: uuid.uuid4()} if first else values


def _as_of(place: str, nothing: dict[str, Any], values: dict[str, Any]) -> str:
    """Where it leads, with the key of the row that there is."""
    for name, value in nothing.items():
        place = place.replace(str(value), str(values[name]))
    return place


SIDES = (
    ("other", "partner", "beside", "county", "auditor", "secretariat"),
    ("other-business", "mandate"),
    ("other-consumer",),
    ("other-system", "own-system"),
    ("other-practice",),
)


def strangers(answers: dict[str, Answer]) -> list[str]:
    """Of each side one who finds nothing there."""
    none = [[name for name in side if name in answers and answers[name].word == "no"] for side in SIDES]
    return [names[0] for names in none if names]


def write(room: str, some: list[Address], everybody: Everybody) -> list[str]:
    """The table of a room as it is; gives back what could not be asked."""
    lines: list[Line] = []
    failed, known = [], table.read() if WRITES == "add" else {}
    for one in some:
        there = [known[one.key, method] for method in METHODS if (one.key, method) in known]
        if there and all(line.may or line.refused for line in there):
            lines += there
            continue
        try:
            lines += list(_found(one, everybody))
        except Exception as error:  # noqa: BLE001 -- all are told at once
            failed.append(f"{one.key}: {error!r}"[:300])
    table.write(room, lines)
    return failed


def _found(one: Address, everybody: Everybody) -> Iterator[Line]:
    """The answers on the row for which most can be done."""
    by_stage: dict[str, Example] = {}
    for example in examples.of(one):
        by_stage.setdefault(example.stage, example)
    best, most = None, -1
    for example in by_stage.values():
        score = _score(one, example, everybody)
        if score > most:
            best, most = example, score
        if score >= 100 and not score % 100:  # open to somebody, refused to nobody: nothing is too late
            break
    assert best is not None, f"{one.key}: no row to try it on"
    for method in METHODS:
        answers = everybody.answers(one, best, method, best.values(one), who_asks(one))
        may, refused = (
            frozenset(name for name, answer in answers.items() if answer.word == wanted)
            for wanted in ("may", "refused")
        )
        if answers:
            yield Line(one.key, method, best.stage, may, refused)


def _score(one: Address, example: Example, everybody: Everybody) -> int:
    """How much can be done with this row."""
    names = [name for name in LIKELY if name in who_asks(one)]
    for method in METHODS:
        answers = everybody.answers(one, example, method, example.values(one), names)
        words = [answer.word for answer in answers.values()]
        if score := 100 * words.count("may") + words.count("refused"):
            return score
    return 0


def test_the_page_that_says_nothing_is_there_is_the_same(everybody: Everybody) -> None:
    """Drawn, for everybody who is told so: only the address of the page itself may differ."""
    case, door = rows.world_case(), everybody.door
    door.draws = True
    for name in ("other-consumer", "other-business", "beside", "other", "secretariat", "auditor", "system"):
        bodies = set()
        for key in (case.pk, uuid.uuid4()):
            path = f"/{'my' if name == 'other-consumer' else 'desk/cases'}/{key}/"
            cookie = everybody.people.cookie(name, examples.relation_of(case))
            response: Any = door.send("GET", path, cookie)
            assert response.status_code == 404
            bodies.add(response.content.decode().replace(str(key), "key"))
        assert len(bodies) == 1, name


def test_every_address_opens_to_somebody() -> None:
    """Else nothing was tried there: an address that leads nowhere says 404 to all."""
    shut = {f"{line.method} {line.key}" for line in table.read().values() if not line.may | line.refused}
    assert sorted(shut - set(NOBODY)) == [], "try another row, or say in nobody.py why there is none"


def test_without_scoping_the_table_fails(everybody: Everybody, monkeypatch: pytest.MonkeyPatch) -> None:
    """Were `visible_to` to give every row, each room that keeps something for some would be found."""
    for model in apps.get_models():
        for kind in {type(model._default_manager), type(model._default_manager.all())}:
            if hasattr(kind, "visible_to"):
                monkeypatch.setattr(kind, "visible_to", lambda held, *_actor, **_more: held.all())
    monkeypatch.setattr(
        page_rows, "_visible", lambda _actor, pk: Case.objects.for_page().filter(pk=pk).first()
    )
    known = table.read()
    found = {
        room: [text for one in some for text in _differences(one, known, everybody)]
        for room in ROOMS
        if (some := [one for one in EVERY if one.room == room and OPEN_WITHOUT_SCOPING.search(one.key)])
    }
    assert {room for room, wrong in found.items() if wrong} == set(found), {
        k: len(v) for k, v in found.items()
    }


OPEN_WITHOUT_SCOPING = re.compile(
    r"^(my/<uuid:case_id>/|desk/cases/<uuid:case_id>/|desk/consultations/<|business/cases/<uuid:case_id>/|desk/funds/<uuid:fund_id>/"
    r"|business/funds/<uuid:fund_id>/|desk/joining/<uuid:enrolment_id>/"
    r"|office/insight/(narratives|callbacks/calls)/<uuid:pk>/|api/v1/cases/{case_id}(/offer)?)$"
)


def test_without_signatures_the_table_fails(everybody: Everybody, monkeypatch: pytest.MonkeyPatch) -> None:
    """Were every signature to fit, whoever knows the name of a key would be somebody else."""
    monkeypatch.setattr(http_signing, "fits", lambda *_given: True)
    [one] = [one for one in EVERY if one.key == "api/v1/connection"]
    wrong = list(_differences(one, table.read(), everybody))
    assert wrong == ["GET api/v1/connection | wrong-secret: may, not no"]
