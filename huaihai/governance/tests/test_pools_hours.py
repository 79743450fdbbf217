"""Hours given are hours received, to the minute."""

import threading
from datetime import date

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from huaihai.governance.actions.pools import asking, balance, entries, granting, hours
from huaihai.governance.errors import GovernanceError, NotAllowed, NotPossible, Unfit
from huaihai.governance.models import PoolHours, PoolRequest
from huaihai.governance.tests import pools_cast as people
from huaihai.governance.tests.pools_cast import AFTERNOON, LAWYER, MORNING, NOW, WORKED_AT
from huaihai.members.actors import Actor
from tests.effort import examples
from tests.posts import body, post_at

type Side = tuple[PoolRequest, Actor, Actor]  # the request, who gives, who receives


@pytest.mark.django_db
def test_hours_count_once_the_receiving_body_has_confirmed_them() -> None:
    pools = people.assemble()
    request = people.granted(pools)
    line = people.worked(pools, request, 150)
    assert balance.of_year(2026, seen_by=pools.third).given == 0

    hours.answer(request, line=line, is_right=True, by=pools.asker, at=WORKED_AT)

    found = balance.of_year(2026, seen_by=pools.third)
    assert (found.given, found.received) == (150, 150)
    accounts = {account.city.key: (account.given, account.received) for account in found.accounts}
    assert accounts["city:320300"] == (150, 0)
    assert accounts["city:371300"] == (0, 150)
    assert balance.of_year(2025, seen_by=pools.third).given == 0
    assert balance.years(seen_by=pools.third) == [2026]


@pytest.mark.django_db
def test_hours_of_a_county_count_for_its_city() -> None:
    pools = people.assemble()
    request = people.granted(pools, body=body("county:371302"))
    people.confirmed(pools, request, 60)

    assert PoolHours.objects.get().receiver == pools.asks


@pytest.mark.django_db
def test_the_body_that_gives_writes_and_the_body_that_receives_confirms() -> None:
    pools = people.assemble()
    request = people.granted(pools)
    with pytest.raises(NotAllowed):
        hours.enter(request, worked_on=MORNING.day, minutes=60, by=pools.asker, at=WORKED_AT)
    line = people.worked(pools, request)
    with pytest.raises(NotAllowed):
        hours.answer(request, line=line, is_right=True, by=pools.giver, at=WORKED_AT)


@pytest.mark.django_db
def test_whoever_wrote_hours_down_does_not_confirm_them_even_in_one_body() -> None:
    pools = people.assemble()
    request = people.granted(pools, body=pools.gives, by=pools.giver)
    line = people.worked(pools, request)
    with pytest.raises(NotAllowed):
        hours.answer(request, line=line, is_right=True, by=pools.giver, at=WORKED_AT)

    second = Actor.officer(post_at("city:320300", username="second"))
    hours.answer(request, line=line, is_right=True, by=second, at=WORKED_AT)

    found = balance.of_year(2026, seen_by=second)
    assert found.given == found.received == 150


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("worked_on", "minutes", "field"),
    [
        (date(2026, 12, 3), 60, "worked_on"),  # tomorrow
        (date(2026, 11, 23), 60, "worked_on"),  # before it was asked
        (date(2026, 12, 1), 0, "minutes"),
        (date(2026, 12, 1), -5, "minutes"),
        (date(2026, 12, 1), 961, "minutes"),
    ],
)
def test_hours_that_cannot_be_right_are_not_written(worked_on: date, minutes: int, field: str) -> None:
    pools = people.assemble()
    request = people.granted(pools)

    with pytest.raises(Unfit) as refused:
        hours.enter(request, worked_on=worked_on, minutes=minutes, by=pools.giver, at=WORKED_AT)

    assert refused.value.field == field
    assert not PoolHours.objects.exists()


@pytest.mark.django_db
def test_a_day_of_one_person_has_no_more_than_its_hours_over_all_requests() -> None:
    pools = people.assemble()
    first, second = people.granted(pools), people.asked(pools)
    granting.grant(second, half_days=[AFTERNOON], by=pools.giver, at=NOW)
    line = people.worked(pools, first, 960)
    with pytest.raises(Unfit) as refused:
        people.worked(pools, second, 481)
    assert refused.value.field == "minutes"
    people.worked(pools, second, 480)

    hours.answer(first, line=line, is_right=False, reason="没来这么久", by=pools.asker, at=WORKED_AT)

    assert people.confirmed(pools, first, 960).minutes == 960, "what is refused counts no more"


