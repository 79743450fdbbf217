"""What each kind stores fits the record: its own scenes have no finding."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction
from django.db.models import QuerySet

from huaihai.supervision import releasing, verifying
from huaihai.supervision.models import Laboratory, Receipt, Sample
from huaihai.supervision.surveying.tests import survey_cast
from huaihai.supervision.sweeping.tests import scene as sweeps
from huaihai.supervision.testing.laboratory import verbs
from huaihai.supervision.testing.laboratory.verbs import actor_of
from huaihai.supervision.testing.misfits import of_laboratories
from huaihai.supervision.testing.tests import measured
from huaihai.supervision.tests.people import assemble
from huaihai.supervision.visiting.tests import scene as visits

pytestmark = pytest.mark.django_db


def kettles() -> None:
    scene = measured.ready()
    releasing.release(scene.project, by=scene.leader, at=measured.RELEASED)


def survey() -> None:
    people, project = survey_cast.running()
    link = survey_cast.way_in(people, project)
    survey_cast.answered(link, {"city": "xz", "sex": "f", "bought": "no"})


def sweep() -> None:
    people = assemble()
    project = sweeps.running(people)
    sweeps.inspected(project, sweeps.gym(), by=people.leader)


KINDS: dict[str, Callable[[], Any]] = {
    "test": kettles,
    "visit": visits.visited,
    "survey": survey,
    "sweep": sweep,
}


@pytest.mark.parametrize("kind", KINDS)
def test_what_a_kind_stores_fits_the_record(kind: str) -> None:
    KINDS[kind]()
    assert list(verifying.findings()) == []
    assert sum(model.objects.count() for model in verifying.sealed_models()) > 1


SAMPLES: dict[str, Callable[[], object]] = {
    "a broken seal that is hidden": lambda: Sample.objects.filter(stage="aside").update(stage="laboratory"),
    "a place where it is not": lambda: Sample.objects.spare().update(stage="laboratory"),
    "a sample set aside": lambda: Sample.objects.update(stage="aside"),
    "a receipt that hides it": lambda: QuerySet(Receipt).update(broken=[]),
    "the name of a laboratory": lambda: Laboratory.objects.update(name="演示另一家"),
    "a laboratory that is another": lambda: Laboratory.objects.update(key="lab-9"),
}


def test_where_a_sample_is_follows_from_hand_overs_and_receipts() -> None:
    scene = measured.sent()
    broken = [measured.code(scene)]
    verbs.receive(measured.batch(scene), broken=broken, by=actor_of(scene.lab), at=measured.SENT)
    assert list(of_laboratories(scene.project)) == []
    for name, alter in SAMPLES.items():
        with transaction.atomic():
            alter()
            assert list(of_laboratories(scene.project)), name
            transaction.set_rollback(True)
