"""The pages that all kinds share: lists, steps, the hub, a plan before its results, the file."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from huaihai.supervision import kinds, verbs
from huaihai.supervision.models import Project
from huaihai.supervision.tests.people import MONDAY, People, assemble, client_of
from huaihai.supervision.tests.test_projects import checking, project_of, publish

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(monkeypatch: pytest.MonkeyPatch) -> People:
    monkeypatch.setitem(kinds.FOLDERS, Project.Kind.VISIT, "tests.plain")
    return assemble()


def text(client: Client, name: str, *args: Any, query: str = "") -> str:
    answer = client.get(reverse(name, args=args) + query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_project_is_opened_on_a_page_and_what_was_typed_stays_when_something_is_missing(
    people: People,
) -> None:
    leader = client_of(people.leader)
    bare = leader.post(reverse("office-project-new"), {"title": "只有标题"})
    assert bare.status_code == 200
    assert "只有标题" in bare.content.decode()
    assert not Project.objects.exists()
    said = {
        "kind": "visit",
        "title": "演示体察",
        "theme": "green",
        "question": "加油站服务怎么样？",
        "year": "2026",
        "lead": people.lead_body.key,
        "cities": [people.lead_body.region_code],
    }
    answer = leader.post(reverse("office-project-new"), said)
    project = Project.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, project.office_url)
    assert "演示体察" in text(leader, "office-projects")
    assert "演示体察" in text(leader, "office-project", project.pk)


def test_all_steps_are_pages(people: People) -> None:
    project = project_of(people)
    leader = client_of(people.leader)
    cities = {
        "seen": project.version,
        f"in_{people.lead_body.region_code}": "on",
        f"share_{people.lead_body.region_code}": "24",
        f"budget_{people.lead_body.region_code}": "1200.50",
    }
    assert leader.post(reverse("office-project-cities", args=[project.pk]), cities).status_code == 302
    assert [(row.share, row.budget_fen) for row in project.cities.all()] == [(24, 120_050)]
    for step, stage in (("registration", "registered"), ("start", "running"), ("finish", "checking")):
        project.refresh_from_db()
        answer = leader.post(reverse(f"office-project-{step}", args=[project.pk]), {"seen": project.version})
        assert answer.status_code == 302
        project.refresh_from_db()
        assert project.stage == stage
    answer = leader.post(reverse("office-project-release", args=[project.pk]), {"seen": project.version})
    project.refresh_from_db()
    assert project.stage == "released"


def test_a_step_that_is_hindered_says_why_and_others_find_none(people: People) -> None:
    project = project_of(people, aim="")
    step = reverse("office-project-registration", args=[project.pk])
    leader = client_of(people.leader)
    assert "The aim is missing." in text(leader, "office-project", project.pk)
    answer = leader.post(step, {"seen": project.version})
    assert answer.status_code == 409
    assert "The aim is missing." in answer.content.decode()
    for actor in (people.partner, people.auditor):
        client = client_of(actor)
        assert step not in text(client, "office-project", project.pk)
        assert client.get(step).status_code == 404


def test_the_public_sees_a_plan_from_its_registration_on(people: People) -> None:
    project = project_of(people)
    page = reverse("supervision-project", args=[project.number])
    assert Client().get(page).status_code == 404
    version = verbs.register(project, by=people.leader, at=MONDAY)
    assert version.plan_hash in Client().get(page).content.decode()
    assert project.title in text(Client(), "supervision", query="?show=in-work&kind=visit")
    verbs.drop(project, reason="没有预算。", by=people.leader, at=MONDAY)
    assert Client().get(page).status_code == 200


def test_the_file_is_handed_out_as_it_was_signed(people: People) -> None:
    from huaihai.supervision import releasing

    project = checking(people)
    made = releasing.release(project, by=people.leader, at=MONDAY)
    address = reverse("supervision-file", args=[project.number])
    assert Client().get(address).status_code == 404
    publish(project, people)
    answer = Client().get(address)
    assert answer.content.decode() == made.file
    assert "aim: kettles" in text(Client(), "supervision-project", project.number)
    assert project.title in text(Client(), "supervision")


def test_odd_questions_get_a_page(people: People) -> None:
    for query in ("?page=99", "?kind=nothing", "?show=%00", "?page=-1&kind[]=visit"):
        text(Client(), "supervision", query=query)
        text(client_of(people.leader), "office-projects", query=query)
