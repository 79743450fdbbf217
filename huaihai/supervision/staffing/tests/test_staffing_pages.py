"""Parts as the staff use them: one page, one form."""

from uuid import uuid4

import pytest
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from huaihai.members.actors import Actor
from huaihai.supervision.models import Project, ProjectRole
from huaihai.supervision.staffing.tests.test_roles import give, people, project
from huaihai.supervision.tests.people import People, client_of, opened

__all__ = ["people", "project"]  # fixtures
pytestmark = pytest.mark.django_db


def page(project: Project) -> str:
    return reverse("office-project-staffing", args=[project.pk])


def taking(actor: Actor, role: str = "buyer", **more: str) -> dict[str, str]:
    return {"role": role, "account": str(actor.account_id), "is_free": "on"} | more


def test_a_part_is_taken_with_the_interest_declared_in_one_form_and_ended_with_a_button(
    people: People, project: Project
) -> None:
    browser = client_of(people.partner)

    answer = browser.post(page(project), taking(people.partner))

    assert answer["Location"] == page(project)
    row = ProjectRole.objects.get()
    assert "演示 partner" in browser.get(page(project)).content.decode()
    browser.post(reverse("office-project-part-end", args=[project.pk, row.pk]))
    row.refresh_from_db()
    assert row.until is not None


def test_who_is_bound_takes_no_part_and_what_was_typed_stays(people: People, project: Project) -> None:
    answer = client_of(people.leader).post(page(project), taking(people.partner, is_free=""))

    assert answer.status_code == 200
    assert f'value="{people.partner.account_id}" selected' in answer.content.decode()
    assert not ProjectRole.objects.exists()


def test_the_leader_chooses_among_all_cities_a_partner_among_its_own(
    people: People, project: Project
) -> None:
    for actor, may in ((people.leader, True), (people.partner, False)):
        text = client_of(actor).get(page(project)).content.decode()
        assert ("演示 partner2" in text, "演示 helper" in text) == (True, may)
        assert "演示 auditor" not in text

    answer = client_of(people.partner).post(page(project), taking(people.leader))

    assert answer.status_code == 200
    assert not ProjectRole.objects.exists()


def test_an_auditor_reads_and_gives_nothing_and_wrong_addresses_are_not_there(
    people: People, project: Project
) -> None:
    row = give(project, people.partner, by=people.leader)
    browser = client_of(people.auditor)
    end = reverse("office-project-part-end", args=[project.pk, row.pk])
    assert "演示 partner" in browser.get(page(project)).content.decode()
    assert browser.post(page(project), taking(people.auditor)).status_code == 404
    assert browser.post(end).status_code == 404
    browser = client_of(people.leader)
    assert browser.get(f"/office/supervision/{uuid4()}/staffing/").status_code == 404
    assert browser.post(end.replace(str(row.pk), str(10**30))).status_code == 404


def test_parts_that_exclude_each_other_are_told_beside_the_field(people: People) -> None:
    project = opened(people, Project.Kind.VISIT)
    give(project, people.partner, by=people.leader, role="coder")
    answer = client_of(people.partner).post(page(project), taking(people.partner, "visitor"))
    assert answer.status_code == 200
    assert "不能同时" in answer.content.decode()


@pytest.mark.both_databases
def test_more_people_cost_no_more_queries(
    people: People, project: Project, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for role in ("buyer", "witness", "leader"):
        for who in (people.partner, people.partner2, people.helper):
            give(project, who, by=people.leader, role=role)
    browser = client_of(people.auditor)
    with django_assert_max_num_queries(40):
        browser.get(page(project))
