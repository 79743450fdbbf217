"""What hinders a comparative test from starting and from ending its buying, and what its page shows of it."""

from datetime import timedelta

import pytest
from django.test import Client

from huaihai.desk.lives import NotPossible
from huaihai.members.models import Account
from huaihai.supervision import verbs as supervision_verbs
from huaihai.supervision.models import Exclusion, Sample
from huaihai.supervision.staffing.verbs import give_role
from huaihai.supervision.testing.buying.buyers import lacking
from huaihai.supervision.testing.buying.verbs import set_aside
from huaihai.supervision.testing.subject import hindrances
from huaihai.supervision.testing.tests import kettles
from huaihai.supervision.testing.tests.kettles import BOUGHT, REGISTERED, STARTED, Kettles
from tests.posts import sign_in

pytestmark = pytest.mark.django_db


def account(scene: Kettles, who: str) -> Account:
    return Account.objects.get(pk=str(getattr(scene.people, who).account_id))


def test_one_who_is_named_alone_does_not_begin() -> None:
    scene = kettles.planned()
    project, leader = scene.project, scene.people.leader
    supervision_verbs.register(project, by=leader, at=REGISTERED)
    assert not hindrances(project, "start", at=REGISTERED)

    give_role(project, "buyer", account(scene, "leader"), by=leader, at=REGISTERED)
    with pytest.raises(NotPossible):
        supervision_verbs.start(project, by=leader, at=STARTED)

    give_role(project, "buyer", account(scene, "helper"), by=leader, at=REGISTERED)
    assert supervision_verbs.start(project, by=leader, at=STARTED).stage == "running"


def test_buying_ends_when_all_is_bought_by_two_and_whole_or_left_out_with_a_reason() -> None:
    scene = kettles.registered()
    for number in range(1, 23):
        kettles.buy(scene, number)
    kettles.record_only(scene, 23)
    assert len(lacking(scene.project)) == 2

    Exclusion.objects.create(
        project=scene.project, product="p24", reason="停产", at=BOUGHT, by=scene.people.leader.key
    )
    assert len(lacking(scene.project)) == 1
    one = Sample.objects.main().select_related("project").get(product="p01")
    set_aside(one, reason="摔坏了", by=scene.people.leader, at=BOUGHT)
    found = lacking(scene.project)
    assert len(found) == 2
    assert set(found) <= set(hindrances(scene.project, "finish", at=BOUGHT + timedelta(days=1)))


def test_the_page_shows_plan_purchases_and_samples_as_far_as_they_are(client: Client) -> None:
    scene = kettles.planned()
    sign_in(client, account(scene, "leader"))
    assert 'id="plan"' in client.get(scene.project.office_url).content.decode()
    assert 'id="purchases"' not in client.get(scene.project.office_url).content.decode()

    supervision_verbs.register(scene.project, by=scene.people.leader, at=REGISTERED)
    supervision_verbs.start(scene.project, by=scene.people.leader, at=STARTED)
    kettles.buy(scene, 1)

    page = client.get(scene.project.office_url).content.decode()
    assert all(f'id="{key}"' in page for key in ("plan", "purchases"))
