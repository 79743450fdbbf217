"""One tap files the complaint of a card, into the one joint handling."""

import pytest

from huaihai.cases.models import Case, TogetherCase
from huaihai.desk.lives import NotPossible
from huaihai.prepaid.closures import facts
from huaihai.prepaid.tests import gym as gyms
from huaihai.prepaid.tests.closed import NOW, SILENT, creditors, file, stated

pytestmark = pytest.mark.django_db


def test_one_tap_files_what_is_known_and_joins_the_others() -> None:
    gym = gyms.sold(6)
    closure = stated(gym)
    one, two, *_rest = creditors(closure)

    receipt = file(one)
    file(two, phone="13900000002")

    case = Case.objects.get(pk=receipt.case.pk)
    plan = gym.plans[one.card.number]
    assert (case.business, case.consumer_at, case.asked_fen) == (
        gym.business,
        plan.region,
        sum(plan.owed(SILENT)),
    )
    assert case.home is not None
    assert case.home.region_code == plan.region
    assert (case.complainant.name, case.complainant.phone) == ("Li (test)", "13900000001")
    assert case.number == receipt.number
    assert receipt.code
    assert not case.complainant.is_verified
    assert case.problem == "prepaid.gone"
    rows = TogetherCase.objects.filter(together=closure.together)
    assert list(rows.values_list("stage", "is_spoken_for")) == [("joined", True)] * 2


def test_a_card_is_filed_once() -> None:
    gym = gyms.sold(2)
    [one, _two] = creditors(stated(gym))
    number = file(one).number

    with pytest.raises(NotPossible, match=number):
        file(one)

    assert Case.objects.count() == 1


def test_a_complaint_by_card_leads_back_to_the_card_and_its_binder_to_the_sums() -> None:
    gym = gyms.sold(2)
    closure = stated(gym)
    receipt = file(creditors(closure)[0])

    [door] = facts.case_doors(receipt.case, today=NOW.date())
    assert closure.together is not None
    [note] = facts.of_binder(closure.together)

    assert str(creditors(closure)[0].card_id) in door.url
    assert str(gym.issuer.pk) in note.url
