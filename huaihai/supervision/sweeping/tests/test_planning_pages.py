"""Writing a plan and its checklist on the pages of the office."""

import pytest
from django.test import Client
from django.urls import reverse

from huaihai.supervision import verbs
from huaihai.supervision.sweeping.tests.browsing import hidden, page
from huaihai.supervision.sweeping.tests.scene import MONDAY, PLAN
from huaihai.supervision.tests.people import People, client_of, opened

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]


def test_a_plan_and_its_checklist_are_written_and_registered(people: People, desk: Client) -> None:
    project = opened(people, "sweep")
    for stranger in (people.partner, people.auditor):
        assert page(client_of(stranger), "sweep-plan", project.pk, status=404)
    assert page(desk, "office-project", project.pk)
    answers = {
        "trade": "S06",
        "what": "健身房",
        "first": "2026-12-07",
        "last": "2026-12-13",
        "target": "10",
        **{f"days_{key}": "5" for key in ("minor", "serious", "grave")},
        **{f"follow_{key}": "advice" for key in ("minor", "serious", "grave")},
    }
    address = reverse("sweep-plan", args=[project.pk])
    seen = hidden(desk.get(address).content.decode(), "seen")
    assert desk.post(address, answers | {"seen": seen}).status_code == 302
    address = reverse("sweep-checklist-writing", args=[project.pk])
    item = {"name_0": "明码标价", "finding_0": "没有标价", "severity_0": "minor"}
    for basis, status in (
        ("", 200),
        ("《不存在的法》第三条", 200),
        ("《消费者权益保护法》第二十条", 302),
    ):
        seen = hidden(desk.get(address).content.decode(), "seen")
        answer = desk.post(address, item | {"basis_0": basis, "seen": seen})
        assert answer.status_code == status
        assert status == 302 or "明码标价" in answer.content.decode()
    project.refresh_from_db()
    assert [row["key"] for row in project.plan["items"]] == ["i01"]
    verbs.register(project, by=people.leader, at=MONDAY)
    assert "明码标价" in page(desk, "sweep-checklist", project.pk)


def test_items_change_places_go_and_come_in_one_form(people: People, desk: Client) -> None:
    project = opened(people, "sweep", PLAN)
    address = reverse("sweep-checklist-writing", args=[project.pk])
    form = desk.get(address).context["form"]
    sent = {field.html_name: field.value() or "" for field in form}
    assert sent["key_1"] == "refund"
    new = {"name_3": "新的一项", "finding_3": "没有", "basis_3": "行业约定"}
    sent |= {"name_0": "", "place_1": "9"} | new
    assert desk.post(address, sent).status_code == 302
    project.refresh_from_db()
    assert [row["key"] for row in project.plan["items"]] == ["exit", "i01", "refund"]
    assert project.plan["items"][2] == PLAN["items"][1]
    assert desk.post(address, sent).status_code == 409
