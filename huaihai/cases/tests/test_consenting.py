"""A withdrawn consent stops what it was given for."""

import pytest

from huaihai.cases.models import Case
from huaihai.cases.verbs import intake
from tests import cast as people
from tests.cast import TUESDAY, Cast

pytestmark = pytest.mark.django_db


def test_a_forwarded_case_comes_home_and_the_other_city_sees_it_no_more(cast: Cast) -> None:
    case = people.forwarded(cast)
    intake.change(case, purposes=["business"], by=people.li(case), at=TUESDAY)
    case.refresh_from_db()
    assert (case.stage, case.responsible, case.lead) == ("received", cast.home, None)
    assert case not in Case.objects.visible_to(cast.zhao)


def test_an_invitation_not_served_yet_is_called_off_and_the_business_sees_nothing(cast: Cast) -> None:
    case = people.inviting(cast)
    assert case in Case.objects.visible_to(cast.sun)
    intake.change(case, purposes=["other_body"], by=people.li(case), at=TUESDAY)
    case.refresh_from_db()
    assert case.stage == "deciding"
    assert case not in Case.objects.visible_to(cast.sun)


@pytest.mark.parametrize("who", ["wang", "zhao"])
def test_either_city_may_write_the_withdrawal_down(cast: Cast, who: str) -> None:
    by = getattr(cast, who)
    case = people.forwarded(cast)
    intake.write_down(case, purposes=[], text="x", by=by, at=TUESDAY, seen=case.version)
    case.refresh_from_db()
    assert case.stage == "received"
    other = people.inviting(cast)
    intake.write_down(other, purposes=[], text="x", by=by, at=TUESDAY, seen=other.version)
    other.refresh_from_db()
    assert other.stage == "deciding"


def test_a_consent_that_stays_stops_nothing(cast: Cast) -> None:
    case = people.inviting(cast)
    intake.change(case, purposes=["business", "other_body"], by=people.li(case), at=TUESDAY)
    case.refresh_from_db()
    assert case.stage == "inviting"