@pytest.mark.django_db
def test_hours_taken_back_make_room_once_that_is_confirmed() -> None:
    pools = people.assemble()
    request = people.granted(pools)
    line = people.confirmed(pools, request, 960)
    people.worked(pools, request, 480)
    opposite = hours.counter(request, line=line, by=pools.giver, at=WORKED_AT)
    with pytest.raises(Unfit):
        people.worked(pools, request, 1)

    hours.answer(request, line=opposite, is_right=True, by=pools.asker, at=WORKED_AT)

    assert people.worked(pools, request, 960).minutes == 960


@pytest.mark.django_db
def test_nobody_has_worked_before_it_was_granted() -> None:
    pools = people.assemble()
    request = people.asked(pools)
    granting.grant(request, half_days=[MORNING], by=pools.giver, at=NOW.replace(month=12, day=1))

    with pytest.raises(Unfit) as refused:
        hours.enter(request, worked_on=date(2026, 11, 30), minutes=60, by=pools.giver, at=WORKED_AT)

    assert refused.value.field == "worked_on"
    assert people.worked(pools, request).minutes == 150


@pytest.mark.django_db
def test_a_line_is_answered_once_and_refused_with_a_reason() -> None:
    pools = people.assemble()
    request = people.granted(pools)
    line = people.worked(pools, request)
    with pytest.raises(Unfit):
        hours.answer(request, line=line, is_right=False, by=pools.asker, at=WORKED_AT)

    hours.answer(request, line=line, is_right=False, reason="只来了一小时", by=pools.asker, at=WORKED_AT)

    with pytest.raises(NotPossible):
        hours.answer(request, line=line, is_right=True, by=pools.asker, at=WORKED_AT)
    assert balance.of_year(2026, seen_by=pools.asker).given == 0


@pytest.mark.django_db
def test_a_wrong_line_is_countered_and_both_lines_stay() -> None:
    pools = people.assemble()
    request = people.granted(pools)
    line = people.confirmed(pools, request, 150)

    opposite = hours.counter(request, line=line, by=pools.giver, at=WORKED_AT)
    assert balance.of_year(2026, seen_by=pools.asker).given == 150  # until it is confirmed
    with pytest.raises(NotPossible):
        hours.counter(request, line=line, by=pools.giver, at=WORKED_AT)
    hours.answer(request, line=opposite, is_right=True, by=pools.asker, at=WORKED_AT)

    found = balance.of_year(2026, seen_by=pools.asker)
    assert (found.given, found.received) == (0, 0)
    assert sorted(PoolHours.objects.values_list("minutes", flat=True)) == [-150, 150]
    for again in (line, opposite):
        with pytest.raises(NotPossible):
            hours.counter(request, line=again, by=pools.giver, at=WORKED_AT)


@pytest.mark.django_db
def test_a_counter_entry_that_was_refused_may_be_made_again() -> None:
    pools = people.assemble()
    request = people.granted(pools)
    line = people.confirmed(pools, request)
    opposite = hours.counter(request, line=line, by=pools.giver, at=WORKED_AT)
    hours.answer(request, line=opposite, is_right=False, reason="没有错", by=pools.asker, at=WORKED_AT)

    hours.counter(request, line=line, by=pools.giver, at=WORKED_AT)

    assert PoolHours.objects.count() == 3


@pytest.mark.django_db
def test_a_request_is_done_when_its_hours_are_confirmed() -> None:
    pools = people.assemble()
    request = people.granted(pools)
    with pytest.raises(NotPossible):
        hours.finish(request, by=pools.asker, at=WORKED_AT)
    line = people.worked(pools, request)
    with pytest.raises(NotPossible):
        hours.finish(request, by=pools.asker, at=WORKED_AT)
    hours.answer(request, line=line, is_right=True, by=pools.asker, at=WORKED_AT)
    for act in (granting.call_off, asking.withdraw):
        by = pools.giver if act is granting.call_off else pools.asker
        with pytest.raises(NotPossible):
            act(request, reason="不做了", by=by, at=WORKED_AT)

    hours.finish(request, by=pools.asker, at=WORKED_AT)

    assert request.stage == "done"


