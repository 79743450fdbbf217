"""Two people at one moment: one plan a year, one owner of a part, one change of a line. Both databases."""

from datetime import timedelta

import pytest

from huaihai.governance.charter import verbs
from huaihai.governance.models import CharterOwner, Evidence, Plan, Report
from huaihai.governance.planning import reports
from huaihai.governance.planning import verbs as planning_verbs
from huaihai.governance.planning.verbs import Line
from huaihai.governance.tests.deciding import MONDAY, assemble
from huaihai.members.models import Role
from huaihai.record import events
from tests.posts import officer_of
from tests.threads import at_once

pytestmark = pytest.mark.django_db(transaction=True)
TODAY = MONDAY.date()


def test_two_people_open_the_plan_of_a_year_at_once_and_there_is_one() -> None:
    ten = assemble()
    second = officer_of("city:320300", Role.SECRETARIAT)
    answers = at_once(
        *(lambda by=by: planning_verbs.open_plan(year=2027, by=by, at=MONDAY) for by in (ten.office, second))
    )
    assert answers == ["NotPossible", "won"]
    assert Plan.objects.count() == 1


def test_two_people_open_the_report_on_a_quarter_at_once_and_there_is_one() -> None:
    ten = assemble()
    second = officer_of("city:320300", Role.SECRETARIAT)
    answers = at_once(
        *(
            lambda by=by: reports.open_report(year=2026, quarter=3, by=by, at=MONDAY)
            for by in (ten.office, second)
        )
    )
    assert answers == ["NotPossible", "won"]
    assert Report.objects.count() == 1


def test_two_people_change_a_plan_at_once_and_the_second_is_told() -> None:
    ten = assemble()
    plan = planning_verbs.open_plan(year=2027, by=ten.office, at=MONDAY)
    answers = at_once(
        *(
            lambda text=text: planning_verbs.add_item(
                plan, Line(job="brands", text=text), seen=1, by=ten.office, at=MONDAY
            )
            for text in ("一件", "另一件")
        )
    )
    assert answers == ["Moved", "won"]
    assert plan.items.exclude(origin="job").count() == 1
    assert events.broken_at(plan.record_key) is None


def test_two_people_name_an_owner_at_once_and_the_second_is_told() -> None:
    ten = assemble()
    answers = at_once(
        *(
            lambda body=body, later=later: verbs.name_owner(
                key="voice",
                organisation=body,
                from_on=TODAY + timedelta(days=later),
                seen=0,
                by=ten.office,
                at=MONDAY,
            )
            for later, body in enumerate(ten.bodies[3:5])
        )
    )
    assert answers == ["Moved", "won"]
    assert CharterOwner.objects.filter(until_on=None).count() == 1
    assert events.broken_at("charter:voice") is None


def test_two_people_withdraw_evidence_at_once_and_one_reason_stands() -> None:
    ten = assemble()
    link = verbs.Link(path="/rights/")
    row = verbs.add_evidence(key="voice", text="一句", on=TODAY, link=link, by=ten.office, at=MONDAY)
    answers = at_once(
        *(
            lambda reason=reason: verbs.withdraw_evidence(
                row, reason=reason, seen=1, by=ten.office, at=MONDAY
            )
            for reason in ("日期不对", "重复了")
        )
    )
    assert answers == ["NotPossible", "won"]
    assert Evidence.objects.get().version == 2
    assert events.broken_at(verbs.evidence_key(row)) is None
