"""A planned product that is nowhere to be had does not hold up the test; what is bought or measured stays in it."""

from datetime import timedelta

import pytest
from django.urls import reverse

from huaihai.desk.lives import NotAllowed, NotPossible, Unfit
from huaihai.members.actors import Actor
from huaihai.supervision.models import Exclusion, Sample
from huaihai.supervision.testing.buying.buyers import lacking
from huaihai.supervision.testing.buying.verbs import leave_out, set_aside
from huaihai.supervision.testing.subject import hindrances
from huaihai.supervision.testing.tests import kettles
from huaihai.supervision.testing.tests.kettles import BOUGHT, PLAN, Kettles
from huaihai.supervision.tests.people import client_of

WHY = "厂家已停产，十市都买不到。"
pytestmark = pytest.mark.django_db


def test_buying_ends_when_all_is_bought_by_two_and_whole_or_left_out_with_a_reason(scene: Kettles) -> None:
    project, by = scene.project, scene.people.leader
    for number in range(1, 23):
        kettles.buy(scene, number)
    waiting = kettles.record_only(scene, 23)
    assert len(lacking(project)) == 2  # one waits for its witness, one was not bought
    leave_out(project, "p24", reason=WHY, by=by, at=BOUGHT)
    assert len(lacking(project)) == 1
    with pytest.raises(NotPossible):
        kettles.record_only(scene, 24)
    broken = Sample.objects.main().select_related("project").get(product="p01")
    set_aside(broken, reason="摔坏了", by=by, at=BOUGHT)
    found = lacking(project)
    assert len(found) == 2
    assert set(found) <= set(hindrances(project, "finish", at=BOUGHT + timedelta(days=1)))
    wrong = waiting.samples.select_related("project").get(kind="main")
    set_aside(wrong, reason="买错了型号", by=by, at=BOUGHT)
    [left] = lacking(project)  # nobody waits for its witness any more
    assert all(PLAN["products"][n]["model"] in left for n in (0, 22))


def test_only_the_leading_body_leaves_out_with_a_reason_and_not_what_is_bought(scene: Kettles) -> None:
    leader = scene.people.leader
    wrong: list[tuple[str, str, Actor, type[Exception]]] = [
        ("p01", WHY, scene.people.partner, NotAllowed),
        *(("p01", reason, leader, Unfit) for reason in ("  ", "问 13800000001", "长" * 501)),
        ("p99", WHY, leader, Unfit),
        ("p02", WHY, leader, NotPossible),  # it is bought
    ]
    made = kettles.buy(scene, 2)
    for product, reason, by, refusal in wrong:
        with pytest.raises(refusal):
            leave_out(scene.project, product, reason=reason, by=by, at=BOUGHT)
    assert not Exclusion.objects.exists()
    for sample in made.samples.select_related("project"):
        set_aside(sample, reason="摔坏了", by=leader, at=BOUGHT)
    assert leave_out(scene.project, "p02", reason=WHY, by=leader, at=BOUGHT).reason == WHY
    with pytest.raises(NotPossible):
        leave_out(scene.project, "p02", reason=WHY, by=leader, at=BOUGHT)


def test_the_page_for_buying_it_leads_there_for_the_leading_body_alone(scene: Kettles) -> None:
    leader, partner = client_of(scene.people.leader), client_of(scene.people.partner)
    new = reverse("office-test-purchase-new", args=[scene.project.pk, "p01"])
    address = reverse("office-test-leave-out", args=[scene.project.pk, "p01"])

    assert address in leader.get(new).content.decode()
    assert address not in partner.get(new).content.decode()
    assert partner.get(address).status_code == 404
    assert leader.get(address).status_code == 200
    assert leader.post(address, {"reason": ""}).status_code == 200
    assert leader.post(address, {"reason": WHY}).status_code == 302
    assert leader.post(address, {"reason": WHY}).status_code == 409
    page = leader.get(reverse("office-test-purchases", args=[scene.project.pk])).content.decode()
    assert new not in page
