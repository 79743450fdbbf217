"""The pages of staff and coders: who may open them, what they show, what is typed wrongly."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from huaihai.desk import lots
from huaihai.supervision.models import PlaceDrop, Project, Visit, VisitAssignment, VisitCode
from huaihai.supervision.tests import people as staff
from huaihai.supervision.tests.people import MONDAY
from huaihai.supervision.visiting.facts import plan_of, units
from huaihai.supervision.visiting.plan import problems
from huaihai.supervision.visiting.tests import scene as scenes
from huaihai.supervision.visiting.tests.scene import PLAN

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("afternoon")]
LATER = MONDAY + timedelta(hours=4)


class TestOffice:
    def test_the_plan_and_its_items_are_written_on_pages(self, as_user: Any) -> None:
        project = staff.opened(staff.assemble(), Project.Kind.VISIT)
        user = as_user("leader")

        def post(page: str, *more: str, **typed: Any) -> Any:
            project.refresh_from_db()
            address = reverse(f"visit-{page}", args=[project.pk, *more])
            return user.post(address, typed | {"seen": str(project.version)})

        assert "方案还缺什么" in user.get(reverse("visit-items", args=[project.pk])).content.decode()
        sent = {
            "what": "书店", "script": "进店\n问一句", "words": "书店 书城", "places_per_city": "6",
            "visits_per_place": "2", "seed": "0412", "minimum": "0.667", "weak": "drop",
            "differ": "leave-out", "show_from": "10", "names": "none",
        }  # fmt: skip
        assert post("plan", **sent).status_code == 302
        said = {"low": "1", "high": "5", "weight": "1", "level": "nominal", "required": "on"}
        wrong = {
            "name": "a\x00b",
            "type": "choice",
            "options": "甲\n乙",
            "good": "丙",
            "low": "9" * 30,
            "weight": "0",
        }
        answer = post("item-new", **said | wrong)
        assert answer.status_code == 200
        assert "丙" in answer.content.decode()
        for item in (
            {"name": "价格", "type": "yes_no", "good": "是"},
            {"name": "答复", "type": "choice", "options": "可退\n不退", "good": "可退"},
            {"name": "怎么说", "type": "text", "coded": "on", "codes": "清楚\n不清楚", "good": "清楚"},
            {"name": "多久", "type": "number", "good_max": "5"},
        ):
            assert post("item-new", **said | item).status_code == 302, item
        project.refresh_from_db()
        assert problems(project.plan) == []
        assert [item.key for item in plan_of(project).items] == ["i01", "i02", "i03", "i04"]
        again = user.get(reverse("visit-item", args=[project.pk, "i02"])).content.decode()
        assert "可退\n不退" in again
        post("item-up", "i02")
        post("item-away", "i01")
        project.refresh_from_db()
        assert [item.key for item in plan_of(project).items] == ["i02", "i03", "i04"]
        assert plan_of(project).by_key["i04"].good_max == 5

    @pytest.mark.both_databases
    def test_the_way_from_the_draw_to_the_visits_that_came_in(self, as_user: Any) -> None:
        held = scenes.running()
        user = as_user("leader")
        project = held.project
        project.refresh_from_db()
        page = user.get(project.office_url).content.decode()
        assert "抽取走访点" in page
        user.post(reverse("visit-draw", args=[project.pk]), {"seen": str(project.version)})
        people = [str(one.pk) for one in held.visitors]
        sharing = reverse("visit-sharing", args=[project.pk, held.people.partner_body.region_code])
        assert user.post(sharing, {"people": people[:1], "due_on": "2026-12-01"}).status_code == 200
        assert user.post(sharing, {"people": people, "due_on": "2026-12-01"}).status_code == 302
        assert VisitAssignment.objects.count() == 12
        file = user.get(reverse("visit-draws", args=[project.pk])).json()
        assert file["draws"][0]["order"] == lots.order_of(PLAN["seed"], sorted(file["draws"][0]["order"]))
        sample = user.get(reverse("visit-sample", args=[project.pk]) + "?city=city:411400").content.decode()
        assert sample.count("演示书店411400") >= 6
        one = VisitAssignment.objects.first()
        assert one is not None
        drop = reverse("visit-drop", args=[project.pk, one.sampled_id])
        assert user.post(drop, {"reason": "other", "note": ""}).status_code == 200
        assert user.post(drop, {"reason": "closed"}).status_code == 302
        assert PlaceDrop.objects.count() == 1
        back = VisitAssignment.objects.standing().first()
        assert back is not None
        user.post(reverse("visit-take-back", args=[project.pk, back.pk]))
        back.refresh_from_db()
        assert back.ended_at == LATER

    def test_visits_that_came_in_are_read_by_those_who_take_part_and_ruled_on(self, as_user: Any) -> None:
        held = scenes.visited()
        one = Visit.objects.first()
        assert one is not None
        user = as_user("leader")
        visits = reverse("visit-visits", args=[held.project.pk])
        assert [counts for _row, counts in user.get(visits).context["rows"]] == [True] * 24
        VisitAssignment.objects.filter(pk=one.assignment_id).update(
            ended_at=one.at
        )  # as if taken back before
        assert [row.pk for row, counts in user.get(visits).context["rows"] if not counts] == [one.pk]
        address = reverse("visit-one", args=[held.project.pk, one.pk])
        assert one.answers["words"] in user.get(address).content.decode()
        ruling = reverse("visit-ruling", args=[held.project.pk, one.pk])
        assert user.post(ruling, {"counts": "no", "reason": ""}).status_code == 200
        assert user.post(ruling, {"counts": "no", "reason": "走错了店"}).status_code == 302
        assert "走错了店" in user.get(address).content.decode()
        assert as_user("coder0").get(address).status_code == 404

    @pytest.mark.both_databases
    def test_pages_ask_the_database_as_often_for_many_as_for_few(
        self, as_user: Any, django_assert_max_num_queries: Any
    ) -> None:
        held = scenes.visited()
        user = as_user("leader")
        for name in ("visit-sample", "visit-visits"):
            with django_assert_max_num_queries(26):
                user.get(reverse(name, args=[held.project.pk]))
        with django_assert_max_num_queries(45):
            user.get(held.project.office_url)


def test_a_coder_alone_sees_one_answer_and_nothing_else_of_the_visit(as_user: Any) -> None:
    held = scenes.visited()
    unit = units(held.project, plan_of(held.project))[0]
    coding = reverse("visit-coding", args=[held.project.pk])
    address = reverse("visit-unit", args=[held.project.pk, unit.name])
    for name, status in (("leader", 404), ("visitor0", 404), ("coder1", 200), ("coder0", 200)):
        assert {as_user(name).get(page).status_code for page in (coding, address)} == {status}, name
    user = as_user("coder0")
    page = user.get(address).content.decode()
    visit, assignment = unit.visit, unit.visit.assignment
    assert visit.answers["words"] in page
    for secret in (assignment.sampled.code, str(visit.pk), "演示书店", assignment.account.display_name):
        assert secret not in page
    before = VisitCode.objects.count()
    now = VisitCode.objects.get(visit=visit, coder_id=held.coders[0].account_id).code
    assert user.post(address, {"code": "c1" if now == "c2" else "c2"}).status_code == 302
    assert VisitCode.objects.count() == before + 1
    assert user.post(address, {"code": "c9"}).status_code == 200
