"""A survey that is collecting, for tests that need no other."""

import pytest

from huaihai.supervision.models import Project, SurveyLink
from huaihai.supervision.surveying.tests.survey_cast import running, way_in
from huaihai.supervision.tests.people import People


@pytest.fixture
def survey() -> tuple[People, Project]:
    return running()


@pytest.fixture
def people(survey: tuple[People, Project]) -> People:
    return survey[0]


@pytest.fixture
def project(survey: tuple[People, Project]) -> Project:
    return survey[1]


@pytest.fixture
def link(people: People, project: Project) -> SurveyLink:
    """The way in that is open to everybody."""
    return way_in(people, project)
