"""While money is on its way for a case its consumer has nothing of it erased."""

import pytest

from huaihai.cases.models import Case
from huaihai.cases.verbs import erasing
from huaihai.compensation.life import CLAIM
from huaihai.compensation.models import Claim
from huaihai.compensation.tests import market

pytestmark = pytest.mark.django_db
ENDED = {"recovered", "written_off", "refused", "cancelled"}


def test_a_claim_holds_the_file_until_it_has_ended() -> None:
    claim = market.asked(market.assemble())
    case = Case.objects.get(pk=claim.case_id)
    case.stage, case.ended_at = "closed", market.TUESDAY
    today = market.TUESDAY.date().replace(year=2032)
    for stage in CLAIM.stages:
        Claim.objects.filter(pk=claim.pk).update(stage=stage, approved_fen=100, approved_on=today)
        found = erasing.erasable(case, today=today)
        assert bool(found.holds) == (stage not in ENDED), stage
        assert bool(found.parts) == (stage in ENDED), stage
