"""What came in so far is read by those who collect, and by nobody else."""

import pytest
from django.urls import reverse

from huaihai.supervision.surveying.tests.survey_cast import running
from huaihai.supervision.tests.people import client_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", ["office-survey-so-far", "office-survey-texts"])
def test_only_who_collects_reads_what_came_in_so_far(name: str) -> None:
    people, project = running()
    address = reverse(name, args=[project.pk])
    assert client_of(people.partner).get(address).status_code == 200
    assert client_of(people.auditor).get(address).status_code == 404
