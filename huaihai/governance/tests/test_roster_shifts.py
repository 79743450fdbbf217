"""Who is on duty at a moment, and the plan that fills the days."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from huaihai.governance import fair_days, roster
from huaihai.governance.actions import leaves
from huaihai.governance.actions import roster as planning
from huaihai.governance.errors import Moved, NotAllowed, NotPossible, Unfit
from huaihai.governance.models import Shift
from huaihai.kit import clock
from huaihai.members.actors import Actor
from huaihai.members.models import Account, Organisation, Role
from huaihai.record import events
from tests.posts import PROGRAM, body, load_alliance, post_at

pytestmark = pytest.mark.django_db
CITY, OTHER = "city:320300", "city:371300"
DAY = date(2026, 11, 25)
EVENING = datetime(2026, 11, 25, 20, 0, tzinfo=clock.ZONE)
seconds = st.integers(0, 8 * 366 * 24 * 3600)


@pytest.fixture
def city() -> Organisation:
    load_alliance(with_secretariat=False)
    return body(CITY)


@pytest.fixture
def people(city: Organisation) -> list[Account]:
    return [post_at(CITY, username=name).account for name in ("anna", "bo", "chen")]


@pytest.fixture
def head(city: Organisation) -> Actor:
    return Actor.officer(post_at(CITY, Role.HEAD))


def at(hour: int, minute: int = 0, day: date = DAY) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=clock.ZONE)


def shift(city: Organisation, on: date, account: Account) -> Shift:
    return Shift.objects.create(organisation=city, on=on, account=account)


@given(seconds)
def test_any_moment_belongs_to_exactly_one_shift(after: int) -> None:
    moment = datetime(2024, 1, 1, tzinfo=clock.ZONE) + timedelta(seconds=after)
    around = [moment.date() + timedelta(days=n) for n in range(-3, 4)]
    holding = [on for on in around if roster.begins_at(on) <= moment < roster.begins_at(on + roster.ONE_DAY)]

    assert holding == [roster.shift_day(moment)]
    assert roster.has_begun(holding[0], moment)
    assert not roster.has_begun(holding[0] + roster.ONE_DAY, moment)


def test_at_two_in_the_morning_yesterdays_person_is_on_duty(
    city: Organisation, people: list[Account]
) -> None:
    shift(city, DAY, people[0])
    shift(city, DAY + roster.ONE_DAY, people[1])

    assert roster.on_duty(city, at(2, day=date(2026, 11, 26))).account == people[0]
    assert roster.on_duty(city, at(8, 29, day=date(2026, 11, 26))).account == people[0]
    assert roster.on_duty(city, at(8, 30, day=date(2026, 11, 26))).account == people[1]


def test_tonight_has_one_row_a_city_in_three_queries_and_names_who_is_missing(
    city: Organisation, people: list[Account]
) -> None:
    shift(city, DAY, people[0])

    with CaptureQueriesContext(connection) as asked:
        rows = roster.tonight(EVENING)
        names = [row.signer.shown_name for row in rows if row.signer]

    assert len(asked) == 3
    assert len(rows) == 10
    assert names == [people[0].shown_name]
    assert city not in roster.missing(EVENING)
    assert len(roster.missing(EVENING)) == 9
    assert {node.key: who for node, who in roster.signers(EVENING)}[CITY] == people[0]


def test_the_version_of_a_roster_is_asked_of_its_last_event_alone(
    city: Organisation, people: list[Account]
) -> None:
    head = Actor.officer(post_at(CITY, Role.HEAD))
    assert planning.version_of(city) == 0
    for person in people[:2]:
        planning.put(city, on=DAY + roster.ONE_DAY, account=person, by=head, at=EVENING)

    with CaptureQueriesContext(connection) as asked:
        assert planning.version_of(city) == 2

    assert "LIMIT 1" in asked.captured_queries[0]["sql"]


def test_the_record_of_leave_does_not_tell_who_is_away(city: Organisation, people: list[Account]) -> None:
    head = Actor.officer(post_at(CITY, Role.HEAD))
    first, last = DAY + roster.ONE_DAY, DAY + 4 * roster.ONE_DAY
    planning.plan(city, people=people, from_on=first, until_on=last, by=head, at=EVENING)

    noted = leaves.note(city, account=people[0], from_on=first, until_on=last, by=head, at=EVENING)

    event = events.history(planning.subject_of(city)).last()
    assert noted.freed
    assert event.facts == {"freed": len(noted.freed)}, "a day would lead to the person whom the plan names"


def test_in_the_small_hours_the_day_is_that_of_the_office(city: Organisation, people: list[Account]) -> None:
    head = Actor.officer(post_at(CITY, Role.HEAD))
    small_hours = at(6, day=date(2026, 11, 26)).astimezone(UTC)  # there it is still the 25th

    with pytest.raises(Unfit):
        leaves.note(city, account=people[0], from_on=DAY, until_on=DAY, by=head, at=small_hours)


def test_somebody_whose_post_has_ended_is_nobody(city: Organisation, people: list[Account]) -> None:
    shift(city, DAY, people[0])
    people[0].posts.update(until_on=DAY - roster.ONE_DAY)

    assert roster.on_duty(city, EVENING) is None
    assert city in roster.missing(EVENING)


def test_a_closed_account_is_nobody(city: Organisation, people: list[Account]) -> None:
    shift(city, DAY, people[0])
    Account.objects.filter(pk=people[0].pk).update(is_active=False)

    assert roster.on_duty(city, EVENING) is None


def test_only_the_one_on_duty_signs_tonight(city: Organisation, people: list[Account]) -> None:
    shift(city, DAY, people[0])
    on_duty, colleague = (Actor.officer(person.posts.get()) for person in people[:2])

    assert roster.may_sign_tonight(on_duty, EVENING) == city
    assert roster.may_sign_tonight(on_duty, at(8, 30, day=date(2026, 11, 26))) is None
    assert roster.may_sign_tonight(colleague, EVENING) is None
    assert roster.may_sign_tonight(PROGRAM, EVENING) is None


def test_the_public_learns_only_that_somebody_is_on_duty(city: Organisation, people: list[Account]) -> None:
    post = post_at(OTHER)
    shift(city, DAY, people[0])
    shift(body(OTHER), DAY + roster.ONE_DAY, post.account)

    assert roster.public_duty(EVENING) == {CITY: True, OTHER: False}
    assert roster.public_duty(EVENING + timedelta(days=90)) == {}


def test_a_body_has_at_most_one_shift_a_day(city: Organisation, people: list[Account]) -> None:
    shift(city, DAY, people[0])

    with pytest.raises(IntegrityError), transaction.atomic():
        shift(city, DAY, people[1])


def test_the_head_plans_weeks_at_once_and_the_record_has_one_event(
    city: Organisation, people: list[Account], head: Actor
) -> None:
    planned = planning.plan(
        city, people=people, from_on=DAY, until_on=DAY + timedelta(days=29), by=head, at=EVENING
    )

    counts = [Shift.objects.filter(account=person).count() for person in people]
    assert planned.filled == 30
    assert counts == [10, 10, 10]
    assert [event.verb for event in events.history(planning.subject_of(city))] == ["roster planned"]
    assert events.broken_at(planning.subject_of(city)) is None


def test_whole_weeks_go_to_one_person_each(city: Organisation, people: list[Account], head: Actor) -> None:
    monday = date(2026, 11, 30)
    planning.plan(
        city,
        people=people,
        from_on=monday,
        until_on=monday + timedelta(days=20),
        by_week=True,
        by=head,
        at=EVENING,
    )

    order = list(Shift.objects.order_by("on").values_list("account_id", flat=True))
    assert order == [person.pk for person in people for _day in range(7)]


def test_what_is_planned_stays_unless_it_is_to_be_replaced(
    city: Organisation, people: list[Account], head: Actor
) -> None:
    shift(city, DAY, people[2])
    shift(city, DAY + roster.ONE_DAY, people[2])

    def plan(*, replace: bool) -> planning.Planned:
        last = DAY + timedelta(days=3)
        return planning.plan(
            city, people=people[:1], from_on=DAY, until_on=last, replace=replace, by=head, at=EVENING
        )

    kept = plan(replace=False)
    assert (kept.filled, kept.kept) == (2, 2)

    replaced = plan(replace=True)
    assert (replaced.filled, replaced.kept) == (3, 1), "the shift that has begun stays"
    assert Shift.objects.get(on=DAY).account == people[2]


def test_nobody_is_planned_on_leave_nor_after_the_end_of_a_post(
    city: Organisation, people: list[Account], head: Actor
) -> None:
    leaves.note(city, account=people[0], from_on=DAY, until_on=DAY + timedelta(days=2), by=head, at=EVENING)
    people[1].posts.update(until_on=DAY)

    planned = planning.plan(
        city, people=people[:2], from_on=DAY, until_on=DAY + timedelta(days=3), by=head, at=EVENING
    )

    assert planned.without == (DAY + timedelta(days=1), DAY + timedelta(days=2))
    assert Shift.objects.get(on=DAY).account == people[1]
    assert Shift.objects.get(on=DAY + timedelta(days=3)).account == people[0]


def test_leave_empties_the_days_and_says_which(
    city: Organisation, people: list[Account], head: Actor
) -> None:
    shift(city, DAY, people[0])
    shift(city, DAY + roster.ONE_DAY, people[0])

    noted = leaves.note(
        city, account=people[0], from_on=DAY, until_on=DAY + timedelta(days=5), by=head, at=EVENING
    )

    assert noted.freed == (DAY + roster.ONE_DAY,), "the shift that runs is not left empty"
    assert Shift.objects.filter(on=DAY).exists()


def test_nobody_gets_rid_of_duty_by_taking_leave_alone(city: Organisation, people: list[Account]) -> None:
    own = Actor.officer(people[0].posts.get())
    shift(city, DAY + roster.ONE_DAY, people[0])

    with pytest.raises(NotPossible):
        leaves.note(
            city, account=people[0], from_on=DAY, until_on=DAY + timedelta(days=5), by=own, at=EVENING
        )
    assert Shift.objects.count() == 1


def test_only_those_who_speak_for_the_body_plan_it(city: Organisation, people: list[Account]) -> None:
    for by in (Actor.officer(people[0].posts.get()), Actor.officer(post_at(OTHER, Role.HEAD))):
        with pytest.raises(NotAllowed):
            planning.plan(city, people=people, from_on=DAY, until_on=DAY, by=by, at=EVENING)
        with pytest.raises(NotAllowed):
            planning.put(city, on=DAY, account=people[0], by=by, at=EVENING)


def test_the_desk_of_the_alliance_plans_its_own_body(city: Organisation, people: list[Account]) -> None:
    desk = Actor.officer(post_at(CITY, Role.SECRETARIAT))

    assert planning.put(city, on=DAY, account=people[0], by=desk, at=EVENING).account == people[0]


@pytest.mark.parametrize(
    ("span", "field"),
    [
        ((date(2026, 11, 24), DAY), "from_on"),
        ((DAY, date(2026, 11, 24)), "until_on"),
        ((DAY, date(2027, 11, 25)), "until_on"),
        ((date(9999, 12, 1), date(9999, 12, 31)), "from_on"),
    ],
)
def test_spans_that_cannot_be_are_refused(
    city: Organisation, people: list[Account], head: Actor, span: tuple[date, date], field: str
) -> None:
    with pytest.raises(Unfit) as refused:
        planning.plan(city, people=people, from_on=span[0], until_on=span[1], by=head, at=EVENING)
    assert refused.value.field == field


def test_people_of_other_bodies_are_not_planned(city: Organisation, head: Actor) -> None:
    stranger = post_at(OTHER).account

    with pytest.raises(Unfit):
        planning.plan(city, people=[stranger], from_on=DAY, until_on=DAY, by=head, at=EVENING)
    with pytest.raises(Unfit):
        planning.put(city, on=DAY, account=stranger, by=head, at=EVENING)


def test_one_who_saw_another_person_there_is_told(
    city: Organisation, people: list[Account], head: Actor
) -> None:
    shift(city, DAY, people[1])

    with pytest.raises(Moved) as moved:
        planning.put(city, on=DAY, account=people[0], seen=str(people[2].pk), by=head, at=EVENING)
    assert moved.value.row.account == people[1]


def test_a_running_shift_can_be_taken_over_but_not_left_empty(
    city: Organisation, people: list[Account], head: Actor
) -> None:
    shift(city, DAY, people[0])

    with pytest.raises(NotPossible):
        planning.put(city, on=DAY, account=None, by=head, at=EVENING)
    with pytest.raises(NotPossible):
        planning.put(city, on=DAY - roster.ONE_DAY, account=people[1], by=head, at=EVENING)
    assert planning.put(city, on=DAY, account=people[1], by=head, at=EVENING).account == people[1]


@given(
    people=st.integers(1, 12),
    days=st.integers(1, 184),
    start=st.dates(date(2026, 1, 1), date(2028, 1, 1)),
    by_week=st.booleans(),
)
def test_nobody_gets_more_than_one_turn_more_than_another(
    people: int, days: int, start: date, by_week: bool
) -> None:
    span = [start + timedelta(days=n) for n in range(days)]
    dealt = fair_days.deal(
        span,
        range(people),
        by_week=by_week,
        is_rest=lambda on: on.isoweekday() > 5,
        is_away=lambda _who, _on: False,
        held={},
        last_on={},
    )

    counts = [list(dealt.values()).count(person) for person in range(people)]
    assert list(dealt) == span
    assert max(counts) - min(counts) <= (7 if by_week else 1)


def test_seven_people_do_not_keep_the_same_weekday_for_ever() -> None:
    span = [DAY + timedelta(days=n) for n in range(7 * 14)]
    dealt = fair_days.deal(
        span,
        range(7),
        by_week=False,
        is_rest=lambda on: on.isoweekday() > 5,
        is_away=lambda _who, _on: False,
        held={},
        last_on={},
    )

    rest_days = [sum(1 for on, who in dealt.items() if who == n and on.isoweekday() > 5) for n in range(7)]
    assert sum(rest_days) == 28
    assert max(rest_days) - min(rest_days) <= 1
