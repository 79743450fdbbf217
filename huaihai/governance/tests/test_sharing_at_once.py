"""Two people at one moment: a request is made once, a day of the roster is given once. Both databases."""

from dataclasses import replace
from datetime import timedelta

import pytest

from huaihai.governance.models import PoolEntry, PoolRequest, Shift
from huaihai.governance.pools import verbs
from huaihai.governance.roster import verbs as planning
from huaihai.governance.tests import pools_cast as people
from huaihai.governance.tests.pools_cast import LAWYER, NOW
from huaihai.members.actors import Actor
from huaihai.members.models import Post, Role
from huaihai.record import events
from tests.posts import body, post_at
from tests.threads import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_same_asked_for_and_entered_twice_at_once_is_one() -> None:
    pools = people.assemble()

    assert at_once(*[lambda: people.asked(pools)] * 2) == ["won", "won"]
    other = replace(LAWYER, shown_as="另一位律师")
    steps = [lambda: verbs.enrol("lawyer", other, body=pools.gives, by=pools.giver, at=NOW)] * 2
    assert at_once(*steps) == ["won", "won"]

    assert PoolRequest.objects.count() == 1
    assert PoolEntry.objects.count() == 2


def test_granted_while_the_consent_is_taken_back_nothing_stays_granted() -> None:
    pools = people.assemble()
    request = people.asked(pools)

    at_once(
        lambda: verbs.answer(PoolRequest.objects.get(), is_granted=True, answer="", by=pools.giver, at=NOW),
        lambda: verbs.withdraw_consent(PoolEntry.objects.get(), by=pools.giver, at=NOW),
    )

    assert PoolRequest.objects.get().stage == "declined"
    assert events.broken_at(request.record_key) is None


def test_of_two_who_give_one_day_away_at_once_one_is_told() -> None:
    pools = people.assemble()
    head, other = (post_at(pools.gives.key, role) for role in (Role.HEAD, Role.SECRETARIAT))
    on = NOW.date() + timedelta(days=1)

    def save(post: Post) -> None:
        city, by = body(pools.gives.key), Actor.officer(head)
        planning.save(city, {on: post.account}, seen={}, by=by, at=NOW)

    assert at_once(lambda: save(head), lambda: save(other)) == ["DayMoved", "won"]
    assert Shift.objects.count() == 1
    assert events.broken_at(planning.subject_of(pools.gives)) is None
