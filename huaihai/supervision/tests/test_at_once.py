"""Two people at one moment: a project takes each step once, and who is slower is told. Both databases."""

from threading import Barrier

import pytest

from huaihai.record import events
from huaihai.supervision import kinds, verbs
from huaihai.supervision.models import Project
from huaihai.supervision.tests.people import MONDAY, assemble, opened
from tests.threads import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_of_two_who_start_a_project_at_once_one_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(kinds.FOLDERS, Project.Kind.VISIT, "tests.plain")
    people = assemble()
    project = opened(people, "visit", {"aim": "kettles"})
    verbs.register(project, by=people.leader, at=MONDAY)

    both = Barrier(2)

    def start() -> None:
        own = Project.objects.get(pk=project.pk)
        both.wait(timeout=120)  # both have a connection now
        verbs.start(own, by=people.leader, at=MONDAY)

    assert at_once(start, start) == ["NotPossible", "won"]

    assert events.history(project.record_key).filter(verb="supervision_start").count() == 1
    assert events.broken_at(project.record_key) is None
