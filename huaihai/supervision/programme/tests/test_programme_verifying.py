"""What was voted on, changed and scored is found again, or the difference is."""

from collections.abc import Callable

import pytest
from django.db import transaction

from huaihai.kit.canonical import digest
from huaihai.supervision.models import Programme, Topic, TopicScore
from huaihai.supervision.programme.tests.programmes import adopted, collecting
from huaihai.supervision.programme.verifying import findings

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.mark.parametrize("build", [collecting, adopted])
def test_what_nobody_touched_fits(build: Callable[[], object]) -> None:
    build()

    assert list(findings()) == []


def tamper_score() -> None:
    row = TopicScore.objects.all()[3]
    row.points = 1
    row.save()


def lose_score() -> None:
    TopicScore.objects.all()[2].delete()


def tamper_list() -> None:
    programme = Programme.objects.get()
    programme.fixed["items"][0]["title"] = "别的"
    programme.save()


def tamper_list_with_its_hash() -> None:
    programme = Programme.objects.get()
    programme.fixed["items"][0]["title"] = "别的"
    programme.content_hash = digest(programme.fixed)
    programme.save()


TAMPERED: tuple[tuple[Callable[[], object], str], ...] = (
    (tamper_score, "was altered"),
    (lose_score, "is recorded and not there any more"),
    (lambda: Topic.objects.filter(stage="chosen").update(title="别的"), "was altered"),
    (lambda: Topic.objects.update(stage="open"), "was voted on and is not chosen any more"),
    (tamper_list, "does not fit its hash"),
    (tamper_list_with_its_hash, "is not the one that the resolution adopted"),
)


def test_what_was_altered_is_found() -> None:
    adopted()
    for tamper, wrong in TAMPERED:
        with transaction.atomic():
            tamper()
            assert wrong in {one.wrong for one in findings()}
            transaction.set_rollback(True)
