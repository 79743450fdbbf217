"""The pages of staff and coders: who may open them, what they show, what is typed wrongly."""

import io
import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from PIL import Image

from huaihai.desk import lots
from huaihai.kit import clock
from huaihai.members.models import Account
from huaihai.supervision.models import PlaceDrop, Project, Visit, VisitAssignment, VisitCode
from huaihai.supervision.tests import people as staff
from huaihai.supervision.tests.people import MONDAY
from huaihai.supervision.visiting.facts import plan_of, units
from huaihai.supervision.visiting.plan import problems
from huaihai.supervision.visiting.tests import scene as scenes
from huaihai.supervision.visiting.tests.scene import PLAN, Scene
from tests.posts import sign_in

pytestmark = pytest.mark.django_db
LATER = MONDAY + timedelta(hours=4)


@pytest.fixture(autouse=True)
def _at(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.FILES = tmp_path / "files"
    monkeypatch.setattr(clock, "now", lambda: LATER)


@pytest.fixture
def as_user(client: Client) -> Callable[[str], Client]:
    def signed(username: str) -> Client:
        sign_in(client, Account.objects.get(username=username))
        return client

    return signed


def picture() -> bytes:
    into = io.BytesIO()
    Image.new("RGB", (20, 20), "green").save(into, "JPEG")
    return into.getvalue()


def form_of(scene: Scene, visitor: int = 0) -> tuple[str, VisitAssignment]:
    one = scenes.visits_of(scene, visitor)[0]
    return reverse("visit-form", args=[scene.project.pk, one.pk]), one


def body(**changed: Any) -> str:
    said: dict[str, Any] = {
        "key": str(uuid4()),
        "answers": {"prices": "yes", "refund": "a1", "staff": "5"},
        "started_at": "2026-11-02T01:00:00.000Z",
        "ended_at": "2026-11-02T01:20:00.000Z",
        "latitude": 34.2,
        "longitude": 117.1,
        "accuracy": 8,
        "photos": [],
    }
    return json.dumps(said | changed)


def post(client: Client, scene: Scene, one: VisitAssignment, sent: str) -> Any:
    address = reverse("visit-sent", args=[scene.project.pk, one.pk])
    return client.post(address, sent, content_type="application/json")


class TestOffice:
    def test_the_plan_and_its_items_are_written_on_pages(self, as_user: Any) -> None:
        people = staff.assemble()
        project = staff.opened(people, Project.Kind.VISIT)
        user = as_user("leader")
        assert "方案还缺什么" in user.get(reverse("visit-items", args=[project.pk])).content.decode()
        sent = {
            "what": "书店", "script": "进店\n问一句", "words": "书店 书城", "places_per_city": "6",
            "visits_per_place": "2", "seed": "0412", "minimum": "0.667", "weak": "drop",
            "differ": "leave-out", "show_from": "10", "names": "none", "seen": str(project.version),
        }  # fmt: skip
        assert user.post(reverse("visit-plan", args=[project.pk]), sent).status_code == 302
        for item in (
            {"name": "价格", "type": "yes_no", "good": "是"},
            {"name": "答复", "type": "choice", "options": "可退\n不退", "good": "可退"},
            {"name": "怎么说", "type": "text", "coded": "on", "codes": "清楚\n不清楚", "good": "清楚"},
            {"name": "多久", "type": "number", "good_max": "5"},
        ):
            project.refresh_from_db()
            said = {"low": "1", "high": "5", "weight": "1", "level": "nominal", "required": "on"}
            answer = user.post(
                reverse("visit-item-new", args=[project.pk]), said | item | {"seen": str(project.version)}
            )
            assert answer.status_code == 302, answer.content.decode()
        project.refresh_from_db()
        assert problems(project.plan) == []
        assert [item.key for item in plan_of(project).items] == ["i01", "i02", "i03", "i04"]
        again = user.get(reverse("visit-item", args=[project.pk, "i02"])).content.decode()
        assert "可退\n不退" in again
        seen = {"seen": str(project.version)}
        user.post(reverse("visit-item-up", args=[project.pk, "i02"]), seen)
        user.post(reverse("visit-item-away", args=[project.pk, "i01"]), {"seen": str(project.version + 1)})
        project.refresh_from_db()
        assert [item.key for item in plan_of(project).items] == ["i02", "i03", "i04"]
        assert plan_of(project).by_key["i04"].good_max == 5

    def test_what_is_typed_wrongly_stays_and_is_said(self, as_user: Any) -> None:
        people = staff.assemble()
        project = staff.opened(people, Project.Kind.VISIT)
        said = {
            "name": "a\x00b", "type": "choice", "options": "甲\n乙", "good": "丙", "low": "9" * 30, "high": "5",
            "weight": "0", "level": "nominal", "seen": str(project.version),
        }  # fmt: skip
        answer = as_user("leader").post(reverse("visit-item-new", args=[project.pk]), said)
        assert answer.status_code == 200
        assert "丙" in answer.content.decode()

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


class TestCoding:
    def test_a_coder_sees_one_answer_and_nothing_else_of_the_visit(self, as_user: Any) -> None:
        held = scenes.visited()
        unit = units(held.project, plan_of(held.project))[0]
        user = as_user("coder0")
        page = user.get(reverse("visit-unit", args=[held.project.pk, unit.name])).content.decode()
        assert unit.visit.answers["words"] in page
        place = unit.visit.assignment.sampled
        for secret in (
            place.code,
            str(unit.visit.pk),
            "演示书店",
            unit.visit.assignment.account.display_name,
        ):
            assert secret not in page
        address = reverse("visit-unit", args=[held.project.pk, unit.name])
        before = VisitCode.objects.count()
        now = VisitCode.objects.get(visit=unit.visit, coder_id=held.coders[0].account_id).code
        assert user.post(address, {"code": "c1" if now == "c2" else "c2"}).status_code == 302
        assert VisitCode.objects.count() == before + 1
        assert user.post(address, {"code": "c9"}).status_code == 200

    def test_only_coders_open_the_coding(self, as_user: Any) -> None:
        held = scenes.visited()
        unit = units(held.project, plan_of(held.project))[0]
        for name in ("leader", "visitor0"):
            user = as_user(name)
            assert user.get(reverse("visit-coding", args=[held.project.pk])).status_code == 404
            assert user.get(reverse("visit-unit", args=[held.project.pk, unit.name])).status_code == 404
        assert as_user("coder1").get(reverse("visit-coding", args=[held.project.pk])).status_code == 200
