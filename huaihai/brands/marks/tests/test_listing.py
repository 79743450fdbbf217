"""The signed list that phones keep."""

import json
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from huaihai.brands.marks import publishing
from huaihai.brands.marks import verbs as marks_verbs
from huaihai.brands.marks.published import FileError, Keys, Listed, read_keys, read_list
from huaihai.brands.marks.tests.test_actions import a_proceeding
from huaihai.brands.marks.tests.test_pages import set_today
from huaihai.brands.models import Basis, Entry
from huaihai.brands.moving import moving
from huaihai.brands.powers import Who
from huaihai.brands.tests.people import MONDAY, People, a_basis, an_entry
from tests.posts import PROGRAM

pytestmark = pytest.mark.django_db
LATER = MONDAY + timedelta(days=30)


def a_mark(people: People, what: str = "") -> Entry:
    entry = an_entry(people, "held", what=what)
    marks_verbs.issue(entry, by=PROGRAM, at=MONDAY)
    return entry


def read(file: Any = None, revoked: tuple[str, ...] = ()) -> Listed:
    return read_list(file or publishing.make(LATER), Keys(publishing.public_keys(), revoked))


def test_it_names_what_is_not_good_with_since_and_reason(people: People) -> None:
    a_basis(people)
    good, suspended, removed = (a_mark(people, what) for what in ("甲", "乙", "丙"))
    with moving(suspended, "suspend", who=Who.RULE, by=PROGRAM, at=LATER):
        pass
    a_proceeding(suspended, "suspend")
    with moving(removed, "remove", who=Who.VOTE, by=PROGRAM, at=LATER):
        pass
    found = read()
    assert found.marks == {
        f"{suspended.number}-1": ("suspended", "2026-12-02", "serious-cases"),
        f"{removed.number}-1": ("removed", "2026-12-02", ""),
    }
    assert found.reasons == {"serious-cases": {"zh": "严重投诉", "en": "serious complaints"}}
    assert f"{good.number}-1" not in found.marks


def test_a_replaced_mark_stands_in_it_and_one_whose_days_are_over_does_not(people: People) -> None:
    a_basis(people)
    entry = a_mark(people)
    Entry.objects.update(name="演示新名")
    marks_verbs.issue(Entry.objects.get(), by=PROGRAM, at=LATER)
    assert {number: told[0] for number, told in read().marks.items()} == {f"{entry.number}-1": "replaced"}
    with moving(Entry.objects.get(), "remove", who=Who.VOTE, by=PROGRAM, at=LATER):
        pass
    found = read(publishing.make(MONDAY + timedelta(days=800)))
    assert not found.marks


def test_it_says_until_when_there_is_a_basis_and_without_one_that_no_mark_means_anything(
    people: People,
) -> None:
    assert read().basis_until is None
    first = a_basis(people, until_on=date(2027, 6, 30))
    assert read().basis_until == date(2027, 6, 30)
    a_basis(people, from_on=date(2027, 7, 1), until_on=date(2027, 12, 31))
    assert read().basis_until == date(2027, 12, 31)
    Basis.objects.filter(pk=first.pk).update(ended_on=date(2027, 3, 1))
    assert read().basis_until == date(2027, 2, 28)
    a_basis(people)
    a_mark(people)
    assert read().has_basis
    Basis.objects.update(ended_on=MONDAY.date())
    assert not read().has_basis
    assert not read().marks


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (lambda file: file | {"body": file["body"].replace("true", "false")}, "forged"),
        (lambda file: file | {"key": "0" * 16}, "unknown-key"),
        (lambda file: file | {"signature": file["signature"] + "="}, "not-a-list"),
        (lambda file: file | {"body": "\ud800"}, "not-a-list"),
        (lambda file: file | {"body": 1}, "not-a-list"),
        (lambda file: [], "not-a-list"),
    ],
)
def test_a_list_of_somebody_else_is_refused(people: People, spoil: Callable[[Any], Any], code: str) -> None:
    a_basis(people)
    with pytest.raises(FileError, match=code):
        read(spoil(publishing.make(LATER)) or {"format": "another"})


def test_a_list_by_a_revoked_key_is_refused(people: People) -> None:
    with pytest.raises(FileError, match="key-revoked"):
        read(revoked=(publishing.present(),))


def test_many_marks_take_no_more_queries(
    people: People, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    a_basis(people)
    for number in range(3):
        entry = a_mark(people, f"演示 {number}")
        with moving(entry, "remove", who=Who.VOTE, by=PROGRAM, at=LATER):
            pass
        with django_assert_num_queries(8):
            assert len(read().marks) == number + 1


def test_the_files_are_public_and_handed_out_for_five_minutes(
    people: People, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_basis(people)
    for name in ("status", "keys"):
        answer = client.get(f"/brands/marks/{name}.json")
        assert answer.status_code == 200
        assert answer["Content-Type"].startswith("application/json")
    said = json.loads(client.get("/brands/marks/keys.json").content)
    assert read_keys(said) == Keys(publishing.public_keys(), frozenset())
    made = []
    for minutes in (0, 4, 6):
        set_today(monkeypatch, LATER + timedelta(minutes=minutes))
        body = json.loads(client.get("/brands/marks/status.json").json()["body"])
        made.append(body["made_at"][11:16])
    assert made == ["09:00", "09:00", "09:06"]


@pytest.mark.parametrize(
    "file",
    [None, [], {}, {"format": "huaihai-mark-keys-1", "keys": [{"id": "x", "public": "="}], "revoked": []}],
)
def test_keys_of_another_kind_are_refused(file: Any) -> None:
    with pytest.raises(FileError, match="not-keys"):
        read_keys(file)