@pytest.mark.django_db
def test_hours_written_down_survive_a_withdrawn_consent() -> None:
    pools = people.assemble()
    request = people.granted(pools)
    line = people.worked(pools, request)

    entries.withdraw_consent(pools.lawyer, by=pools.giver, at=WORKED_AT)
    request.refresh_from_db()
    hours.answer(request, line=line, is_right=True, by=pools.asker, at=WORKED_AT)
    hours.finish(request, by=pools.asker, at=WORKED_AT)

    assert balance.of_year(2026, seen_by=pools.asker).given == 150


@pytest.mark.django_db(transaction=True)
def test_of_two_answers_to_one_line_at_once_one_counts() -> None:
    pools = people.assemble()
    request = people.granted(pools)
    line = people.worked(pools, request)
    answers: list[str] = []
    ready = threading.Barrier(2)

    def confirm(by: Actor) -> None:
        ready.wait(timeout=10)
        try:
            hours.answer(request, line=line, is_right=True, by=by, at=WORKED_AT)
            answers.append("counted")
        except NotPossible:
            answers.append("told")
        finally:
            connection.close()

    threads = [threading.Thread(target=confirm, args=(by,)) for by in (pools.asker, pools.checker)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)

    assert sorted(answers) == ["counted", "told"]
    assert balance.of_year(2026, seen_by=pools.asker).given == 150


class TestBalance(TestCase):
    """Whatever three cities write, confirm, refuse and counter, what is given is received."""

    @settings(max_examples=examples(8, long=60), suppress_health_check=[HealthCheck.too_slow])
    @given(
        acts=st.lists(
            st.tuples(
                st.integers(0, 2),  # which request
                st.sampled_from(["enter", "confirm", "refuse", "counter", "finish"]),
                st.integers(-10, 1000),  # minutes
                st.sampled_from([date(2026, 11, 24), date(2026, 12, 1), date(2026, 12, 2)]),
                st.integers(0, 5),  # which line
            ),
            max_size=25,
        )
    )
    def test_what_is_given_is_received(self, acts: list[tuple[int, str, int, date, int]]) -> None:
        pools = people.assemble()
        of_third = entries.enrol(LAWYER, body=body("city:411400"), by=pools.third, at=NOW)
        there = people.granted(pools)
        back = people.asked(pools, entry=of_third, body=pools.gives, by=pools.giver, half_days=2)
        granting.grant(back, half_days=[MORNING, AFTERNOON], by=pools.third, at=NOW)
        home = people.asked(pools, body=pools.gives, by=pools.giver)
        granting.grant(home, half_days=[AFTERNOON], by=pools.giver, at=NOW)
        second = Actor.officer(post_at("city:320300", username="second"))
        sides = [
            (there, pools.giver, pools.asker),
            (back, pools.third, pools.giver),
            (home, pools.giver, second),
        ]
        expected: dict[tuple[str, str], int] = {}

        for number, act, minutes, worked_on, pick in acts:
            lines = list(PoolHours.objects.filter(request=sides[number][0]).order_by("pk"))
            line = lines[pick % len(lines)] if lines else None
            try:
                self._do(act, sides[number], line, minutes, worked_on)
            except GovernanceError:
                continue
            if act == "confirm" and line is not None:
                key = (line.giver.key, line.receiver.key)
                expected[key] = expected.get(key, 0) + line.minutes

        found = balance.of_year(2026, seen_by=pools.third)
        assert found.given == found.received == sum(expected.values())
        for account in found.accounts:
            city = account.city.key
            assert account.given == sum(sum_ for (gives, _), sum_ in expected.items() if gives == city)
            assert account.received == sum(sum_ for (_, takes), sum_ in expected.items() if takes == city)

    @staticmethod
    def _do(act: str, side: Side, line: PoolHours | None, minutes: int, worked_on: date) -> None:
        request, giver, receiver = side
        if act == "enter":
            hours.enter(request, worked_on=worked_on, minutes=minutes, by=giver, at=WORKED_AT)
        elif act == "finish":
            hours.finish(request, by=receiver, at=WORKED_AT)
        elif line is None:
            raise NotPossible("nothing was written down")
        elif act == "counter":
            hours.counter(request, line=line, by=giver, at=WORKED_AT)
        else:
            hours.answer(
                request, line=line, is_right=act == "confirm", reason="核对", by=receiver, at=WORKED_AT
            )
