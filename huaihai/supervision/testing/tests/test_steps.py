"""What hinders a comparative test from starting, and what its page shows of it."""

import pytest

from huaihai.desk.lives import NotPossible
from huaihai.members.models import Account
from huaihai.supervision import verbs as supervision_verbs
from huaihai.supervision.staffing.verbs import give_role
from huaihai.supervision.testing.subject import hindrances
from huaihai.supervision.testing.tests import kettles
from huaihai.supervision.testing.tests.kettles import REGISTERED, STARTED
from huaihai.supervision.tests.people import client_of

pytestmark = pytest.mark.django_db


def test_one_who_is_named_alone_does_not_begin() -> None:
    scene = kettles.planned()
    project, leader = scene.project, scene.people.leader
    supervision_verbs.register(project, by=leader, at=REGISTERED)
    assert not hindrances(project, "start", at=REGISTERED)
    first, second = (Account.objects.get(pk=str(who.account_id)) for who in (leader, scene.people.helper))
    give_role(project, "buyer", first, by=leader, at=REGISTERED)
    with pytest.raises(NotPossible):
        supervision_verbs.start(project, by=leader, at=STARTED)
    give_role(project, "buyer", second, by=leader, at=REGISTERED)
    assert supervision_verbs.start(project, by=leader, at=STARTED).stage == "running"


def test_the_page_shows_plan_and_purchases_as_far_as_they_are() -> None:
    scene = kettles.planned()
    client = client_of(scene.people.leader)
    page = client.get(scene.project.office_url).content.decode()
    assert ('id="plan"' in page, 'id="purchases"' in page) == (True, False)
    supervision_verbs.register(scene.project, by=scene.people.leader, at=REGISTERED)
    supervision_verbs.start(scene.project, by=scene.people.leader, at=STARTED)
    kettles.buy(scene, 1)
    page = client.get(scene.project.office_url).content.decode()
    assert all(f'id="{key}"' in page for key in ("plan", "purchases"))
