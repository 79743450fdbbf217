"""Nothing goes out before makers were heard, objections decided, and what is unsafe is handed on."""

import json
from datetime import datetime, timedelta

import pytest

from huaihai.desk.lives import NotAllowed, NotPossible, Unfit
from huaihai.supervision import releasing
from huaihai.supervision import verbs as supervision_verbs
from huaihai.supervision.grading.lint import lint
from huaihai.supervision.models import Opinion
from huaihai.supervision.testing.conftest import ClockAt
from huaihai.supervision.testing.hearing import notices
from huaihai.supervision.testing.hindrances import hindrances
from huaihai.supervision.testing.laboratory.readings import enter
from huaihai.supervision.testing.publishing import building
from huaihai.supervision.testing.tests import measured
from huaihai.supervision.testing.tests.kettles import PLAN
from huaihai.supervision.testing.tests.measured import FINISHED, MEASURED, READ, RELEASED, SILENT, TOLD, Scene
from huaihai.supervision.tests.people import client_of

pytestmark = pytest.mark.django_db


def test_collecting_ends_only_when_every_reading_is_there() -> None:
    scene = measured.arrived()

    with pytest.raises(NotPossible):
        supervision_verbs.finish(scene.project, by=scene.leader, at=MEASURED)
    enter(scene.lab, measured.entries(scene), by=scene.leader, at=MEASURED)
    supervision_verbs.finish(scene.project, by=scene.leader, at=FINISHED)

    assert scene.project.stage == "checking"


def hindered(scene: Scene, *, at: datetime) -> str:
    return " ".join(hindrances(scene.project, "release", at=at))


def test_a_release_says_all_that_hinders_it() -> None:
    scene = measured.checking()
    found = hindered(scene, at=FINISHED)
    assert "还不知道现在的结果" in found
    assert "还没有移送" in found
    with pytest.raises(NotPossible):
        releasing.release(scene.project, by=scene.leader, at=FINISHED)
    notices.tell(measured.notices(scene), by=scene.leader, at=TOLD)
    assert "还在答复期内" in hindered(scene, at=TOLD)


def test_nothing_hinders_when_all_is_done_and_the_linter_finds_nothing_in_the_file() -> None:
    scene = measured.ready()
    assert hindered(scene, at=RELEASED) == ""
    made = releasing.release(scene.project, by=scene.leader, at=RELEASED)
    file = json.loads(made.file)
    assert lint(file) == []
    assert len(file["results"]) == len(PLAN["products"])
    assert [one["product"] for one in file["handed"]] == ["p05", "p17"]
    assert scene.leader.key not in made.file  # no persons


def test_an_opinion_is_of_the_results_that_were_read_and_one_that_sends_it_back_holds_it() -> None:
    scene = measured.silent()
    assert "意见" not in hindered(scene, at=READ)  # none is needed
    measured.agree(scene, at=READ, is_fit=False)
    assert "退回" in hindered(scene, at=READ)
    measured.agree(scene, at=READ + timedelta(minutes=5))
    assert "退回" not in hindered(scene, at=READ)
    assert building.build(scene.project, at=READ)["opinion"] == "方法与读数相符。"
    read = building.results_hash(building.results(scene.project))
    measured.corrected(scene, at=SILENT)
    with pytest.raises(NotPossible):
        measured.agree(scene, at=READ, read=read)


def test_who_bought_enters_only_the_paper_of_somebody_else() -> None:
    scene = measured.silent()
    people = scene.kettles.people
    for by, match in ((scene.leader, None), (people.partner, "参加过购样"), (people.auditor, None)):
        with pytest.raises(NotAllowed, match=match):
            measured.agree(scene, at=READ, by=by)
    with pytest.raises(NotAllowed):  # a paper is entered by the leading body
        measured.agree(scene, at=READ, by=people.partner, of="演示教授")
    with pytest.raises(Unfit):
        measured.agree(scene, at=READ, text=" ")
    made = measured.agree(scene, at=READ, by=scene.leader, of="演示教授", text="好")
    assert (made.of, building.build(scene.project, at=READ)["opinion"]) == ("演示教授", "好")


def test_staff_read_the_table_and_the_findings_and_write_an_opinion(clock_at: ClockAt) -> None:
    scene = measured.silent()
    clock_at(READ)
    staff, reader = client_of(scene.leader), client_of(scene.kettles.people.office)
    page = staff.get(scene.project.office_url).content.decode()
    for part in ("检测机构", "听取生产者、销售者意见", "结果与评审", "演示检测中心"):
        assert part in page
    base = f"/office/supervision/{scene.project.pk}/results/"
    assert "演示C牌" in staff.get(base).content.decode()
    assert "检查程序没有发现问题" in staff.get(f"{base}?check=1").content.decode()
    typed = {"of": "", "is_fit": "yes", "text": "可以。"}
    assert staff.post(f"{base}opinion/", typed).context["form"].errors["of"]  # who bought does not judge
    form = reader.get(f"{base}opinion/").content.decode()
    read = building.results_hash(building.results(scene.project))
    assert read in form
    typed |= {"read": read}
    assert reader.post(f"{base}opinion/", typed | {"text": ""}).status_code == 200
    assert reader.post(f"{base}opinion/", typed | {"read": "0" * 64}).status_code == 409
    assert reader.post(f"{base}opinion/", typed).status_code == 302
    assert Opinion.objects.get().is_fit
    assert "可以。" in staff.get(base).content.decode()


def test_unsafe_products_are_handed_on_with_one_letter(clock_at: ClockAt) -> None:
    scene = measured.silent()
    clock_at(READ)
    staff = client_of(scene.leader)
    base = f"/office/supervision/{scene.project.pk}/results/"
    letter = staff.get(f"{base}p05/letter/").content.decode()
    assert "接地电阻" in letter
    assert "data-square" in letter
    assert staff.get(f"{base}nothing/letter/").status_code == 404
    typed = {"authority": "演示市场监督管理局", "letter": "演示函1", "handed_on": "2026-11-26", "text": ""}
    for products, day, status in (
        (["p05"], "2027-01-01", 200),  # a day to come
        (["p01"], "2026-11-26", 200),  # a safe one
        (["p05", "p17"], "2026-11-26", 302),
        (["p05"], "2026-11-26", 409),  # again
    ):
        sent = typed | {"products": products, "handed_on": day}
        assert staff.post(f"{base}authority/", sent).status_code == status, (products, day)
    assert building.build(scene.project, at=READ)["handed"] == [
        {"product": key, "authority": "演示市场监督管理局", "letter": "演示函1", "on": "2026-11-26"}
        for key in ("p05", "p17")
    ]
