"""Numbers of papers have no gap and no double, also when two are issued at one moment. Both databases."""

from datetime import date
from functools import partial
from typing import Any

import pytest

from huaihai.cases.models import Case, IssuedPaper
from huaihai.cases.papers import offers, verbs
from huaihai.desk.papers.official import OfficialPaper
from huaihai.kit.ids import new_id
from tests import cast as people
from tests.cast import TUESDAY
from tests.threads import each_at_once

pytestmark = pytest.mark.django_db(transaction=True)
TODAY = TUESDAY.date()


def paper(number: str) -> OfficialPaper:
    return OfficialPaper("演示", "登记表", number, (), "演示", "2026年11月24日")


def broken(number: str) -> OfficialPaper:
    raise RuntimeError(number)


def issue(case: Case, by: Any, build: Any = paper, on: date = TODAY) -> IssuedPaper:
    offer = offers.BY_FORM["registration"]
    return verbs.issue(Case(pk=case.pk), offer, build=build, on=on, paper_id=new_id(), by=by, at=TUESDAY)


def test_of_two_at_once_each_has_a_number_of_its_own() -> None:
    cast = people.assemble()
    cases = [people.filed().case, people.filed(title="另一件").case]
    made = each_at_once(*(partial(issue, case, cast.wang) for case in cases * 2))
    assert sorted(row.serial for row in made) == [1, 2, 3, 4]
    assert len({row.number for row in made}) == 4


def test_what_fails_leaves_no_gap_and_each_year_begins_anew() -> None:
    cast = people.assemble()
    case = people.filed().case
    assert issue(case, cast.wang).serial == 1
    with pytest.raises(RuntimeError):
        issue(case, cast.wang, broken)
    assert issue(case, cast.wang).serial == 2
    assert issue(case, cast.wang, on=date(2027, 1, 4)).serial == 1
