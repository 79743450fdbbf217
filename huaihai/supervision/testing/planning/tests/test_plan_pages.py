"""The pages of a plan: forms keep what was typed, what is lacking is shown with its link, files go in and out."""

import json
from copy import deepcopy
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from huaihai.supervision import verbs as supervision_verbs
from huaihai.supervision.models import Project
from huaihai.supervision.testing.planning import files
from huaihai.supervision.testing.tests import kettles
from huaihai.supervision.testing.tests.kettles import PLAN, PLANNED, REGISTERED, Kettles
from huaihai.supervision.tests.people import client_of, opened
from huaihai.supervision.tests.people import page_at as text

pytestmark = pytest.mark.django_db
ITEM = {
    "name": "噪声",
    "group": "performance",
    "standard": "GB/T 4214.1",
    "unit": "dB",
    "replicates": "3",
    "combine": "mean",
    "better": "low",
    "weight": "５.5",
    "scale": "linear",
    "best": "40",
    "worst": "75",
}


@pytest.fixture
def scene() -> Kettles:
    return kettles.planned()


@pytest.fixture
def leader(scene: Kettles) -> Client:
    return client_of(scene.people.leader)


def url(scene: Kettles, name: str = "", *more: str) -> str:
    return reverse(f"office-test-plan{name}", args=[scene.project.pk, *more])


def fresh(scene: Kettles) -> Project:
    return Project.objects.get(pk=scene.project.pk)


def seen(scene: Kettles, **said: Any) -> dict[str, Any]:
    return {"seen": fresh(scene).version, **said}


def test_the_plan_is_read_on_one_page_and_on_paper(scene: Kettles, leader: Client) -> None:
    for address in (url(scene), url(scene, "-print")):
        page = text(leader, address)
        assert "泄漏电流" in page
        assert "电气安全不合格" in page
        assert "权重" in page or "100" in page


def test_what_is_lacking_stands_above_with_a_link_to_where_it_is_mended(
    scene: Kettles, leader: Client
) -> None:
    plan = deepcopy(PLAN)
    plan["items"][0]["weight"] = "x"
    supervision_verbs.write_plan(scene.project, plan, by=scene.people.leader, at=PLANNED)

    assert (
        f'href="{url(scene, "-row", "items", "leakage")}"'
        in text(leader, url(scene)).partition("<section")[0]
    )


def test_each_page_opens_and_saved_unchanged_changes_nothing(scene: Kettles, leader: Client) -> None:
    rows = {"products": "p01", "groups": "emc", "items": "leakage", "downgrades": "unsafe"}
    pages = [
        ("-upload",),
        ("-earlier",),
        ("-removal", "items", "leakage"),
        *(("-row-new", part) for part in rows),
    ]
    for page in pages:
        assert leader.get(url(scene, *page)).status_code == 200, page
    for page in (("-basics",), ("-counting",), ("-grades",), *(("-row", *row) for row in rows.items())):
        form = leader.get(url(scene, *page)).context["form"]
        typed = {bound.html_name: bound.value() for bound in form if bound.value() not in (None, "", False)}
        sent = leader.post(url(scene, *page), typed)
        assert sent.status_code == 302, (page, sent.context["form"].errors)
        assert fresh(scene).plan == PLAN, page


def test_an_item_is_added_with_full_width_figures_and_a_form_not_right_keeps_what_was_typed(
    scene: Kettles, leader: Client
) -> None:
    typed = seen(scene, **ITEM | {"weight": "viel", "best": ""})
    answer = leader.post(url(scene, "-row-new", "items"), typed)
    assert answer.status_code == 200
    assert {"weight", "best"} <= set(answer.context["form"].errors)
    assert "GB/T 4214.1" in answer.content.decode()
    assert fresh(scene).plan == PLAN
    leader.post(url(scene, "-row-new", "items"), seen(scene, **ITEM))
    item = fresh(scene).plan["items"][-1]
    assert (item["key"], item["weight"]) == ("i01", "5.5")
    assert item["scale"] == {"type": "linear", "best": "40", "worst": "75"}
    assert "105.5" in text(leader, url(scene))


def test_a_rule_about_a_group_is_kept_as_such_and_a_row_taken_out(scene: Kettles, leader: Client) -> None:
    old = seen(scene, name="外观")
    rule = {"name": "两项不合格", "when": "group", "group": "performance", "failed": "2", "at_best": "D"}
    leader.post(url(scene, "-row-new", "downgrades"), seen(scene, **rule))
    made = fresh(scene).plan["downgrades"][-1]
    assert made["when"] == {"group": "performance", "failed_at_least": 2}
    leader.post(url(scene, "-removal", "products", "p24"), seen(scene))
    assert len(fresh(scene).plan["products"]) == 23
    answer = leader.post(url(scene, "-row-new", "groups"), old)  # the plan is another one by now
    assert answer.status_code == 409
    assert "外观" in answer.content.decode()


@pytest.mark.both_databases
def test_a_plan_goes_out_and_comes_back_as_a_file(scene: Kettles, leader: Client) -> None:
    sheet = leader.get(url(scene, "-xlsx")).content
    assert json.loads(leader.get(url(scene, "-json")).content) == PLAN
    supervision_verbs.write_plan(scene.project, {}, by=scene.people.leader, at=PLANNED)
    for content in (b"not a plan", files.workbook({})[:400], b"\x00" * 20, sheet):
        sent = seen(scene, file=SimpleUploadedFile("plan.xlsx", content))
        answer = leader.post(url(scene, "-upload"), sent)
        assert answer.status_code == (302 if content is sheet else 200)
        assert content is sheet or answer.context["form"].errors["file"]
    assert fresh(scene).plan == PLAN


def test_an_earlier_plan_is_taken_over_without_its_products(scene: Kettles, leader: Client) -> None:
    supervision_verbs.register(scene.project, by=scene.people.leader, at=REGISTERED)
    later = opened(scene.people, Project.Kind.TEST, at=REGISTERED)
    assert scene.project.title in text(leader, reverse("office-test-plan-earlier", args=[later.pk]))

    leader.post(reverse("office-test-plan-copy", args=[later.pk, scene.project.pk]), {"seen": later.version})

    later.refresh_from_db()
    assert later.plan["products"] == []
    assert later.plan["items"] == PLAN["items"]
    assert later.plan["seed"] == later.number


def test_who_only_takes_part_reads_the_plan_but_is_not_asked(scene: Kettles) -> None:
    partner = client_of(scene.people.partner)
    assert url(scene, "-basics") not in text(partner, url(scene))
    assert partner.get(url(scene, "-basics")).status_code == 404
