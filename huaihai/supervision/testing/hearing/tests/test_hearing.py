"""Makers and sellers are told their own results, answer in time, object; objections are decided by somebody else."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from huaihai.businesses.models import Business, Representative
from huaihai.businesses.register.verbs import Stated, find_or_write_down
from huaihai.desk.codes import grouped
from huaihai.desk.lives import NotAllowed, NotPossible, Unfit
from huaihai.members.accounts import open_account
from huaihai.members.actors import Actor
from huaihai.record import clocks, due
from huaihai.supervision.models import Exclusion, MakerAnswer, MakerNotice, Objection, Photo, Sample, Telling
from huaihai.supervision.testing.conftest import ClockAt
from huaihai.supervision.testing.hearing import notices, own_pages, verbs
from huaihai.supervision.testing.hearing.facts import code_of, newest_in_words, reference
from huaihai.supervision.testing.hearing.forms import AnswerForm
from huaihai.supervision.testing.hearing.own_pages import address_of
from huaihai.supervision.testing.hearing.verbs import Answer, answer, link_actor, may_answer
from huaihai.supervision.testing.laboratory import verbs as laboratory_verbs
from huaihai.supervision.testing.laboratory.readings import Cell, enter
from huaihai.supervision.testing.laboratory.verbs import actor_of
from huaihai.supervision.testing.publishing import building
from huaihai.supervision.testing.tests import measured
from huaihai.supervision.testing.tests.kettles import PLAN, maker
from huaihai.supervision.testing.tests.measured import LAST_DAY, SILENT, TOLD, Scene
from huaihai.supervision.tests.people import client_of
from tests.posts import PASSWORD, PROGRAM, SECRET

SOON = TOLD + timedelta(days=2)
LATE = SILENT + timedelta(days=1)
pytestmark = pytest.mark.django_db


def of_maker(scene: Scene, number: int) -> MakerNotice:
    """The notice of one of the twelve makers."""
    return measured.notices(scene, role="maker", name=maker(number))[0]


@pytest.fixture
def scene() -> Scene:
    """Makers and sellers were told."""
    return measured.told()


def objected(scene: Scene, *, product: str = "p05", number: int = 3) -> Objection:
    """Maker 3 objects to the result of its unsafe kettle."""
    row = of_maker(scene, number)
    said = Answer("objects", product, "我们自己测是合格的。")
    return Objection.objects.get(answer=answer(row, said, by=link_actor(row), at=SOON))


def test_every_maker_and_every_seller_has_one_notice_with_its_own_products() -> None:
    scene = measured.checking()

    makers, sellers = measured.notices(scene, role="maker"), measured.notices(scene, role="seller")

    assert sorted(row.name for row in makers) == sorted(maker(number) for number in range(1, 13))
    assert of_maker(scene, 1).products == ["p01", "p02"]
    assert sum(len(row.products) for row in sellers) == len(PLAN["products"])
    assert notices.prepare(scene.project, by=scene.leader, at=TOLD) == []


def test_a_notice_tells_its_own_results_once_and_ten_working_days_run_from_the_telling(scene: Scene) -> None:
    running = clocks.running(of_maker(scene, 1).record_key)["reply"]
    assert (running.number, running.unit, running.due_on) == (10, "wd", LAST_DAY)
    assert "2026" in running.article  # the registered plan says how long
    told = newest_in_words(of_maker(scene, 3))
    assert [one.key for one in told] == ["p05", "p06"]
    assert told[0].grade == "差"
    assert [line.name for line in told[0].lines if line.failed] == ["接地电阻"]
    form = AnswerForm({"kind": "objects", "text": "不对"}, {}, told=told[:1])  # of one it need not be chosen
    assert form.is_valid(), form.errors
    assert form.answer(MakerAnswer.Way.LINK).product == "p05"
    with pytest.raises(NotPossible):
        notices.tell(measured.notices(scene), by=scene.leader, at=SOON)


def test_silence_counts_as_no_objection_only_after_the_last_day_in_one_act(scene: Scene) -> None:
    row = of_maker(scene, 1)
    due.fall_due(at=SILENT - timedelta(days=1), brake=None)
    assert {one.stage for one in measured.notices(scene)} == {"told"}
    [act] = notices.due_acts(SILENT)  # however many are silent
    act()
    assert {one.stage for one in measured.notices(scene)} == {"silent"}
    row.refresh_from_db()
    assert not may_answer(row, SILENT)
    with pytest.raises(NotPossible):
        answer(row, Answer("says", text="太晚了"), by=link_actor(row), at=SILENT)


def test_what_a_maker_says_itself_is_published_word_for_word_and_never_a_telephone_of_a_person(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    row, other = of_maker(scene, 1), of_maker(scene, 2)
    for stranger in (link_actor(other), Actor.public(), scene.kettles.people.partner):
        with pytest.raises(NotAllowed):
            answer(row, Answer("agrees"), by=stranger, at=SOON)
    for wrong in (Answer("objects", other.products[0], "不对"), Answer("says", text="请打 13800000001")):
        with pytest.raises(Unfit):
            answer(row, wrong, by=link_actor(row), at=SOON)
    for hours, words in enumerate(("第一次的话。", "已改进，欢迎监督。")):
        answer(row, Answer("says", "p01", words), by=link_actor(row), at=SOON + timedelta(hours=hours))
    said = building.build(scene.project, at=SOON)["maker_says"]
    assert [(one["product"], one["text"]) for one in said] == [("p01", "已改进，欢迎监督。")]
    monkeypatch.setattr(verbs, "MOST_ANSWERS", 2)  # nobody fills the office with answers
    with pytest.raises(NotPossible):
        answer(row, Answer("says", text="三"), by=link_actor(row), at=SOON)


def test_an_objection_is_decided_with_reasons_by_somebody_who_did_not_buy(scene: Scene) -> None:
    row, office = objected(scene), scene.kettles.people.office
    again = Answer("objects", "p05", "再补一份报告。")
    answer(of_maker(scene, 3), again, by=link_actor(of_maker(scene, 3)), at=SOON)
    assert Objection.objects.count() == 1  # sent twice, or with more reasons
    assert scene.leader.key in verbs.buyers_of(scene.project, "p05")
    with pytest.raises(NotAllowed):
        verbs.decide(row, outcome="kept", reason="没有新证据。", by=scene.leader, at=SOON)
    with pytest.raises(Unfit):
        verbs.decide(row, outcome="kept", reason=" ", by=office, at=SOON)
    held = verbs.decide(row, outcome="kept", reason="没有新证据。", by=office, at=SOON)
    assert held.stage == "kept"
    assert not clocks.running(held.record_key)


def test_the_second_test_of_the_spare_sample_counts_instead_of_the_first(scene: Scene) -> None:
    row, office = objected(scene), scene.kettles.people.office
    with pytest.raises(NotPossible):
        verbs.decide(row, outcome="changed", reason="复检", by=office, at=SOON)
    measure_again(scene, row)
    with pytest.raises(NotPossible):
        verbs.decide(row, outcome="kept", reason="不变", by=office, at=SOON)
    verbs.decide(row, outcome="changed", reason="备样合格。", by=office, at=SOON)
    result = next(one for one in building.results(scene.project) if one["product"] == "p05")
    assert result["downgrades"] == []
    assert {one["round"] for one in result["items"]} == {"retest"}


def test_only_what_is_disputed_is_measured_again(scene: Scene, clock_at: ClockAt) -> None:
    clock_at(SOON)
    row = objected(scene)
    staff = client_of(scene.leader)
    address = f"/office/supervision/{scene.project.pk}/objections/{row.pk}/second-test/"
    typed = {"seen": str(row.version), "laboratory": str(scene.lab.pk)}
    none = staff.post(address, typed)
    done = staff.post(address, typed | {"items": ["earthing"]})
    assert (none.status_code, done.status_code) == (200, 302)
    assert measured.batch(scene, round="retest").items == ["earthing"]
    row.refresh_from_db()
    assert row.stage == "retesting"


def test_counterfeit_goods_leave_the_table_stay_in_the_file_and_nobody_waits_for_who_is_told_anew(
    scene: Scene,
) -> None:
    verbs.decide(
        objected(scene),
        outcome="counterfeit",
        reason="厂家证明不是其产品。",
        by=scene.kettles.people.office,
        at=SOON,
    )
    file = building.build(scene.project, at=SOON)
    assert Exclusion.objects.get().product == "p05"
    assert "p05" not in {one["key"] for one in file["products"]}
    assert [(one["key"], one["reason"]) for one in file["taken_out"]] == [("p05", "厂家证明不是其产品。")]
    assert file["taken_out"][0]["readings"]
    assert [one["product"] for one in file["not_bought"]] == ["p05"]
    told = notices.tell(measured.notices(scene), by=scene.leader, at=SOON)
    assert len(told) == 2  # its maker and its seller
    assert {one.name: one.stage for one in told}[maker(3)] == "answered"
    due.fall_due(at=LATE, brake=None)
    assert not MakerNotice.objects.filter(stage="told").exists()


def test_through_its_link_a_maker_reads_answers_and_hands_in_papers(
    client: Client, scene: Scene, clock_at: ClockAt
) -> None:
    clock_at(SOON)
    row = of_maker(scene, 3)
    address = address_of(row)
    page = client.get(address).content.decode()
    assert "演示C牌" in page
    assert not [
        one["brand"] for one in PLAN["products"] if one["brand"] != "演示C牌" and one["brand"] in page
    ]
    typed = {"kind": "objects", "product": "p05", "text": ""}
    assert client.post(address, typed).status_code == 200
    paper = SimpleUploadedFile("报告.pdf", b"%PDF-1.4\n%test")
    assert client.post(address, typed | {"text": "附报告", "papers": [paper]}).status_code == 302
    made = MakerAnswer.objects.get(notice=row)
    assert made.way == "link"
    assert Photo.objects.get(about=made.seal_key).kind == "application/pdf"
    for stage, reason, shown in (("retesting", "", "备样"), ("changed", "备样合格", "新的结果会另行告知")):
        Objection.objects.update(stage=stage, reason=reason, decided_at=SOON, decided_by="x")
        page = client.get(address).content.decode()
        assert all(words in page for words in ("附报告", "报告.pdf", shown, reason))


def test_a_business_of_the_register_answers_at_its_desk(scene: Scene, clock_at: ClockAt) -> None:
    clock_at(SOON)
    shop, sun = business_of(scene)
    MakerNotice.objects.filter(pk=of_maker(scene, 2).pk).update(business=shop)
    desk = client_of(sun)
    address = f"/business/tests/{of_maker(scene, 2).pk}/"
    assert "演示B牌" in desk.get(address).content.decode()
    assert desk.get("/business/tests/").status_code == 200
    assert len(own_pages.sections([shop.pk], today=SOON.date())) == 1
    assert desk.post(address, {"kind": "agrees"}).status_code == 302
    assert own_pages.sections([shop.pk], today=SOON.date()) == []
    assert desk.get(f"/business/tests/{of_maker(scene, 3).pk}/").status_code == 404


def test_staff_tell_read_print_and_enter_what_came_on_paper(clock_at: ClockAt) -> None:
    scene = measured.checking()
    clock_at(TOLD)
    people = scene.kettles.people
    staff, other, by_other = (client_of(who) for who in (scene.leader, people.partner, people.office))
    base = f"/office/supervision/{scene.project.pk}/notices/"
    row = of_maker(scene, 3)
    own = f"{base}{row.pk}/"
    assert staff.get(base).status_code == 200
    question = staff.get(f"{base}telling/").content.decode()
    assert "还不知道现在结果的" in question  # asks once before their clocks run
    assert not Telling.objects.exists()
    assert other.get(f"{base}telling/").status_code == 404
    assert other.post(f"{base}telling/").status_code == 404
    assert staff.post(f"{base}telling/").status_code == 302
    told = Telling.objects.count()
    assert staff.post(f"{base}telling/").status_code == 302  # everybody knows
    assert Telling.objects.count() == told
    letter = staff.get(f"{own}letter/").content.decode()
    row.refresh_from_db()
    for words in (grouped(code_of(row)), reference(row), "批次", "data-print"):
        assert words in letter
    assert "data-square" in letter
    assert staff.get(f"{own}letter.svg")["Content-Type"] == "image/svg+xml"
    assert other.get(f"{own}letter/").status_code == 404
    assert other.get(own).status_code == 200
    typed = {"kind": "objects", "product": "p05", "text": "来信：不对"}
    assert staff.post(f"{own}answer/", typed).status_code == 200  # without the paper nobody believes it
    paper = SimpleUploadedFile("来信.pdf", b"%PDF-1.4\n%test")
    assert staff.post(f"{own}answer/", typed | {"papers": [paper]}).status_code == 302
    objection = Objection.objects.get()
    steps = f"/office/supervision/{scene.project.pk}/objections/{objection.pk}/"
    decision = {"seen": str(objection.version), "outcome": "kept", "reason": "无新证据"}
    assert "来信：不对" in staff.get(own).content.decode()
    assert "由别人决定" in staff.get(f"{steps}decision/").content.decode()  # said before anything is written
    assert staff.get(f"{steps}second-test/").status_code == 200
    assert staff.post(f"{steps}decision/", decision).status_code == 409
    assert by_other.post(f"{steps}decision/", decision | {"reason": ""}).status_code == 200
    assert by_other.post(f"{steps}decision/", decision).status_code == 302


def test_telling_ends_collecting_and_prepares_the_notices_or_does_nothing(clock_at: ClockAt) -> None:
    scene = measured.arrived()
    clock_at(TOLD)
    staff = client_of(scene.leader)
    address = f"/office/supervision/{scene.project.pk}/notices/telling/"

    assert staff.post(address).status_code == 409  # readings are missing
    scene.project.refresh_from_db()
    assert (scene.project.stage, MakerNotice.objects.exists()) == ("running", False)

    enter(scene.lab, measured.entries(scene), by=scene.leader, at=TOLD)
    assert staff.post(address).status_code == 302
    scene.project.refresh_from_db()
    assert scene.project.stage == "checking"
    assert not MakerNotice.objects.filter(told_at=None).exists()


def test_the_list_of_notices_asks_as_often_for_many_as_for_few(
    scene: Scene, clock_at: ClockAt, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    clock_at(SOON)
    staff = client_of(scene.leader)
    with django_assert_max_num_queries(32):
        assert staff.get(f"/office/supervision/{scene.project.pk}/notices/").status_code == 200


def measure_again(scene: Scene, row: Objection, *items: str) -> None:
    """The spare sample (or these of its items) is measured; its earthing is good."""
    verbs.retest(row, scene.lab, items=items, by=scene.leader, at=SOON)
    spare = Sample.objects.spare().get(project=scene.project, product="p05")
    laboratory_verbs.receive(measured.batch(scene, round="retest"), by=actor_of(scene.lab), at=SOON)
    good = {"earthing": Cell("0.05")}
    entries = [
        replace(entry, cell=good.get(entry.item, entry.cell), round="retest")
        for entry in measured.entries(scene)
        if entry.sample == spare.code
    ]
    enter(scene.lab, entries, by=scene.leader, at=SOON)


def business_of(scene: Scene) -> tuple[Business, Actor]:
    """A shop of the register, and somebody who answers for it."""
    shop, _place = find_or_write_down(
        Stated(name=maker(2), code="", sign="", region_code="411400", phone=""), by=PROGRAM, at=TOLD
    )
    account = open_account(
        username="sun", password=PASSWORD, display_name="演示", totp_secret=SECRET, by=PROGRAM, at=TOLD
    )
    Representative.objects.create(account=account, business=shop, from_on=date(2026, 1, 1))
    return shop, Actor.business(account, {shop.pk})
