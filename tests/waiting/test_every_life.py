"""Every stage with an owner of staff stands in that owner's list; a stage that nobody thought of fails here."""

import pkgutil
from collections.abc import Iterator
from importlib import import_module

import pytest
from django.utils import translation

import huaihai
from huaihai.desk import waiting
from huaihai.desk.lives import Life
from huaihai.kit import clock
from tests.waiting import making
from tests.waiting.table import WAITS, Waits

pytestmark = pytest.mark.django_db


def lives() -> Iterator[tuple[str, Life]]:
    """All that modules declare, each where it is declared."""
    for module in pkgutil.walk_packages(huaihai.__path__, "huaihai."):
        if ".tests" in module.name or ".migrations" in module.name or module.name.endswith(".settings"):
            continue
        for name, value in vars(import_module(module.name)).items():
            if isinstance(value, Life):
                yield f"{module.name}.{name}", value


def test_every_declared_life_and_each_of_its_stages_stands_in_the_table() -> None:
    known = {id(life): set(entries) for life, _label, entries in WAITS}
    lacking = {name for name, life in lives() if id(life) not in known}
    assert lacking == set()
    differing = {
        str(life.thing): set(life.stages) ^ set(entries)
        for life, _label, entries in WAITS
        if set(life.stages) != set(entries)
    }
    assert differing == {}


CASES = [
    pytest.param(label, stage, entry, id=f"{label}-{stage}")
    for _life, label, entries in WAITS
    for stage, entry in entries.items()
    if isinstance(entry, Waits)
]


@pytest.mark.parametrize(("label", "stage", "entry"), CASES)
def test_it_waits_in_the_list_of_its_owner(label: str, stage: str, entry: Waits) -> None:
    row = making.in_stage(label, stage, entry.only, entry.also)
    entry.before(row)
    row.refresh_from_db()
    owner = making.owner_of(entry.owner, entry.role, row)
    with translation.override("en"):
        lists = waiting.of(owner, clock.now())
    keys = [one.key for one in (*lists.to_do, *lists.others)]
    wanted = entry.key.format(row=row)
    assert [key for key in keys if key.startswith(wanted)], (wanted, owner.organisation, keys)
