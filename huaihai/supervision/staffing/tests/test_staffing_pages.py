"""Parts and minutes as the staff use them."""

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from huaihai.members.actors import Actor
from huaihai.members.models import Account
from huaihai.supervision.models import Project, ProjectRole
from huaihai.supervision.staffing.actions import give_role
from huaihai.supervision.tests.people import MONDAY, People, assemble, opened
from tests.posts import sign_in

pytestmark = pytest.mark.django_db


def account(actor: Actor) -> Account:
    return Account.objects.get(pk=actor.account_id or "")


def as_(client: Client, actor: Actor) -> Client:
    sign_in(client, account(actor))
    return client


@pytest.fixture
def people() -> People:
    return assemble()


@pytest.fixture
def project(people: People) -> Project:
    return opened(people, Project.Kind.TEST)


def url(name: str, project: Project, *more: Any) -> str:
    return reverse(f"office-project-{name}", args=[project.pk, *more])


def test_a_part_is_given_declared_and_ended(client: Client, people: People, project: Project) -> None:
    as_(client, people.leader)
    page = client.get(url("part-giving", project), {"city": "411400"}).content.decode()
    assert "演示 partner" in page
    assert "演示 auditor" not in page
    sent = {"role": "buyer", "account": str(people.partner.account_id)}
    answer = client.post(url("part-giving", project) + "?city=411400", sent)
    assert answer["Location"] == url("staffing", project)
    row = ProjectRole.objects.get()

    as_(client, people.partner)
    assert "申报" in client.get(url("staffing", project)).content.decode()
    client.post(url("part-declaration", project, row.pk), {"is_free": "free", "interest": ""})
    assert row.declaration.is_free
    client.post(url("part-end", project, row.pk))
    row.refresh_from_db()
    assert row.until is not None


def test_somebody_of_another_city_cannot_be_chosen_by_a_partner(
    client: Client, people: People, project: Project
) -> None:
    as_(client, people.partner)
    page = client.post(
        url("part-giving", project), {"role": "buyer", "account": str(people.leader.account_id)}
    )

    assert page.status_code == 200
    assert not ProjectRole.objects.exists()


def test_an_auditor_reads_and_gives_nothing(client: Client, people: People, project: Project) -> None:
    as_(client, people.auditor)

    assert client.get(url("staffing", project)).status_code == 200
    assert client.get(url("minutes", project)).status_code == 200
    assert client.get(url("part-giving", project)).status_code == 404


def test_parts_that_exclude_each_other_are_told_beside_the_field(
    client: Client, people: People, project: Project
) -> None:
    give_role(project, "checker", account(people.partner), by=people.leader, at=MONDAY)
    as_(client, people.partner)

    page = client.post(
        url("part-giving", project), {"role": "buyer", "account": str(people.partner.account_id)}
    )

    assert page.status_code == 200
    assert "不能同时" in page.content.decode()


def test_minutes_are_estimated_and_noted(client: Client, people: People, project: Project) -> None:
    as_(client, people.partner)
    client.post(url("minutes-noting", project, "411400"), {"buy": "333", "keep": ""})

    page = client.get(url("minutes", project), {"body": "411400"}).content.decode()

    assert "333" in page
    assert "480" in page  # twelve products at forty minutes
    assert client.get(url("minutes-noting", project, "320300")).status_code == 404


@pytest.mark.parametrize("wrong", ["-1", "9" * 400, "1.5", "\x00", "abc"])
def test_what_is_no_number_of_minutes_stays_and_is_told(
    client: Client, people: People, project: Project, wrong: str
) -> None:
    as_(client, people.partner)

    answer = client.post(url("minutes-noting", project, "411400"), {"buy": wrong})

    assert answer.status_code == 200
    assert not project.minutes.exists()


def test_wrong_addresses_are_not_there(client: Client, people: People, project: Project) -> None:
    as_(client, people.leader)

    assert client.get(f"/office/supervision/{uuid4()}/staffing/").status_code == 404
    assert client.get(url("part-end", project, 10**30)).status_code == 404
    assert client.get(url("minutes-noting", project, "nowhere")).status_code == 404


@pytest.mark.both_databases
def test_more_people_cost_no_more_queries(
    client: Client, people: People, project: Project, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for role in ("buyer", "second-buyer", "custodian"):
        for who in (people.partner, people.partner2, people.helper):
            give_role(project, role, account(who), by=people.leader, at=MONDAY)
    as_(client, people.auditor)

    with django_assert_max_num_queries(40):
        client.get(url("staffing", project))
