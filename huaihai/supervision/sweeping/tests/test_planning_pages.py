"""Writing a plan and its checklist on the pages of the office."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from huaihai.supervision import verbs
from huaihai.supervision.sweeping.tests.browsing import hidden, page, signed_in
from huaihai.supervision.sweeping.tests.scene import MONDAY, PLAN
from huaihai.supervision.tests.people import People, opened

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]


class TestPlanning:
    def test_a_plan_and_its_checklist_are_written_and_registered(self, people: People) -> None:
        project, desk = opened(people, "sweep"), signed_in(people.leader)
        assert page(desk, "office-project", project.pk)
        first = date(2026, 12, 7)
        answers = {
            "trade": "S06",
            "what": "健身房",
            "first": first.isoformat(),
            "last": (first + timedelta(days=6)).isoformat(),
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

    def test_items_change_places_go_and_come_in_one_form(self, people: People) -> None:
        project, desk = opened(people, "sweep", PLAN), signed_in(people.leader)
        address = reverse("sweep-checklist-writing", args=[project.pk])
        form = desk.get(address).context["form"]
        sent = {field.html_name: field.value() or "" for field in form}
        assert sent["key_1"] == "refund"

        sent |= {
            "name_0": "",
            "place_1": "9",
            "name_3": "新的一项",
            "finding_3": "没有",
            "basis_3": "行业约定",
        }
        assert desk.post(address, sent).status_code == 302

        project.refresh_from_db()
        assert [row["key"] for row in project.plan["items"]] == ["exit", "i01", "refund"]
        assert project.plan["items"][2] == PLAN["items"][1]
        assert desk.post(address, sent).status_code == 409

    def test_nobody_else_writes_the_plan(self, people: People) -> None:
        project = opened(people, "sweep", PLAN)
        for actor in (people.partner, people.auditor):
            assert page(signed_in(actor), "sweep-plan", project.pk, status=404)
