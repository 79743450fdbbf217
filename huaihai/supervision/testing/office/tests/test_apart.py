"""Whoever bought for a test judges nothing in it, also if nobody ever gave the part of a buyer."""

import pytest

from huaihai.governance.errors import Unfit
from huaihai.members.models import Account
from huaihai.supervision.models import ProjectRole
from huaihai.supervision.staffing.actions import give_role
from huaihai.supervision.testing.tests import kettles
from huaihai.supervision.testing.tests.kettles import BOUGHT

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("who", ["leader", "helper"])
def test_who_recorded_or_confirmed_a_purchase_is_given_no_part_that_judges(who: str) -> None:
    scene = kettles.registered()
    kettles.buy(scene, 1)
    account = Account.objects.get(pk=getattr(scene.people, who).account_id)

    with pytest.raises(Unfit):
        give_role(scene.project, "expert", account, by=scene.people.leader, at=BOUGHT)

    assert not ProjectRole.objects.exists()
    assert give_role(scene.project, "leader", account, by=scene.people.leader, at=BOUGHT).account == account
