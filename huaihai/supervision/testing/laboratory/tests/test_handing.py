"""One sealed hand-over a batch, one receipt: what came broken is not tested, what did not come goes again."""

import pytest
from django.test import Client

from huaihai.desk.lives import NotAllowed, NotPossible, Unfit
from huaihai.members.actors import Actor
from huaihai.record.models import Event
from huaihai.supervision.models import HandOver, Laboratory, Photo, Receipt, Sample
from huaihai.supervision.testing.buying.buyers import lacking
from huaihai.supervision.testing.buying.tests.test_buying_pages import photo
from huaihai.supervision.testing.buying.verbs import confirm_purchase, set_aside
from huaihai.supervision.testing.conftest import ClockAt
from huaihai.supervision.testing.laboratory import facts, verbs
from huaihai.supervision.testing.laboratory.readings import Cell, Entry, enter
from huaihai.supervision.testing.laboratory.verbs import actor_of, add, hand_over, receive
from huaihai.supervision.testing.misfits import of_laboratories
from huaihai.supervision.testing.tests import kettles, measured
from huaihai.supervision.testing.tests.measured import MEASURED, SENT, Scene
from huaihai.supervision.tests.people import client_of

pytestmark = pytest.mark.django_db


def stage(code: str) -> str:
    return str(Sample.objects.get(code=code).stage)


def read(scene: Scene, code: str) -> None:
    by = actor_of(scene.lab)
    enter(scene.lab, [Entry(code, "leakage", 1, Cell("0.2"))], by=by, at=MEASURED)


def test_one_batch_is_one_event_and_nobody_measures_before_its_receipt() -> None:
    scene = measured.sent()
    code = measured.code(scene)
    assert Event.objects.filter(verb="supervision_batch_handed_over").count() == 1
    assert stage(code) == "passing"
    with pytest.raises(NotPossible):
        read(scene, code)
    with pytest.raises(NotPossible):  # on its way already
        hand_over(scene.lab, [code], by=scene.leader, at=SENT)

    receive(measured.batch(scene), by=actor_of(scene.lab), at=SENT)

    assert stage(code) == "laboratory"
    read(scene, code)


def test_what_came_broken_is_set_aside_and_what_did_not_come_goes_again() -> None:
    scene = measured.sent()
    broken, absent = measured.code(scene), measured.code(scene, 1)
    receive(measured.batch(scene), broken=[broken], absent=[absent], by=actor_of(scene.lab), at=SENT)

    assert (stage(broken), stage(absent)) == ("aside", "held")
    assert len(lacking(scene.project)) == 1  # its product is to be bought again
    for code in (broken, absent):
        with pytest.raises(NotPossible):
            read(scene, code)
    with pytest.raises(Unfit):
        hand_over(scene.lab, [broken], by=scene.leader, at=SENT)
    again = hand_over(scene.lab, [absent], remark="演示快递 1", by=scene.leader, at=SENT)
    receive(again, by=actor_of(scene.lab), at=SENT)
    read(scene, absent)
    assert list(of_laboratories(scene.project)) == []


def test_a_receipt_is_given_anew_with_a_reason_unless_somebody_built_on_it() -> None:
    scene = measured.sent()
    held, by, wrong = measured.batch(scene), actor_of(scene.lab), measured.code(scene)
    receive(held, broken=[wrong], by=by, at=SENT)
    with pytest.raises(Unfit):
        receive(held, by=by, at=SENT)
    with pytest.raises(NotPossible):
        receive(held, broken=[wrong], remark="没变", by=by, at=SENT)

    receive(held, remark="勾错了", by=by, at=SENT)

    assert stage(wrong) == "laboratory"
    assert Receipt.objects.count() == 2
    read(scene, wrong)
    with pytest.raises(NotPossible):  # it has readings
        receive(held, broken=[wrong], remark="还是破了", by=by, at=MEASURED)


def test_what_was_set_aside_later_is_not_waited_for() -> None:
    scene = measured.arrived()
    before = facts.missing(scene.project, round="first").of
    sample = Sample.objects.select_related("project").get(code=measured.code(scene))

    set_aside(sample, reason="通电前摔坏了", by=scene.leader, at=MEASURED)

    assert facts.missing(scene.project, round="first").of == before - 22
    with pytest.raises(NotPossible):
        read(scene, sample.code)
    assert list(of_laboratories(scene.project)) == []


