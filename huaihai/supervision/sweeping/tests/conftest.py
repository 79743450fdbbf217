"""What the tests of a sweep's pages begin with."""

import pytest

from huaihai.kit import clock
from huaihai.supervision.models import Project
from huaihai.supervision.sweeping.tests.scene import MONDAY, running
from huaihai.supervision.tests.people import People, assemble


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
