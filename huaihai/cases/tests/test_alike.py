"""What is found again when somebody complains twice: how often after edits, and that it costs no more with many."""

import random
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huaihai.businesses.models import Business
from huaihai.cases.desk import alike
from huaihai.cases.models import Complainant
from huaihai.cases.tests import searched
from tests import cast as people

pytestmark = pytest.mark.django_db
NOW = people.TUESDAY


@pytest.fixture
def cast() -> people.Cast:
    return people.assemble(NOW)


def edited(text: str, share: float, chance: random.Random) -> str:
    """The text with so many of its characters changed, left out or put in."""
    letters = list(text)
    for place in chance.sample(range(len(letters)), round(share * len(letters))):
        letters[place] = chance.choice(("", chance.choice(text), letters[place] + chance.choice(text)))
    return "".join(letters)


@pytest.mark.parametrize(("share", "recall"), [(0.05, 0.95), (0.10, 0.85)])
def test_a_complaint_told_in_other_words_is_found_again(
    cast: people.Cast, share: float, recall: float
) -> None:
    shop = Business.objects.create(name="云桥家电城", words="云桥家电城", created_at=NOW)
    cases = searched.many(60, between=[(cast.home, cast.home)], at=NOW, business=shop)
    chance, found = random.Random(1), 0
    for case in cases:
        text = edited(f"{case.title}\n{case.story}", share, chance)
        rows = alike.alike(who=alike.sought(), text=text, business_ids=[shop.pk], actor=cast.wang, at=NOW)
        found += case.pk in {one.case.pk for one in rows}

    assert found >= recall * len(cases)


def test_of_who_complains_every_day_the_newest_are_shown_and_no_more_is_asked(cast: people.Cast) -> None:
    cases = searched.many(30, between=[(cast.home, cast.home)], at=NOW)
    for case in cases:  # all at once would keep no fingerprint of the phone
        person = Complainant.objects.get(case=case)
        person.phone = people.PHONE
        person.save()
    newest = sorted(cases, key=lambda case: case.pk, reverse=True)[: alike.MOST]
    li = alike.sought(phone=people.PHONE)

    with CaptureQueriesContext(connection) as asked:
        rows = alike.alike(who=li, text="x" * 20, business_ids=[], actor=cast.wang, at=NOW)

    assert {one.case.pk for one in rows} == {case.pk for case in newest}
    days = [str(one.case.submitted_at) for one in rows]
    assert days == sorted(days, reverse=True)
    assert all(one.may_join for one in rows)
    assert len(asked) <= 5  # the version, bodies of the city, the telephone, whose files they are, the rows
    past = NOW + alike.LOOK_BACK + timedelta(days=1)
    assert alike.alike(who=li, text="", business_ids=[], actor=cast.wang, at=past) == []
