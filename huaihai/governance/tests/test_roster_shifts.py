"""Who is on duty at a moment, and how days are given and dealt out."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from huaihai import alliance
from huaihai.desk.lives import NotAllowed, NotPossible, Unfit
from huaihai.governance import secretariat
from huaihai.governance.models import Shift
from huaihai.governance.roster import facts, verbs
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


def days(first: date, count: int) -> list[date]:
    return [first + timedelta(days=n) for n in range(count)]


def shift(city: Organisation, on: date, account: Account) -> Shift:
    return Shift.objects.create(organisation=city, on=on, account=account)


@given(seconds)
def test_any_moment_belongs_to_exactly_one_shift(after: int) -> None:
    moment = datetime(2024, 1, 1, tzinfo=clock.ZONE) + timedelta(seconds=after)
    around = [moment.date() + timedelta(days=n) for n in range(-3, 4)]
    holding = [on for on in around if facts.begins_at(on) <= moment < facts.begins_at(on + facts.ONE_DAY)]

    assert holding == [facts.shift_day(moment)]
    assert facts.has_begun(holding[0], moment)
    assert not facts.has_begun(holding[0] + facts.ONE_DAY, moment)


def test_at_two_in_the_morning_yesterdays_person_is_on_duty(
    city: Organisation, people: list[Account]
) -> None:
    shift(city, DAY, people[0])
    shift(city, DAY + facts.ONE_DAY, people[1])

    assert facts.on_duty(city, at(2, day=date(2026, 11, 26))).account == people[0]
    assert facts.on_duty(city, at(8, 29, day=date(2026, 11, 26))).account == people[0]
    assert facts.on_duty(city, at(8, 30, day=date(2026, 11, 26))).account == people[1]


def test_tonight_has_one_row_a_city_in_three_queries_and_names_who_is_missing(
    city: Organisation, people: list[Account]
) -> None:
    shift(city, DAY, people[0])

    with CaptureQueriesContext(connection) as asked:
        rows = facts.tonight(EVENING)
        names = [row.signer.shown_name for row in rows if row.signer]

    assert len(asked) == 3
    assert len(rows) == 10
    assert names == [people[0].shown_name]
    assert city not in facts.missing(EVENING)
    assert len(facts.missing(EVENING)) == 9
    assert {node.key: who for node, who in facts.signers(EVENING)}[CITY] == people[0]


def test_the_record_of_leave_does_not_tell_who_is_away(city: Organisation, people: list[Account]) -> None:
    head = Actor.officer(post_at(CITY, Role.HEAD))
    first, last = DAY + facts.ONE_DAY, DAY + 4 * facts.ONE_DAY
    verbs.save(city, dict.fromkeys(days(first, 4), people[0]), by=head, at=EVENING)

    noted = verbs.note_leave(city, account=people[0], from_on=first, until_on=last, by=head, at=EVENING)

    event = events.history(verbs.subject_of(city)).last()
    assert noted.freed
    assert event.facts == {"freed": len(noted.freed)}, "a day would lead to the person whom the plan names"


def test_in_the_small_hours_the_day_is_that_of_the_office(city: Organisation, people: list[Account]) -> None:
    head = Actor.officer(post_at(CITY, Role.HEAD))
    small_hours = at(6, day=date(2026, 11, 26)).astimezone(UTC)  # there it is still the 25th

    with pytest.raises(Unfit):
        verbs.note_leave(city, account=people[0], from_on=DAY, until_on=DAY, by=head, at=small_hours)


def test_somebody_whose_post_has_ended_is_nobody(city: Organisation, people: list[Account]) -> None:
    shift(city, DAY, people[0])
    people[0].posts.update(until_on=DAY - facts.ONE_DAY)

    assert facts.on_duty(city, EVENING) is None
    assert city in facts.missing(EVENING)


def test_a_closed_account_is_nobody(city: Organisation, people: list[Account]) -> None:
    shift(city, DAY, people[0])
    Account.objects.filter(pk=people[0].pk).update(is_active=False)

    assert facts.on_duty(city, EVENING) is None


def test_only_the_one_on_duty_signs_tonight(city: Organisation, people: list[Account]) -> None:
    shift(city, DAY, people[0])
    on_duty, colleague = (Actor.officer(person.posts.get()) for person in people[:2])

    assert facts.may_sign_tonight(on_duty, EVENING) == city
    assert facts.may_sign_tonight(on_duty, at(8, 30, day=date(2026, 11, 26))) is None
    assert facts.may_sign_tonight(colleague, EVENING) is None
    assert facts.may_sign_tonight(PROGRAM, EVENING) is None


def test_the_public_learns_only_that_somebody_is_on_duty(city: Organisation, people: list[Account]) -> None:
    post = post_at(OTHER)
    shift(city, DAY, people[0])
    shift(body(OTHER), DAY + facts.ONE_DAY, post.account)

    assert facts.public_duty(EVENING) == {CITY: True, OTHER: False}
    assert facts.public_duty(EVENING + timedelta(days=90)) == {}


def test_a_body_has_at_most_one_shift_a_day(city: Organisation, people: list[Account]) -> None:
    shift(city, DAY, people[0])

    with pytest.raises(IntegrityError), transaction.atomic():
        shift(city, DAY, people[1])


def test_empty_days_are_dealt_out_evenly_and_the_record_has_one_event(
    city: Organisation, people: list[Account], head: Actor
) -> None:
    post_at(CITY, username="dai")
    shift(city, DAY, people[2])
    saved = verbs.save(city, {DAY + facts.ONE_DAY: people[0]}, fill=days(DAY, 30), by=head, at=EVENING)

    counts = [Shift.objects.filter(account=account).count() for account in facts.people_of(city, DAY)]
    assert saved == verbs.Saved(29, ())
    assert sum(counts) == 30
    assert max(counts) - min(counts) <= 1
    assert Shift.objects.get(on=DAY).account == people[2]
    assert Shift.objects.get(on=DAY + facts.ONE_DAY).account == people[0]
    (event,) = events.history(verbs.subject_of(city))
    assert (event.verb, len(event.facts["days"]), event.facts["without"]) == ("roster planned", 29, [])


def test_what_was_dealt_before_counts_when_days_are_dealt_out(
    city: Organisation, people: list[Account]
) -> None:
    for on in days(DAY - timedelta(days=6), 6):
        shift(city, on, people[0])

    verbs.save(city, {}, fill=days(DAY, 6), by=Actor.officer(post_at(CITY, Role.HEAD)), at=EVENING)

    assert not Shift.objects.filter(account=people[0], on__gte=DAY).exists()


def test_nobody_is_dealt_a_day_on_leave_nor_after_the_end_of_a_post(
    city: Organisation, people: list[Account], head: Actor
) -> None:
    head_account = Account.objects.get(username="head-320300")
    for account in (people[0], people[2], head_account):
        verbs.note_leave(
            city, account=account, from_on=DAY, until_on=DAY + timedelta(days=2), by=head, at=EVENING
        )
    people[1].posts.update(until_on=DAY)

    saved = verbs.save(city, {}, fill=days(DAY, 4), by=head, at=EVENING)

    assert saved.without == (DAY + timedelta(days=1), DAY + timedelta(days=2))
    assert Shift.objects.get(on=DAY).account == people[1]
    assert Shift.objects.filter(on=DAY + timedelta(days=3)).exists()


def test_leave_empties_the_days_and_says_which(
    city: Organisation, people: list[Account], head: Actor
) -> None:
    shift(city, DAY, people[0])
    shift(city, DAY + facts.ONE_DAY, people[0])

    noted = verbs.note_leave(
        city, account=people[0], from_on=DAY, until_on=DAY + timedelta(days=5), by=head, at=EVENING
    )

    assert noted.freed == (DAY + facts.ONE_DAY,), "the shift that runs is not left empty"
    assert Shift.objects.filter(on=DAY).exists()


def test_nobody_gets_rid_of_duty_by_taking_leave_alone(city: Organisation, people: list[Account]) -> None:
    own = Actor.officer(people[0].posts.get())
    shift(city, DAY + facts.ONE_DAY, people[0])

    with pytest.raises(NotPossible):
        verbs.note_leave(
            city, account=people[0], from_on=DAY, until_on=DAY + timedelta(days=5), by=own, at=EVENING
        )
    assert Shift.objects.count() == 1


def test_its_own_desk_and_the_secretariat_plan_a_body_and_nobody_else(
    city: Organisation, people: list[Account]
) -> None:
    secretariat.load(alliance.load(), by=PROGRAM, at=EVENING)  # this city is the secretariat
    other = post_at(OTHER).account
    for by in (Actor.officer(people[0].posts.get()), Actor.officer(post_at(OTHER, Role.HEAD))):
        with pytest.raises(NotAllowed):
            verbs.save(city, {DAY: people[0]}, by=by, at=EVENING)

    desk = Actor.officer(post_at(CITY, Role.SECRETARIAT))
    verbs.save(city, {DAY: people[0]}, by=desk, at=EVENING)
    verbs.save(body(OTHER), {DAY: other}, by=desk, at=EVENING)
    assert Shift.objects.count() == 2


def test_somebody_without_a_post_there_or_on_leave_is_refused_beside_the_day(
    city: Organisation, people: list[Account], head: Actor
) -> None:
    verbs.note_leave(city, account=people[0], from_on=DAY, until_on=DAY, by=head, at=EVENING)

    for account in (post_at(OTHER).account, people[0]):
        with pytest.raises(Unfit) as refused:
            verbs.save(city, {DAY: account}, by=head, at=EVENING)
        assert refused.value.field == DAY.isoformat()
    with pytest.raises(NotPossible):
        verbs.save(city, {DAY + timedelta(days=500): people[1]}, by=head, at=EVENING)


def test_one_who_saw_another_person_there_is_told(
    city: Organisation, people: list[Account], head: Actor
) -> None:
    shift(city, DAY, people[1])

    with pytest.raises(verbs.DayMoved) as moved:
        verbs.save(city, {DAY: people[0]}, seen={DAY: str(people[2].pk)}, by=head, at=EVENING)
    assert moved.value.row.account == people[1]


def test_a_running_shift_can_be_taken_over_but_not_left_empty(
    city: Organisation, people: list[Account], head: Actor
) -> None:
    shift(city, DAY, people[0])

    with pytest.raises(Unfit):
        verbs.save(city, {DAY: None}, by=head, at=EVENING)
    with pytest.raises(NotPossible):
        verbs.save(city, {DAY - facts.ONE_DAY: people[1]}, by=head, at=EVENING)
    verbs.save(city, {DAY: people[1]}, by=head, at=EVENING)
    assert Shift.objects.get(on=DAY).account == people[1]


@given(
    people=st.integers(1, 12), count=st.integers(1, 184), start=st.dates(date(2026, 1, 1), date(2028, 1, 1))
)
def test_nobody_gets_more_than_one_day_more_than_another(people: int, count: int, start: date) -> None:
    span = days(start, count)
    dealt = facts.deal(
        span,
        range(people),
        is_rest=lambda on: on.isoweekday() > 5,
        is_away=lambda _who, _on: False,
        held={},
    )

    counts = [list(dealt.values()).count(person) for person in range(people)]
    assert list(dealt) == span
    assert max(counts) - min(counts) <= 1


def test_seven_people_do_not_keep_the_same_weekday_for_ever() -> None:
    span = days(DAY, 7 * 14)
    dealt = facts.deal(
        span,
        range(7),
        is_rest=lambda on: on.isoweekday() > 5,
        is_away=lambda _who, _on: False,
        held={},
    )

    rest_days = [sum(1 for on, who in dealt.items() if who == n and on.isoweekday() > 5) for n in range(7)]
    assert sum(rest_days) == 28
    assert max(rest_days) - min(rest_days) <= 1
