"""Re-visits: two people, one from elsewhere; only what the second confirms counts."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from huaihai.brands import moving
from huaihai.brands.evidence import checklist, revisits
from huaihai.brands.evidence.tests.scene import answers
from huaihai.brands.models import Entry, Revisit
from huaihai.brands.tests.people import MONDAY, TODAY, People, declared
from huaihai.desk.lives import NotAllowed, NotPossible, Unfit
from huaihai.members.actors import Actor
from huaihai.record import events

pytestmark = pytest.mark.django_db


def stored(entry: Entry, by: Actor, **said: str) -> Revisit:
    return written(entry, by, answers=answers(entry, **said))


def written(entry: Entry, by: Actor, **said: Any) -> Revisit:
    facts = {"client_key": uuid4(), "visited_on": TODAY, "answers": answers(entry), **said}
    return revisits.record(entry, **facts, by=by, at=MONDAY)


def test_a_revisit_counts_once_the_second_visitor_confirms_it(people: People, entry: Entry) -> None:
    declared(entry, people.near, people.far)
    made = stored(entry, people.near, cash="no")
    assert not Revisit.objects.confirmed().exists()
    revisits.confirm(made, agrees=True, by=people.far, at=MONDAY)
    assert Revisit.objects.confirmed().get().failed == ["cash"]
    assert events.broken_at(entry.record_key) is None


def test_what_the_second_visitor_denies_counts_for_nothing(people: People, entry: Entry) -> None:
    declared(entry, people.near, people.far)
    made = stored(entry, people.near)
    with pytest.raises(Unfit):
        revisits.confirm(made, agrees=False, by=people.far, at=MONDAY)
    revisits.confirm(made, agrees=False, remark="没有看秤", by=people.far, at=MONDAY)
    assert not Revisit.objects.confirmed().exists()
    with pytest.raises(NotPossible):
        revisits.confirm(made, agrees=True, by=people.other, at=MONDAY)


def test_nobody_confirms_the_own_visit_and_one_of_the_two_comes_from_another_city(
    people: People, entry: Entry
) -> None:
    declared(entry, people.near)
    made = stored(entry, people.near)
    with pytest.raises(NotAllowed):
        revisits.confirm(made, agrees=True, by=people.near, at=MONDAY)
    declared(entry, people.home, people.office, people.far)
    made = stored(entry, people.home)
    with pytest.raises(NotAllowed):
        revisits.confirm(made, agrees=True, by=people.office, at=MONDAY)
    revisits.confirm(made, agrees=True, by=people.far, at=MONDAY)
    assert Revisit.objects.confirmed().exists()


def test_whoever_has_not_declared_or_has_a_conflict_does_not_visit(people: People, entry: Entry) -> None:
    with pytest.raises(NotPossible):
        stored(entry, people.near)
    moving.declare(entry, has_conflict=True, what="表亲", by=people.near, at=MONDAY)
    for who in (people.near, people.holder, people.auditor):
        with pytest.raises((NotAllowed, NotPossible)):
            stored(entry, who)
    assert not Revisit.objects.exists()


def test_the_same_form_sent_twice_is_one_revisit(people: People, entry: Entry) -> None:
    declared(entry, people.near)
    key = uuid4()
    for _time in range(2):
        written(entry, people.near, client_key=key)
    assert Revisit.objects.count() == 1
    assert events.history(entry.record_key).count() == 1


@pytest.mark.parametrize("days", [-1, 15])
def test_a_revisit_is_written_down_soon(people: People, entry: Entry, days: int) -> None:
    declared(entry, people.near)
    with pytest.raises(Unfit):
        written(entry, people.near, visited_on=TODAY - timedelta(days=days))


def test_every_item_for_this_kind_is_answered_and_no_other(people: People, entry: Entry) -> None:
    declared(entry, people.near)
    for wrong in ({}, answers(entry) | {"unknown": "yes"}, answers(entry, there="maybe")):
        with pytest.raises(Unfit):
            written(entry, people.near, answers=wrong)


def test_what_must_be_fails_a_visit_alone_and_little_things_only_together(
    people: People, entry: Entry
) -> None:
    assert checklist.is_failed(answers(entry, prices_marked="no"))
    assert not checklist.is_failed(answers(entry, cash="no", seat="no"))
    assert checklist.is_failed({"cash": "no", "seat": "no", "step-free": "yes"})
    assert not checklist.is_failed({"cash": "na"})


@pytest.mark.parametrize("kind", Entry.Kind.values)
def test_every_kind_of_entry_has_something_to_look_at_for_each_group(kind: str) -> None:
    fed = {item.feeds for item in checklist.for_kind(kind)}
    assert fed >= {"elderly", "disabled", "travellers", "prices"}
