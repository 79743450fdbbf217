"""A round: when it opens, who is drawn, who falls out, what the points come to."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huaihai.brands import moving
from huaihai.brands.assessing import seats as assessing_seats
from huaihai.brands.assessing import verbs as assessing_verbs
from huaihai.brands.assessing.points import points_of
from huaihai.brands.assessing.tests import scene as scenes
from huaihai.brands.assessing.tests.scene import (
    DAY,
    Scene,
    both,
    flat,
    free,
    hand_in,
    known,
    opened,
    ready,
    run_due,
)
from huaihai.brands.models import (
    Assessment,
    AssessmentRound,
    AssessorDraw,
    AssessorOffer,
    AssessorSeat,
    Basis,
    CriteriaVersion,
    Entry,
)
from huaihai.brands.tests.people import MONDAY, TODAY, People, a_basis, an_entry
from huaihai.desk import lots
from huaihai.desk.lives import NotAllowed, NotPossible, Unfit
from huaihai.governance.models import Resolution
from huaihai.members.actors import Actor
from huaihai.members.models import Post
from huaihai.record import events
from huaihai.record.clocks import calendar
from huaihai.record.models import Clock, Event, OutboxMessage
from tests.posts import post_at

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene(people: People) -> Scene:
    """All is there for an assessment."""
    return ready(people)


@pytest.fixture
def begun(people: People) -> Scene:
    """Two were drawn and have declared to have no conflict."""
    return opened(people)


def volunteers(entry: Entry) -> set[Any]:
    """Who can be drawn, by account."""
    found = {offer for offer, _city in assessing_seats.volunteers(entry, TODAY)}
    return set(AssessorOffer.objects.filter(pk__in=found).values_list("account", flat=True))


def test_without_basis_criteria_or_a_listed_entry_nothing_is_assessed(scene: Scene, people: People) -> None:
    Basis.objects.update(ended_on=TODAY)
    assert "依据" in assessing_verbs.why_not(scene.entry, TODAY)
    with pytest.raises(NotPossible, match="依据"):
        assessing_verbs.open_round(scene.entry, at=MONDAY)
    scene.entry.refresh_from_db()
    assert scene.entry.stage == "listed"
    Basis.objects.update(ended_on=None)
    CriteriaVersion.objects.update(resolution=None)
    with pytest.raises(NotPossible, match="标准"):
        assessing_verbs.open_round(scene.entry, at=MONDAY)
    CriteriaVersion.objects.update(resolution=Resolution.objects.first())
    with pytest.raises(NotPossible):
        assessing_verbs.open_round(an_entry(people, "accepted", what="演示另一件"), at=MONDAY)
    assert not AssessmentRound.objects.exists()


def test_without_volunteers_of_two_other_cities_nothing_is_assessed(people: People) -> None:
    a_basis(people)
    scenes.criteria(people)
    for actor in (people.near, people.near2, people.home):
        assessing_seats.offer(by=actor, at=MONDAY)
    with pytest.raises(NotPossible, match="抽不出评审员"):
        assessing_verbs.open_round(an_entry(people), at=MONDAY)


def test_an_assessment_opens_in_the_night_once_enough_is_known_and_says_what_it_waits_for(
    scene: Scene,
) -> None:
    assert run_due(MONDAY) == 0  # nothing was gathered about it
    known(scene.entry, penalties={"count": 3})
    assert "没有行政处罚" in assessing_verbs.why_not(scene.entry, TODAY)
    assert run_due(MONDAY) == 0
    known(scene.entry)
    assert run_due(MONDAY + DAY) == 1
    scene.entry.refresh_from_db()
    told = Event.objects.get(subject=scene.entry.record_key, verb="brand_open_assessment").facts
    assert (scene.entry.stage, told["who"]) == ("assessing", "rule")
    assert run_due(MONDAY + DAY) == 0


def test_after_one_without_a_mark_the_next_opens_half_a_year_later(begun: Scene) -> None:
    known(begun.entry)
    AssessmentRound.objects.update(closed_at=MONDAY, outcome="short")
    Entry.objects.update(stage="listed")
    begun.entry.refresh_from_db()
    assert "2027" in assessing_verbs.why_not(begun.entry, (MONDAY + 179 * DAY).date())
    assert not list(assessing_verbs.due((MONDAY + 179 * DAY).date()))
    assert [one.pk for one in assessing_verbs.due((MONDAY + 180 * DAY).date())] == [begun.entry.pk]


def test_a_mark_is_assessed_again_in_its_last_days(scene: Scene) -> None:
    known(scene.entry)
    Entry.objects.update(stage="held", held_since=TODAY, held_until=TODAY + 121 * DAY)
    assert not list(assessing_verbs.due(TODAY))
    assert [one.pk for one in assessing_verbs.due(TODAY + DAY)] == [scene.entry.pk]


def test_whoever_has_five_sheets_is_drawn_for_no_other(people: People) -> None:
    ready(people)
    for number in range(assessing_seats.MOST_AT_ONCE):
        held = assessing_verbs.open_round(an_entry(people, what=f"演示{number}"), at=MONDAY)
        if not held.seats.filter(account=people.far.account_id).exists():
            first = held.seats.earliest("rank")
            AssessorSeat.objects.filter(pk=first.pk).update(account=people.far.account_id)
    entry = an_entry(people, what="演示又一件")
    assert people.far.account_id not in volunteers(entry)


def test_two_of_two_other_cities_are_drawn_by_lots_that_can_be_drawn_again(
    people: People, scene: Scene
) -> None:
    people.shop.phone = "13900000001"
    people.shop.save()
    scene.entry.refresh_from_db()
    assessing_verbs.open_round(scene.entry, at=MONDAY)

    seats = scene.seats()
    assert len({seat.body_id for seat in seats}) == 2
    assert people.home_body.pk not in {seat.body_id for seat in seats}
    assert scene.entry.stage == "assessing"
    days = Clock.objects.filter(subject__in=[seat.record_key for seat in seats]).values_list(
        "due_on", flat=True
    )
    assert [day.isoformat() for day in days] == ["2026-11-23", "2026-11-23"]

    told = Event.objects.get(subject=scene.entry.record_key, verb="brand_assessors_drawn").facts
    row = AssessorDraw.objects.get(pk=told["draws"][0]["draw"])
    again = lots.order_of(told["draws"][0]["seed"], dict(row.frame))

    assert lots.frame_hash(row.frame) == told["draws"][0]["frame"]
    assert again == row.order
    cities = dict(row.frame)
    first = again[0]
    second = next(one for one in again[1:] if cities[one] != cities[first])
    assert [str(seat.offer_id) for seat in seats] == [first, second]
    assert events.broken_at(scene.entry.record_key) is None
    message = OutboxMessage.objects.get(subject=scene.entry.record_key)
    assert scene.entry.number in message.text
    assert "互相看不到" in message.text


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text("0123456789abcdef", min_size=32, max_size=32))
def test_whatever_the_seed_two_cities_are_drawn(people: People, seed: str) -> None:
    with pytest.MonkeyPatch.context() as patch, transaction.atomic():
        patch.setattr(assessing_seats.secrets, "token_hex", lambda _size: seed)
        scene = ready(people)
        assessing_verbs.open_round(scene.entry, at=MONDAY)
        seats = scene.seats()
        assert len({seat.body_id for seat in seats} | {people.home_body.pk}) == 3
        assert all(seat.draw.order[seat.rank - 1] == str(seat.offer_id) for seat in seats)
        transaction.set_rollback(True)  # no seed meets what another one left


def test_who_declares_a_conflict_is_replaced_by_the_next_of_the_draw(scene: Scene) -> None:
    assessing_verbs.open_round(scene.entry, at=MONDAY)
    out, stays = scene.seats()

    moving.declare(scene.entry, has_conflict=True, what="演示亲属", by=scene.actor(out), at=MONDAY)

    assert AssessorSeat.objects.get(pk=out.pk).state == "conflict"
    seats = scene.seats()
    assert stays in seats
    assert len({seat.body_id for seat in seats}) == 2
    assert out.account_id not in {seat.account_id for seat in seats}
    assert AssessorDraw.objects.count() == 1
    assert not Clock.objects.filter(subject=out.record_key, ended_at=None).exists()


def test_who_had_declared_a_conflict_or_is_of_its_city_or_off_the_staff_is_not_drawn(
    people: People, scene: Scene
) -> None:
    assessing_seats.offer(by=people.home, at=MONDAY)
    Post.objects.filter(account=people.far.account_id).update(until_on=TODAY - DAY)
    moving.declare(scene.entry, has_conflict=True, what="演示", by=people.near, at=MONDAY)
    assert volunteers(scene.entry) == {people.near2.account_id, people.other.account_id}


def test_an_auditor_cannot_offer_and_nobody_offers_twice(people: People) -> None:
    with pytest.raises(NotAllowed):
        assessing_seats.offer(by=people.auditor, at=MONDAY)
    with pytest.raises(NotAllowed):
        assessing_seats.offer(by=people.holder, at=MONDAY)
    assessing_seats.offer(by=people.near, at=MONDAY)
    with pytest.raises(NotPossible):
        assessing_seats.offer(by=people.near, at=MONDAY)
    assessing_seats.take_back(by=people.near, at=MONDAY)
    with pytest.raises(NotPossible):
        assessing_seats.take_back(by=people.near, at=MONDAY)


def test_who_takes_the_offer_back_is_replaced(begun: Scene) -> None:
    out = begun.seats()[0]
    assessing_seats.take_back(by=begun.actor(out), at=MONDAY)
    assert AssessorSeat.objects.get(pk=out.pk).state == "gone"
    assert len(begun.seats()) == 2


def test_points_need_a_declaration_first(scene: Scene) -> None:
    for actor in scene.by_account.values():  # an earlier one does not count for this round
        moving.declare(scene.entry, has_conflict=False, by=actor, at=MONDAY - DAY)
    assessing_verbs.open_round(scene.entry, at=MONDAY)
    with pytest.raises(NotPossible, match="声明"):
        hand_in(scene, scene.seats()[0])


@pytest.mark.parametrize(
    ("points", "reasons", "field"),
    [
        (flat(75, own=60), {}, "points_own"),
        ({key: value for key, value in flat().items() if key != "told"}, {}, "points_told"),
        (flat(), {"after": "  "}, "reason_after"),
        (flat(), {"after": "x" * 501}, "reason_after"),
        (flat(), {"after": "请打 13812345678 问"}, "reason_after"),
    ],
)
def test_points_that_do_not_fit_are_refused_with_their_field(
    begun: Scene, points: dict[str, int], reasons: dict[str, str], field: str
) -> None:
    seat = begun.seats()[0]
    with pytest.raises(Unfit) as refused:
        assessing_verbs.hand_in(
            seat,
            points=points,
            reasons=dict.fromkeys(flat(), "演示") | reasons,
            by=begun.actor(seat),
            at=MONDAY,
        )
    assert refused.value.field == field
    assert not Assessment.objects.exists()


def test_nobody_gives_points_from_anothers_seat_and_they_are_given_once_and_sealed(begun: Scene) -> None:
    seat = begun.seats()[0]
    hand_in(begun, seat)
    with pytest.raises(NotPossible, match="不能修改"):
        hand_in(begun, seat, flat(100))
    row = Assessment.objects.get()
    row.points = flat(100)
    with pytest.raises(TypeError):
        row.save()
    told = Event.objects.get(subject=begun.entry.record_key, verb="brand_assessed").facts
    assert told["sealed"] == [[row.seal_key, Assessment.objects.get().fingerprint]]
    assert "points" not in str(told)
    other = begun.seats()[1]
    with pytest.raises(NotAllowed, match="抽中的是别人"):
        assessing_verbs.hand_in(
            seat, points=flat(), reasons=dict.fromkeys(flat(), "演示"), by=begun.actor(other), at=MONDAY
        )


def test_until_both_are_in_there_is_no_evidence(begun: Scene) -> None:
    one, other = begun.seats()
    hand_in(begun, one, flat(75))
    assert points_of(begun.entry) == {}
    hand_in(begun, other, flat(50))
    assert points_of(begun.entry) == {"distinctive": {"points": "62.5"}, "quality": {"points": "62.5"}}


def test_two_who_are_far_apart_get_a_third_and_the_median_counts(begun: Scene) -> None:
    both(begun, flat(100), flat(25))
    third = begun.seats()[-1]
    assert third.is_third
    assert len({seat.body_id for seat in begun.seats()}) == 3
    assert points_of(begun.entry) == {}
    free(begun, third)
    hand_in(begun, third, flat(75))
    assert points_of(begun.entry)["quality"] == {"points": "75"}
    assert begun.round.result["assessors"] == 3


def test_where_only_two_other_cities_have_volunteers_the_third_is_of_one_of_them(begun: Scene) -> None:
    cities = {seat.body_id for seat in begun.seats()}
    two = [one for one in begun.by_account.values() if one.organisation.city.pk in cities]  # type: ignore[union-attr]
    if len(two) == len(cities):  # only near's city has two volunteers
        two.append(Actor.officer(post_at(begun.seats()[0].body.key, username="beside")))
        assessing_seats.offer(by=two[-1], at=MONDAY)
    for actor in begun.by_account.values():
        if actor not in two:
            assessing_seats.take_back(by=actor, at=MONDAY)
    both(begun, flat(100), flat(25))
    third = AssessorSeat.objects.get(is_third=True)
    assert third.body_id in cities
    assert AssessorSeat.objects.filter(account=third.account_id).count() == 1


def test_on_the_last_day_points_are_taken_and_after_it_the_next_one_is_drawn(begun: Scene) -> None:
    one, other = begun.seats()
    last = MONDAY + 21 * DAY  # 15 working days after 2 November
    hand_in(begun, one, at=last)
    with pytest.raises(NotPossible, match="期限已过"):
        hand_in(begun, other, at=last + DAY)

    assert run_due(last) == 0
    assert run_due(last + DAY) == 1

    assert AssessorSeat.objects.get(pk=other.pk).state == "late"
    new = begun.seats()[-1]
    assert new.account_id not in (one.account_id, other.account_id)
    assert Clock.objects.get(subject=new.record_key).due_on.isoformat() == "2026-12-15"
    assert run_due(last + DAY) == 0


def test_the_holidays_of_october_do_not_count(scene: Scene) -> None:
    at = MONDAY.replace(month=9, day=24)
    AssessorOffer.objects.update(since_at=at)
    Resolution.objects.update(adopted_on=at.date(), in_force_from=at.date())
    assessing_verbs.open_round(scene.entry, at=at)
    due = Clock.objects.filter(subject=scene.seats()[0].record_key).values_list("due_on", flat=True).get()
    days = calendar()
    counted = [at.date() + timedelta(days=n) for n in range(1, (due - at.date()).days + 1)]
    assert sum(days.is_working_day(day) for day in counted) == 15
    assert (due - at.date()).days > 21


def test_a_seat_that_nobody_can_take_is_filled_once_somebody_offers(people: People, begun: Scene) -> None:
    for actor in (people.other, people.far, people.near2, people.near):
        if actor.account_id in {seat.account_id for seat in begun.seats()}:
            continue
        assessing_seats.take_back(by=actor, at=MONDAY)
    out = begun.seats()[0]
    assessing_seats.take_back(by=begun.actor(out), at=MONDAY)
    assert len(begun.seats()) == 1
    assert run_due(MONDAY + DAY) == 0
    assessing_seats.offer(
        by=begun.by_account[out.account_id], at=MONDAY + DAY
    )  # who had the seat does not get it again
    assert run_due(MONDAY + DAY) == 0
    back = next(
        one
        for one in (people.other, people.far, people.near)
        if one.account_id != out.account_id
        and one.account_id != begun.seats()[0].account_id
        and one.organisation != begun.seats()[0].body
    )
    assessing_seats.offer(by=back, at=MONDAY + DAY)
    assert run_due(MONDAY + DAY) == 1
    assert {seat.account_id for seat in begun.seats()} >= {back.account_id}
    assert AssessorDraw.objects.count() == 2
