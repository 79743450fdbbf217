"""Whatever is altered behind the program's back is found, and nothing else."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.core.files.base import ContentFile
from django.db import models

from huaihai.desk.sealed.rows import SealedModel
from huaihai.kit import filestore
from huaihai.kit.canonical import digest
from huaihai.kit.filestore.tests.pictures import picture
from huaihai.kit.ids import new_id
from huaihai.record.models import Event
from huaihai.supervision import kinds, releasing, verbs, verifying
from huaihai.supervision.models import Laboratory, Photo, PlanVersion, Project, Reading, Release
from huaihai.supervision.moving import Taken, moving, photo_of
from huaihai.supervision.tests.people import MONDAY, assemble, opened
from tests.scenes import remembered

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@dataclass
class Store:
    """A released project with three readings and a photo, and another one with only a plan."""

    project: Project
    other: Project
    readings: list[Reading]
    photo: Photo


@pytest.fixture
def store(monkeypatch: pytest.MonkeyPatch, settings: object, tmp_path: Path) -> Store:
    settings.FILES = tmp_path / "files"
    monkeypatch.setitem(kinds.FOLDERS, Project.Kind.VISIT, "tests.plain")
    return stored_with(filestore.store(ContentFile(picture(), "kettle.jpg")))


@remembered
def stored_with(picture: filestore.Stored) -> Store:
    people = assemble()
    project, other = (opened(people, "visit", {"aim": aim}) for aim in ("kettles", "pans"))
    for one in (project, other):
        verbs.register(one, by=people.leader, at=MONDAY)
    verbs.start(project, by=people.leader, at=MONDAY)
    laboratory = Laboratory.objects.create(
        project=project,
        key="lab1",
        name="演示检测机构",
        cma="1",
        contract="1",
        contract_on=MONDAY.date(),
        added_at=MONDAY,
        added_by="x",
    )
    readings = [reading(project, laboratory, n) for n in (1, 2, 3)]
    taken = Taken(picture, new_id(), "x", MONDAY, "水壶")
    photo = photo_of(project, taken, by=people.leader, at=MONDAY)
    with moving(project, "observe", noted="found", by=people.leader, at=MONDAY) as move:
        move.rows += [*readings, photo]
    verbs.finish(project, by=people.leader, at=MONDAY)
    releasing.release(project, by=people.leader, at=MONDAY + timedelta(hours=1))
    return Store(project, other, readings, photo)


def reading(project: Project, laboratory: Laboratory, n: int) -> Reading:
    said = {"sample": "K7QM3", "item": "leakage", "value": f"0.{n}", "unit": "mA"}
    return Reading(project=project, laboratory=laboratory, n=n, at=MONDAY, by="system:test", **said)


def raw(model: type[SealedModel], pk: UUID) -> Any:
    """As whoever owns the database changes rows."""
    return models.QuerySet(model).filter(pk=pk)


def wrong(store: Store) -> list[tuple[str, str, str]]:
    return [(one.project, one.what, one.wrong) for one in verifying.findings()]


def test_an_untouched_store_has_no_finding(store: Store) -> None:
    assert wrong(store) == []


def second(store: Store) -> Any:
    return raw(Reading, store.readings[1].pk)


def plan(store: Store) -> Any:
    return raw(PlanVersion, store.project.plan_versions.get().pk)


def add_reading(store: Store) -> None:
    made = reading(store.project, store.readings[0].laboratory, 4)
    models.QuerySet[Any](Reading).bulk_create([made])


LATER = MONDAY + timedelta(microseconds=1)
CUPS = {"aim": "cups"}
RECKONED: dict[str, Any] = {"plan": CUPS, "plan_hash": digest(CUPS)}
GONE = "is recorded and not there any more"
ALTERED: dict[str, tuple[Callable[[Store], object], str, str]] = {
    "a reading": (lambda store: second(store).update(value="0.01"), "reading", "was altered"),
    "the time of a reading": (lambda store: second(store).update(at=LATER), "reading", "was altered"),
    "a reading that is gone": (lambda store: second(store)._raw_delete("default"), "reading", GONE),
    "a reading from nowhere": (add_reading, "reading", "was never recorded"),
    "a plan": (lambda store: plan(store).update(plan=CUPS), "plan", "its plan does not fit its hash"),
    "a plan with its hash": (lambda store: plan(store).update(**RECKONED), "plan", "was altered"),
    "a released file": (
        lambda store: raw(Release, store.project.releases.get().pk).update(file="{}"),
        "release",
        "its file does not fit its hash",
    ),
    "the name of a photo's file": (
        lambda store: raw(Photo, store.photo.pk).update(sha256="0" * 64),
        "photo",
        "was altered",
    ),
}


@pytest.mark.parametrize("name", ALTERED)
def test_what_was_altered_is_found(store: Store, name: str) -> None:
    alter, kind, said = ALTERED[name]
    alter(store)
    found = wrong(store)
    number = store.project.number
    assert (number, kind, said) in {(of, what.partition(":")[0], why) for of, what, why in found}
    assert {of for of, _what, _why in found} == {number}


def test_a_row_moved_to_another_project_is_found_twice(store: Store) -> None:
    raw(Reading, store.readings[0].pk).update(project=store.other)
    key = store.readings[0].seal_key
    assert wrong(store) == [
        (store.project.number, key, "is recorded and not there any more"),
        (store.other.number, key, "was never recorded"),
    ]


def test_a_fingerprint_that_was_altered_accuses_its_row(store: Store) -> None:
    event = Event.objects.get(subject=store.project.record_key, verb="supervision_found")
    event.facts["sealed"][0][1] = "0" * 64
    models.QuerySet(Event).filter(pk=event.pk).update(facts=event.facts)
    assert wrong(store) == [
        (store.project.number, store.readings[0].seal_key, "was altered"),
    ]


def test_a_record_that_cannot_be_read_is_said_and_the_next_project_looked_at(store: Store) -> None:
    event = Event.objects.get(subject=store.project.record_key, verb="supervision_found")
    models.QuerySet(Event).filter(pk=event.pk).update(facts={"sealed": ["x"]})
    raw(PlanVersion, store.other.plan_versions.get().pk).update(reason="other")
    assert {number for number, _what, _why in wrong(store)} == {store.project.number, store.other.number}


def test_each_finding_is_named_and_one_project_alone_looked_at(store: Store) -> None:
    raw(Reading, store.readings[2].pk).update(unit="A")
    assert list(verifying.findings(store.other.number)) == []
    [found] = verifying.findings(store.project.number)
    assert str(found) == f"{store.project.number}: {store.readings[2].seal_key}: was altered"


def test_the_number_of_queries_does_not_grow_with_the_rows(
    store: Store, django_assert_max_num_queries: Callable[[int], object]
) -> None:
    kinds_of_rows = len(verifying.sealed_models())
    with django_assert_max_num_queries(2 * (2 * kinds_of_rows + 8) + 2 * kinds_of_rows):
        assert wrong(store) == []
