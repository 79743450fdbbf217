"""A stored visit that is altered behind the program's back is found."""

import pytest
from django.db import connection, transaction

from huaihai.supervision import verifying
from huaihai.supervision.models import VisitAssignment
from huaihai.supervision.tests.people import MONDAY
from huaihai.supervision.visiting import sampling
from huaihai.supervision.visiting.tests import scene as scenes

pytestmark = pytest.mark.django_db


ALTERED = (
    "UPDATE supervision_visit SET answers = '{\"prices\": \"yes\"}' WHERE answers LIKE '%no%'",
    "UPDATE supervision_visit_code SET code = 'c2' WHERE code = 'c1'",
    "UPDATE supervision_draw SET seed = 'another'",
    "UPDATE supervision_sampled_place SET rank = rank + 100",
)


def test_an_altered_row_is_found() -> None:
    scenes.visited()
    assert list(verifying.findings()) == []
    for alteration in ALTERED:
        with transaction.atomic(), connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                alteration = alteration.replace("answers LIKE", "answers::text LIKE")  # noqa: PLW2901
            cursor.execute(alteration)
            assert list(verifying.findings()), alteration
            transaction.set_rollback(True)
    assert list(verifying.findings()) == []


def test_a_visit_that_is_taken_back_past_the_record_is_found() -> None:
    held = scenes.given()
    mine, other = scenes.visits_of(held, 0)[:2]
    sampling.take_back(mine, by=held.people.leader, at=MONDAY)
    assert list(verifying.findings()) == []
    VisitAssignment.objects.filter(pk=other.pk).update(ended_at=MONDAY)
    [found] = verifying.findings()
    assert other.sampled.code in found.what
    VisitAssignment.objects.filter(pk__in=[mine.pk, other.pk]).update(ended_at=None)
    [found] = verifying.findings()
    assert mine.sampled.code in found.what
