"""What other subjects put on the office's first page: help asked for, late lines of a plan, cities without a watch."""

from dataclasses import replace
from datetime import date

import pytest
from django.urls import reverse

from huaihai.governance.models import PoolEntry, PoolRequest
from huaihai.governance.pools import verbs
from huaihai.governance.roster import verbs as roster_verbs
from huaihai.governance.tests import planning_cast
from huaihai.governance.tests.deciding import DAY, MONDAY, Ten
from huaihai.governance.tests.deciding_pages import Hands
from huaihai.governance.tests.pools_cast import LAWYER
from huaihai.members import directory
from huaihai.members.models import Account, Role
from tests.posts import body
from tests.reading import queries_of

pytestmark = pytest.mark.django_db
OFFICE, GIVES, ASKS = "city:320300", "city:371300", "city:411400"


def home(hands: Hands, key: str, role: Role = Role.HEAD) -> str:
    return hands.of(key, role).get(reverse("office")).text


def entry(ten: Ten, number: int = 0) -> PoolEntry:
    stated = replace(LAWYER, shown_as=f"律师{number}")
    return verbs.enrol("lawyer", stated, body=body(GIVES), by=ten.voice(body(GIVES)), at=MONDAY)


def asked(ten: Ten, lent: PoolEntry) -> PoolRequest:
    return verbs.ask(
        lent,
        body=body(ASKS),
        from_on=date(2026, 11, 3),
        until_on=date(2026, 11, 6),
        purpose="法律意见",
        by=ten.voice(body(ASKS)),
        at=MONDAY,
    )


def test_help_that_is_asked_for_waits_for_the_body_that_gives(ten: Ten, hands: Hands) -> None:
    request = asked(ten, entry(ten))
    waits = hands.at("office-pool-answer", request)
    page = home(hands, GIVES)
    assert waits in page
    assert "asks for help" in page
    assert "6 November" in page
    assert waits not in home(hands, ASKS)
    assert waits not in home(hands, OFFICE)
    hands.now(MONDAY + 20 * DAY)
    assert waits not in home(hands, GIVES)


def test_a_late_line_of_the_plan_waits_for_whoever_does_it_until_it_is_done(ten: Ten, hands: Hands) -> None:
    plan = planning_cast.adopted(ten)
    first, second = plan.items.all()[:2]
    plan.items.exclude(pk=second.pk).update(owner=directory.root(), due_on=date(2026, 12, 31))
    plan.items.filter(pk=first.pk).update(due_on=date(2026, 10, 30), text="秘书处拖下来的")
    plan.items.filter(pk=second.pk).update(due_on=date(2026, 10, 31), text="本市拖下来的")
    assert "本市拖下来的" in home(hands, ASKS)
    assert "2 days late" in home(hands, ASKS)
    assert "秘书处拖下来的" in home(hands, OFFICE)
    assert "本市拖下来的" not in home(hands, OFFICE)
    plan.items.filter(pk=second.pk).update(done_on=date(2026, 11, 1))
    assert "本市拖下来的" not in home(hands, ASKS)


def test_the_secretariat_sees_which_cities_have_nobody_on_duty(ten: Ten, hands: Hands) -> None:
    hands.of(GIVES)
    head = Account.objects.get(pk=str(ten.voice(body(GIVES)).account_id))
    roster_verbs.save(body(GIVES), {date(2026, 11, 2): head}, by=ten.voice(body(GIVES)), at=MONDAY)
    hands.now(MONDAY.replace(hour=20))
    page = home(hands, OFFICE)
    assert "Nobody is on duty now in 9 cities" in page
    assert "Shangqiu" in page
    assert "Linyi" not in page
    assert "Nobody is on duty now" not in home(hands, GIVES)


def test_the_page_asks_the_same_for_one_as_for_many(ten: Ten, hands: Hands) -> None:
    plan = planning_cast.adopted(ten)
    plan.items.update(owner=body(GIVES), due_on=date(2026, 12, 31))
    plan.items.filter(pk=plan.items.all()[0].pk).update(due_on=date(2026, 10, 31))
    asked(ten, entry(ten))
    home(hands, GIVES)
    few = queries_of(hands.of(GIVES), reverse("office"))
    plan.items.update(due_on=date(2026, 10, 31))
    for number in range(1, 6):
        asked(ten, entry(ten, number))
    assert home(hands, GIVES).count("asks for help") == 6
    assert queries_of(hands.of(GIVES), reverse("office")) == few
