"""Two who sign at the same moment make one publication. Both databases."""

import threading
from collections.abc import Callable
from uuid import UUID

import pytest
from django.db import connection

from huaihai.education.models import CoSignature, Edition
from huaihai.education.publications import procedure
from huaihai.education.tests import procedure_cast as scene
from huaihai.education.tests.procedure_cast import AT
from huaihai.members.actors import Actor
from huaihai.record import events
from huaihai.record.models import Event

pytestmark = pytest.mark.django_db(transaction=True)
TRIALS = 5


def at_once(*acts: Callable[[], object]) -> list[str]:
    """Do all of them in threads that start together; what each was answered, or told."""
    answers: list[str] = []
    ready = threading.Barrier(len(acts))

    def run(act: Callable[[], object]) -> None:
        ready.wait(timeout=120)
        try:
            answers.append(str(act()))
        except Exception as error:  # noqa: BLE001 -- a thread's failure would be lost
            answers.append(type(error).__name__)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    return sorted(answers)


def test_two_who_sign_at_once_make_one_publication_and_one_body_signs_once() -> None:
    cast = scene.assemble()
    all_three = threading.Barrier(3)

    def sign(key: UUID, by: Actor) -> Callable[[], object]:
        def act() -> object:
            edition = Edition.objects.get(pk=key)
            all_three.wait(timeout=120)  # each has a connection now
            return procedure.sign(edition, by=by, at=AT)

        return act

    for _trial in range(TRIALS):
        edition = scene.reviewed(cast, scene.a_draft(cast))
        found = at_once(*(sign(edition.pk, by) for by in (cast.head, cast.their_head, cast.on_duty)))

        assert found.count("True") == 1
        assert set(found) <= {"True", "False", "NotPossible"}
        held = Edition.objects.get(pk=edition.pk)
        assert (held.stage, CoSignature.objects.filter(edition=held).count()) == ("out", 2)
        record_key = held.publication.record_key
        assert Event.objects.filter(subject=record_key, verb="publication_published").count() == 1
        assert events.broken_at(record_key) is None