def test_once_sent_or_bought_again_the_first_receipt_stays() -> None:
    scene = measured.sent()
    held, by = measured.batch(scene), actor_of(scene.lab)
    broken = Sample.objects.main().get(project=scene.project, product="p01").code
    absent = next(code for code in held.samples if code != broken)
    receive(held, broken=[broken], absent=[absent], by=by, at=SENT)
    hand_over(scene.lab, [absent], by=scene.leader, at=SENT)
    kettles.record_only(scene.kettles, 1, seals=51, reason="封签破损", at=SENT)
    for still in ({"broken": [broken]}, {"absent": [absent]}):  # the other would be asked for twice
        with pytest.raises(NotPossible):
            receive(held, **still, remark="后来找到了", by=by, at=SENT)


def test_whoever_takes_part_hands_over_and_staff_give_a_receipt_only_with_the_slip() -> None:
    scene = measured.sent()
    held, people = measured.batch(scene), scene.kettles.people
    spare = Sample.objects.spare().filter(project=scene.project)[0].code
    with pytest.raises(NotAllowed):
        hand_over(scene.lab, [spare], round="retest", by=people.auditor, at=SENT)
    with pytest.raises(NotAllowed):
        receive(held, by=Actor("public", "laboratory:lab-9"), at=SENT)
    with pytest.raises(Unfit):
        receive(held, by=people.partner, at=SENT)

    made = receive(held, slip=kettles.pictures(99)[0], by=people.partner, at=SENT)

    assert Photo.objects.filter(about=made.seal_key).exists()


def test_a_purchase_that_nobody_witnessed_is_not_tested() -> None:
    held = kettles.registered()
    bought = kettles.record_only(held, 1)
    lab = add(held.project, measured.facts(), by=held.people.leader, at=SENT)
    code = Sample.objects.main().get().code
    receive(hand_over(lab, [code], by=held.people.leader, at=SENT), by=actor_of(lab), at=SENT)
    with pytest.raises(NotPossible):
        read(Scene(held, lab), code)

    confirm_purchase(bought, agrees=True, by=held.people.helper, at=SENT)

    read(Scene(held, lab), code)


def test_hand_over_and_receipt_are_one_form_each(client: Client, clock_at: ClockAt) -> None:
    scene = measured.sent()
    clock_at(SENT)
    row = verbs.issue_link(scene.lab, by=scene.leader, at=SENT)
    Laboratory.objects.filter(pk=row.pk).update(link_until="2099-01-01T00:00+08:00")
    address, held = verbs.address_of(row), measured.batch(scene)
    absent = measured.code(scene)
    sample = Sample.objects.get(code=absent)

    assert f"{address}{absent}/first/" not in client.get(address).content.decode()
    page = client.get(f"{address}receipts/{held.pk}/").content.decode()
    both = client.post(address + f"receipts/{held.pk}/", _typed(broken=[absent], absent=[absent]))
    done = client.post(f"{address}receipts/{held.pk}/", _typed(absent=[absent]))
    same = client.post(f"{address}receipts/{held.pk}/", _typed(absent=[absent], remark="x"))

    assert sample.seal_number in page  # it is compared with what stands on the seal
    assert (both.status_code, done.status_code, same.status_code) == (200, 302, 409)
    assert client.get(f"{address}receipts/{scene.project.pk}/").status_code == 404
    partner = client_of(scene.kettles.people.partner)
    base = f"/office/supervision/{scene.project.pk}/laboratories/{scene.lab.pk}/"
    assert "没有送到 1 件" in partner.get(base).content.decode()
    assert partner.post(f"{base}samples/first/", {"samples": []}).status_code == 200
    assert partner.post(f"{base}samples/first/", {"samples": [absent], "remark": "专人"}).status_code == 302
    again = HandOver.objects.order_by("at", "pk").last()
    form = f"{base}receipts/{again.pk}/"
    assert partner.post(form, _typed()).context["form"].errors["slip"]
    assert partner.post(form, _typed(slip=photo())).status_code == 302
    assert stage(absent) == "laboratory"


def _typed(**said: object) -> dict[str, object]:
    return {"key": "00000000-0000-0000-0000-00000000000a", "remark": ""} | said
