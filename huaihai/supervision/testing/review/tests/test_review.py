"""Nothing goes out before makers were heard, objections decided, and what is unsafe is handed on."""

import json
from datetime import timedelta
from typing import Any

import pytest

from huaihai.desk.lives import NotAllowed, NotPossible, Unfit
from huaihai.supervision import releasing
from huaihai.supervision import verbs as supervision_verbs
from huaihai.supervision.grading.lint import lint
from huaihai.supervision.models import Opinion, Reading
from huaihai.supervision.testing.conftest import ClockAt
from huaihai.supervision.testing.hindrances import hindrances
from huaihai.supervision.testing.laboratory.readings import Cell, Entry, enter
from huaihai.supervision.testing.publishing import building
from huaihai.supervision.testing.review import verbs as review_verbs
from huaihai.supervision.testing.tests import measured
from huaihai.supervision.testing.tests.kettles import PLAN
from huaihai.supervision.testing.tests.measured import FINISHED, MEASURED, READ, RELEASED, SILENT
from huaihai.supervision.tests.people import client_of

pytestmark = pytest.mark.django_db


def test_collecting_ends_only_when_every_reading_is_there() -> None:
    scene = measured.arrived()

    with pytest.raises(NotPossible):
        supervision_verbs.finish(scene.project, by=scene.leader, at=MEASURED)
    enter(scene.lab, measured.entries(scene), by=scene.leader, at=MEASURED)
    supervision_verbs.finish(scene.project, by=scene.leader, at=FINISHED)

    assert scene.project.stage == "checking"


def test_a_release_says_all_that_hinders_it() -> None:
    scene = measured.checking()

    found = " ".join(hindrances(scene.project, "release", at=FINISHED))

    assert "还不知道现在的结果" in found
    assert "还没有移送" in found
    with pytest.raises(NotPossible):
        releasing.release(scene.project, by=scene.leader, at=FINISHED)


def test_while_a_maker_may_still_answer_nothing_goes_out() -> None:
    scene = measured.told()

    assert any("还在答复期内" in one for one in hindrances(scene.project, "release", at=FINISHED))


def test_nothing_hinders_when_all_is_done_and_the_linter_finds_nothing_in_the_file() -> None:
    scene = measured.ready()
    assert list(hindrances(scene.project, "release", at=RELEASED)) == []

    made = releasing.release(scene.project, by=scene.leader, at=RELEASED)

    file = json.loads(made.file)
    assert lint(file) == []
    assert len(file["results"]) == len(PLAN["products"])
    assert [one["product"] for one in file["handed"]] == ["p05", "p17"]
    assert scene.leader.key not in made.file  # no persons


def test_an_opinion_is_of_the_results_that_were_read() -> None:
    scene = measured.silent()
    office = scene.kettles.people.office
    row = Reading.objects.filter(project=scene.project, item="boil-time").first()
    read = building.results_hash(building.results(scene.project))
    enter(
        scene.lab,
        [Entry(row.sample, row.item, row.n, Cell("333"))],
        reason="抄写有误",
        by=scene.leader,
        at=SILENT,
    )

    with pytest.raises(NotPossible):
        review_verbs.give_opinion(scene.project, is_fit=True, text="好。", read=read, by=office, at=READ)
    measured.agree(scene, at=READ)


def test_none_is_needed_and_one_that_sends_it_back_holds_it_until_the_same_reader_agrees() -> None:
    scene = measured.silent()
    assert not any("意见" in one for one in hindrances(scene.project, "release", at=READ))
    measured.agree(scene, at=READ, is_fit=False)
    assert any("退回" in one for one in hindrances(scene.project, "release", at=READ))

    measured.agree(scene, at=READ + timedelta(minutes=5))

    assert not any("退回" in one for one in hindrances(scene.project, "release", at=READ))
    assert building.build(scene.project, at=READ)["opinion"] == "方法与读数相符。"


def test_who_bought_enters_only_the_paper_of_somebody_else() -> None:
    scene = measured.silent()
    read, people = (
        building.results_hash(building.results(scene.project)),
        scene.kettles.people,
    )
    said: dict[str, Any] = {"is_fit": True, "text": "好", "read": read, "at": READ}

    for by in (scene.leader, people.partner, people.auditor):
        with pytest.raises(NotAllowed):
            review_verbs.give_opinion(scene.project, by=by, **said)
    with pytest.raises(NotAllowed):  # a paper is entered by the leading body
        review_verbs.give_opinion(scene.project, of="演示教授", by=people.partner, **said)
    with pytest.raises(Unfit):
        review_verbs.give_opinion(scene.project, by=people.office, **said | {"text": " "})
    made = review_verbs.give_opinion(scene.project, of="演示教授", by=scene.leader, **said)
    assert (made.of, building.build(scene.project, at=READ)["opinion"]) == ("演示教授", "好")


def test_staff_read_the_table_and_the_findings_and_write_an_opinion(clock_at: ClockAt) -> None:
    scene = measured.silent()
    clock_at(READ)
    staff, reader = client_of(scene.leader), client_of(scene.kettles.people.office)
    base = f"/office/supervision/{scene.project.pk}/results/"

    page = staff.get(base).content.decode()
    checked = staff.get(f"{base}?check=1").content.decode()
    assert "演示C牌" in page
    assert "检查程序没有发现问题" in checked
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
    typed = {"authority": "演示市场监督管理局", "letter": "演示函1", "handed_on": "2026-11-26", "text": ""}
    later = staff.post(f"{base}authority/", typed | {"products": ["p05"], "handed_on": "2027-01-01"})
    other = staff.post(f"{base}authority/", typed | {"products": ["p01"]})
    done = staff.post(f"{base}authority/", typed | {"products": ["p05", "p17"]})
    again = staff.post(f"{base}authority/", typed | {"products": ["p05"]})

    assert "接地电阻" in letter
    assert (later.status_code, other.status_code, done.status_code, again.status_code) == (200, 200, 302, 409)
    assert staff.get(f"{base}nothing/letter/").status_code == 404
    assert building.build(scene.project, at=READ)["handed"] == [
        {"product": key, "authority": "演示市场监督管理局", "letter": "演示函1", "on": "2026-11-26"}
        for key in ("p05", "p17")
    ]


def test_the_page_of_the_test_shows_laboratories_hearing_and_review(clock_at: ClockAt) -> None:
    scene = measured.silent()
    clock_at(READ)

    page = client_of(scene.leader).get(scene.project.office_url).content.decode()

    for part in ("检测机构", "听取生产者、销售者意见", "结果与评审", "演示检测中心"):
        assert part in page
