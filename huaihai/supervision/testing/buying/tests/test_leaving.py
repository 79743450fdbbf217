"""A planned product that is nowhere to be had does not hold up the test; what is bought or measured stays in it."""

import pytest
from django.test import Client
from django.urls import reverse

from huaihai.desk.lives import NotAllowed, NotPossible, Unfit
from huaihai.kit import clock
from huaihai.members.models import Account
from huaihai.supervision.models import Exclusion
from huaihai.supervision.testing.buying.buyers import lacking
from huaihai.supervision.testing.buying.verbs import leave_out, set_aside
from huaihai.supervision.testing.tests import kettles
from huaihai.supervision.testing.tests.kettles import BOUGHT, PLAN, Kettles
from tests.posts import sign_in

WHY = "厂家已停产，十市都买不到。"
pytestmark = pytest.mark.django_db


@pytest.fixture
def scene(monkeypatch: pytest.MonkeyPatch) -> Kettles:
    monkeypatch.setattr(clock, "now", lambda: BOUGHT)
    return kettles.registered()


def test_what_cannot_be_bought_is_left_out_with_a_reason_and_buying_can_end(scene: Kettles) -> None:
    for number in range(2, len(PLAN["products"]) + 1):
        kettles.buy(scene, number)
    assert len(lacking(scene.project)) == 1

    leave_out(scene.project, "p01", reason=WHY, by=scene.people.leader, at=BOUGHT)

    assert lacking(scene.project) == []
    with pytest.raises(NotPossible):
        kettles.record_only(scene, 1)


def test_only_the_leading_body_leaves_out_and_says_why_without_anybodys_number(scene: Kettles) -> None:
    with pytest.raises(NotAllowed):
        leave_out(scene.project, "p01", reason=WHY, by=scene.people.partner, at=BOUGHT)
    for reason in ("  ", "问 13800000001", "长" * 501):
        with pytest.raises(Unfit):
            leave_out(scene.project, "p01", reason=reason, by=scene.people.leader, at=BOUGHT)
    with pytest.raises(Unfit):
        leave_out(scene.project, "p99", reason=WHY, by=scene.people.leader, at=BOUGHT)
    assert not Exclusion.objects.exists()


def test_what_is_bought_stays_until_its_samples_are_set_aside(scene: Kettles) -> None:
    made = kettles.buy(scene, 1)
    with pytest.raises(NotPossible):
        leave_out(scene.project, "p01", reason=WHY, by=scene.people.leader, at=BOUGHT)

    for sample in made.samples.select_related("project"):
        set_aside(sample, reason="摔坏了", by=scene.people.leader, at=BOUGHT)

    assert leave_out(scene.project, "p01", reason=WHY, by=scene.people.leader, at=BOUGHT).reason == WHY
    with pytest.raises(NotPossible):
        leave_out(scene.project, "p01", reason=WHY, by=scene.people.leader, at=BOUGHT)


def test_the_page_for_buying_it_leads_there_for_the_leading_body_alone(scene: Kettles) -> None:
    leader, partner = browser(scene, "leader"), browser(scene, "partner")
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


def test_what_was_set_aside_is_not_there_and_its_witness_is_waited_for_no_more(scene: Kettles) -> None:
    for number in range(2, len(PLAN["products"]) + 1):
        kettles.buy(scene, number)
    made = kettles.record_only(scene, 1)
    assert len(lacking(scene.project)) == 1  # it waits for its witness

    main = made.samples.select_related("project").get(kind="main")
    set_aside(main, reason="买错了型号", by=scene.people.leader, at=BOUGHT)

    assert [PLAN["products"][0]["model"] in one for one in lacking(scene.project)] == [True]


def browser(scene: Kettles, who: str) -> Client:
    client = Client()
    sign_in(client, Account.objects.get(pk=getattr(scene.people, who).account_id))
    return client
