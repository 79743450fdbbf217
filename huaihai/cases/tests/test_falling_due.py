"""What time does to cases by itself."""

from datetime import timedelta

import pytest

from huaihai.cases.models import Complainant
from huaihai.cases.verbs import falling_due, negotiation, routing
from huaihai.record import due
from tests import cast as people
from tests.cast import TUESDAY, Cast

pytestmark = pytest.mark.django_db


def run(days: int) -> int:
    """A night, as far as cases are concerned: how much was done."""
    acts = list(falling_due.due_acts(TUESDAY + timedelta(days=days)))
    for act in acts:
        act()
    return len(acts)


def test_negotiation_lapses_after_its_last_day_and_not_on_it(cast: Cast) -> None:
    case, offer = people.offered(cast)
    run(14)  # 8 December is the last day
    case.refresh_from_db()
    assert case.stage == "negotiating"
    assert run(15) == 1
    case.refresh_from_db()
    offer.refresh_from_db()
    assert (case.stage, offer.state) == ("deciding", "lapsed")
    assert run(15) == 0


def test_a_missed_night_is_caught_up(cast: Cast) -> None:
    case = people.mediating(cast)
    assert run(200) == 1
    case.refresh_from_db()
    assert case.stage == "terminated"


def test_a_draft_expires_after_thirty_days_and_keeps_nothing_personal(cast: Cast) -> None:
    case = people.draft()
    assert run(30) == 0
    assert run(31) == 1
    case.refresh_from_db()
    assert (case.stage, case.story) == ("abandoned", "")
    assert not Complainant.objects.filter(case=case).exists()


def test_a_supplement_that_never_comes_lets_the_body_go_on(cast: Cast) -> None:
    case = people.filed().case
    routing.ask_supplement(case, text="请补充小票。", by=cast.wang, at=TUESDAY)
    assert run(15) == 1
    case.refresh_from_db()
    assert case.stage == "received"


def test_the_brake_stops_a_run_before_it_acts(cast: Cast) -> None:
    case = people.negotiating(cast)
    people.mediating(cast)
    with pytest.raises(due.Braked):
        due.fall_due(at=TUESDAY + timedelta(days=200), brake=1)
    case.refresh_from_db()
    assert case.stage == "negotiating"


def test_a_bodys_own_late_step_is_never_decided_by_the_machine(cast: Cast) -> None:
    case = people.negotiating(cast)
    negotiation.refuse(case, text="不退。", by=cast.sun, at=TUESDAY)
    run(300)
    case.refresh_from_db()
    assert case.stage == "deciding"
