"""Who may do what: no verb that decides belongs to one person, and none to money."""

import inspect

import pytest
from django.apps import apps

from huaihai.brands.life import ENTRY
from huaihai.brands.moving import moving
from huaihai.brands.powers import PERMISSIONS, PROGRAMME, Who
from huaihai.brands.programme import verbs as programme_verbs
from huaihai.brands.tests.people import MONDAY, People, an_entry
from huaihai.desk.lives import NotAllowed

TOGETHER = {Who.PAIR, Who.PANEL, Who.VOTE, Who.RULE}
MONEY = ("fee", "price", "payment", "amount", "fen")


def test_every_verb_has_its_permission() -> None:
    assert PERMISSIONS.keys() == ENTRY.verbs.keys()


@pytest.mark.parametrize("verb", [verb for verb, held in PERMISSIONS.items() if held.decides])
def test_what_decides_belongs_to_several_or_to_a_written_rule(verb: str) -> None:
    assert PERMISSIONS[verb].who <= TOGETHER


def test_every_act_of_the_programme_has_its_permission() -> None:
    acts = {
        name
        for name, held in vars(programme_verbs).items()
        if inspect.isfunction(held)
        and held.__module__ == programme_verbs.__name__
        and not name.startswith("_")
        if {"by", "at"} <= inspect.signature(held).parameters.keys()
    }
    assert PROGRAMME.keys() == acts - {"added", "happened"}  # how an act is written down


def test_nobody_decides_alone_about_basis_and_criteria() -> None:
    deciding = {verb for verb, held in PROGRAMME.items() if held.decides}
    assert deciding == {"adopt_basis", "adopt_criteria", "confirm_end"}
    assert all(PROGRAMME[verb].who <= {Who.PAIR, Who.VOTE} for verb in deciding)
    assert all(held.who == {Who.OFFICE} for verb, held in PROGRAMME.items() if verb not in deciding)


@pytest.mark.parametrize("verb", ["admit", "refuse", "remove", "renew"])
def test_only_the_alliance_gives_and_takes_a_mark(verb: str) -> None:
    assert PERMISSIONS[verb].who == {Who.VOTE}


def test_a_stage_with_a_mark_is_reached_by_deciding_verbs_alone() -> None:
    leading = {
        verb
        for verb, moves in ENTRY.verbs.items()
        for before, after in moves.items()
        if after in ("held", "suspended", "removed") and before != after
    }
    assert leading
    assert all(PERMISSIONS[verb].decides for verb in leading)


def test_no_row_of_the_room_knows_money() -> None:
    fields = [
        f"{model.__name__}.{field.name}"
        for model in apps.get_app_config("brands").get_models()
        for field in model._meta.concrete_fields
        if set(field.name.split("_")) & set(MONEY)
    ]
    assert not fields


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("verb", "stage"),
    [(verb, next(iter(moves))) for verb, moves in ENTRY.verbs.items() if verb != "nominate"],
)
def test_a_verb_is_refused_to_whom_the_table_does_not_name(people: People, verb: str, stage: str) -> None:
    entry = an_entry(people, stage)
    for who in set(Who) - PERMISSIONS[verb].who:
        with pytest.raises(NotAllowed), moving(entry, verb, who=who, by=people.office, at=MONDAY):
            pass
    entry.refresh_from_db()
    assert (entry.stage, entry.version) == (stage, 1)
