"""What the tests of a sweep begin with."""

import pytest
from django.test import Client

from huaihai.kit import clock
from huaihai.supervision.models import Finding, Project
from huaihai.supervision.sweeping.tests.scene import MONDAY, finding, gym, inspected, running
from huaihai.supervision.tests.people import People, assemble, client_of


@pytest.fixture
def monday(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is the first day of the week."""
    monkeypatch.setattr(clock, "now", lambda: MONDAY)


@pytest.fixture
def people() -> People:
    return assemble()


@pytest.fixture
def project(people: People) -> Project:
    """A sweep under way."""
    return running(people)


@pytest.fixture
def desk(people: People) -> Client:
    """The leader's browser."""
    return client_of(people.leader)


def only(people: People, project: Project, item: str) -> Finding:
    """Of one gym this item alone was not in order."""
    return finding(inspected(project, gym(), item, by=people.leader), item)


@pytest.fixture
def unpriced(people: People, project: Project) -> Finding:
    """Something slight."""
    return only(people, project, "price")


@pytest.fixture
def unrefunded(people: People, project: Project) -> Finding:
    """Something serious."""
    return only(people, project, "refund")


@pytest.fixture
def locked(people: People, project: Project) -> Finding:
    """Something grave: the exit."""
    return only(people, project, "exit")
