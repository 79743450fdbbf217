"""How often a telephone filed within a year stands beside the case: counts, to its officers alone."""

from datetime import timedelta

import pytest
from django.test import Client

from huaihai.cases.desk import repeats
from huaihai.cases.models import Case
from huaihai.cases.situation import Situation
from huaihai.cases.tests.at_the_desk import NOW, case_url
from huaihai.members.actors import Actor
from tests import cast as people
from tests.reading import queries_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tuesday")]


def filed(days: int, stage: str = "") -> Case:
    case = people.filed(NOW - timedelta(days=days)).case
    if stage:
        Case.objects.filter(pk=case.pk).update(stage=stage, ended_at=NOW)
    return case


def test_others_of_a_year_are_counted_by_what_became_of_them(cast: people.Cast) -> None:
    case = filed(0)
    for days, stage in ((1, ""), (40, "withdrawn"), (50, "terminated"), (364, "declined"), (3, "linked")):
        filed(days, stage)
    filed(366)

    found = repeats.of_case(Situation(case, cast.wang, NOW.date()), at=NOW)

    assert found is not None
    assert (found.total, found.lately, found.are_many) == (4, 1, True)
    assert [(str(words), n) for words, n in found.outcomes] == [
        ("在办", 1),
        ("不予受理或转其他部门", 1),
        ("没有达成协议", 1),
        ("已撤回", 1),
    ]


def test_the_page_says_numbers_and_the_law_and_calls_nobody_anything(wang: Client, cast: people.Cast) -> None:
    case = filed(0)
    assert "这个电话" not in wang.get(case_url(case)).text
    for n in range(repeats.MANY):
        filed(n + 1)

    page = wang.get(case_url(case)).text

    assert "这个电话近十二个月在联盟另有 3 件投诉" in page
    assert "第十七条" in page
    assert "职业" not in page
    assert "恶意" not in page


def test_whoever_has_no_part_in_the_case_is_told_nothing(cast: people.Cast) -> None:
    case = filed(0)
    filed(1)
    auditor = Actor(
        "officer",
        "account:x",
        organisation=cast.home,
        account_id=cast.wang.account_id,
        roles=frozenset({"auditor"}),
    )

    assert repeats.of_case(Situation(case, auditor, NOW.date()), at=NOW) is None
    assert repeats.of_case(Situation(case, cast.zhao, NOW.date()), at=NOW) is None


def test_many_cost_no_more(wang: Client, cast: people.Cast) -> None:
    case = filed(0)
    filed(1)
    before = queries_of(wang, case_url(case))
    for n in range(4):
        filed(n + 2)

    assert queries_of(wang, case_url(case)) == before
