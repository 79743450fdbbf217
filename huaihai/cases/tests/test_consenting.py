"""A withdrawn consent stops what it was given for."""

import pytest

from huaihai.cases.models import Case
from huaihai.cases.verbs import intake, negotiation, routing
from tests import cast as people
from tests.cast import TUESDAY, Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return people.assemble()


def forwarded(cast: Cast) -> Case:
    case = people.filed().case
    routing.forward(case, to=cast.lead, assessment="x", by=cast.wang, at=TUESDAY)
    return case


def invited(cast: Cast) -> Case:
    case = forwarded(cast)
    routing.take(case, by=cast.zhao, at=TUESDAY)
    negotiation.invite(case, by=cast.zhao, at=TUESDAY)
    return case


def test_a_forwarded_case_comes_home_and_the_other_city_sees_it_no_more(cast: Cast) -> None:
    case = forwarded(cast)
    intake.change(case, purposes=["business"], by=people.li(case), at=TUESDAY)
    case.refresh_from_db()
    assert (case.stage, case.responsible, case.lead) == ("received", cast.home, None)
    assert case not in Case.objects.visible_to(cast.zhao)


def test_an_invitation_not_served_yet_is_called_off_and_the_business_sees_nothing(cast: Cast) -> None:
    case = invited(cast)
    assert case in Case.objects.visible_to(cast.sun)
    intake.change(case, purposes=["other_body"], by=people.li(case), at=TUESDAY)
    case.refresh_from_db()
    assert case.stage == "deciding"
    assert case not in Case.objects.visible_to(cast.sun)


@pytest.mark.parametrize("who", ["wang", "zhao"])
def test_either_city_may_write_the_withdrawal_down(cast: Cast, who: str) -> None:
    by = getattr(cast, who)
    case = forwarded(cast)
    intake.write_down(case, purposes=[], text="x", by=by, at=TUESDAY, seen=case.version)
    case.refresh_from_db()
    assert case.stage == "received"
    other = invited(cast)
    intake.write_down(other, purposes=[], text="x", by=by, at=TUESDAY, seen=other.version)
    other.refresh_from_db()
    assert other.stage == "deciding"


def test_a_consent_that_stays_stops_nothing(cast: Cast) -> None:
    case = invited(cast)
    intake.change(case, purposes=["business", "other_body"], by=people.li(case), at=TUESDAY)
    case.refresh_from_db()
    assert case.stage == "inviting"
