"""Asking: the life of a request, who does which part, and what waits."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from huaihai.governance.actions.pools import asking, falling_due, granting
from huaihai.governance.actions.pools.moving import ASKER, GIVER
from huaihai.governance.errors import NotAllowed, NotPossible, Unfit
from huaihai.governance.models import PoolBooking, PoolRequest
from huaihai.governance.models.pools.lives import REQUEST, Stage
from huaihai.governance.tests import pools_cast as people
from huaihai.governance.tests.pools_cast import AFTERNOON, LAWYER, MORNING, NOW
from huaihai.record import events

SHOP = "某某电器有限公司（测试）"


@pytest.mark.parametrize("stage", [*Stage.values, ""])
@pytest.mark.parametrize("verb", REQUEST.verbs)
def test_every_stage_and_verb_of_a_request_is_decided_by_the_table(verb: str, stage: str) -> None:
    moves = REQUEST.verbs[verb]
    if stage in moves:
        assert REQUEST.after(verb, stage) in Stage.values
    else:
        with pytest.raises(NotPossible):
            REQUEST.after(verb, stage)


def test_every_verb_of_a_request_belongs_to_one_side() -> None:
    by_program = {"lapse", "fall away"}

    assert not GIVER & ASKER
    assert GIVER | ASKER | by_program | {"ask", "offer"} == set(REQUEST.verbs)


def test_what_has_ended_stays_ended() -> None:
    for verb, moves in REQUEST.verbs.items():
        for stage in (Stage.DECLINED, Stage.WITHDRAWN, Stage.LAPSED):
            assert stage not in moves, verb
        assert moves.get(Stage.DONE, Stage.DONE) == Stage.DONE


@pytest.mark.django_db
def test_the_database_keeps_an_unknown_stage_out() -> None:
    request = people.asked(people.assemble())

    with pytest.raises(IntegrityError), transaction.atomic():
        PoolRequest.objects.filter(pk=request.pk).update(stage="lost")
    with pytest.raises(IntegrityError), transaction.atomic():
        PoolRequest.objects.filter(pk=request.pk).update(entry=None)


@pytest.mark.django_db
def test_a_request_is_asked_granted_and_read_by_the_two_bodies_alone() -> None:
    pools = people.assemble()
    request = people.granted(pools)

    assert request.stage == Stage.GRANTED
    assert [booking.day for booking in request.bookings.all()] == [MORNING.day]
    for reader in (pools.giver, pools.asker):
        assert PoolRequest.objects.visible_to(reader).get() == request
    assert not PoolRequest.objects.visible_to(pools.third)
    assert events.broken_at(request.record_key) is None


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"from_on": date(2026, 11, 23)}, "from_on"),
        ({"until_on": date(2026, 11, 29)}, "until_on"),
        ({"until_on": date(2026, 12, 31)}, "until_on"),
        ({"half_days": 0}, "half_days"),
        ({"half_days": 11}, "half_days"),
        ({"skill": "X99"}, "skill"),
        ({"trade": "X99"}, "trade"),
        ({"business_name": SHOP}, "trade"),
        ({"credit_code": "91320300", "business_name": SHOP, "trade": "G01"}, "credit_code"),
        ({"purpose": " "}, "purpose"),
        ({"entry": None, "kind": "wizard"}, "kind"),
    ],
)
def test_a_request_that_does_not_fit_is_told_which_part(wrong: dict[str, Any], field: str) -> None:
    pools = people.assemble()

    with pytest.raises(Unfit) as refused:
        people.asked(pools, **wrong)

    assert refused.value.field == field
    assert not PoolRequest.objects.exists()


@pytest.mark.django_db
def test_a_call_to_all_is_read_by_all_until_somebody_offers() -> None:
    pools = people.assemble()
    call = people.asked(pools, entry=None, skill="G01")
    assert PoolRequest.objects.visible_to(pools.third).exists()

    granting.offer(call, entry=pools.lawyer, half_days=[MORNING], by=pools.giver, at=NOW)
    assert not PoolRequest.objects.visible_to(pools.third).exists()
    asking.turn_down(call, reason="时间不合适", by=pools.asker, at=NOW)
    assert PoolRequest.objects.visible_to(pools.third).exists()
    assert not PoolBooking.objects.exists()

    granting.offer(call, entry=pools.lawyer, half_days=[AFTERNOON], by=pools.giver, at=NOW)
    asking.take_up(call, by=pools.asker, at=NOW)
    assert call.stage == Stage.GRANTED
    assert call.entry == pools.lawyer


@pytest.mark.django_db
def test_an_offer_is_of_the_kind_and_field_that_was_asked_for() -> None:
    pools = people.assemble()
    laboratories = people.asked(pools, entry=None, kind="laboratory")
    farming = people.asked(pools, entry=None, skill="S14")

    for call in (laboratories, farming):
        with pytest.raises(Unfit) as refused:
            granting.offer(call, entry=pools.lawyer, half_days=[MORNING], by=pools.giver, at=NOW)
        assert refused.value.field == "entry"


@pytest.mark.django_db
def test_each_side_does_its_own_part_and_nobody_else_any() -> None:
    pools = people.assemble()
    request = people.asked(pools)
    for stranger in (pools.asker, pools.third):
        with pytest.raises(NotAllowed):
            granting.grant(request, half_days=[MORNING], by=stranger, at=NOW)
        with pytest.raises(NotAllowed):
            granting.decline(request, reason="没空", by=stranger, at=NOW)
    with pytest.raises(NotAllowed):
        asking.withdraw(request, reason="不需要了", by=pools.giver, at=NOW)

    granting.decline(request, reason="没空", by=pools.giver, at=NOW)
    assert (request.stage, request.answer) == (Stage.DECLINED, "没空")


@pytest.mark.django_db
def test_reasons_are_asked_for() -> None:
    pools = people.assemble()
    request = people.asked(pools)

    for act in (granting.decline, granting.call_off):
        with pytest.raises((Unfit, NotPossible)):
            act(request, reason=" ", by=pools.giver, at=NOW)
    granting.grant(request, half_days=[MORNING], by=pools.giver, at=NOW)
    with pytest.raises(Unfit):
        granting.call_off(request, reason="", by=pools.giver, at=NOW)
    with pytest.raises(Unfit):
        asking.withdraw(request, reason="", by=pools.asker, at=NOW)


@pytest.mark.django_db
def test_the_same_button_pressed_twice_asks_once() -> None:
    pools = people.assemble()
    key = people.entries.new_id()

    first, second = people.asked(pools, key=key), people.asked(pools, key=key)

    assert first.pk == second.pk
    assert LAWYER.name not in str(list(events.history(first.record_key).values_list("facts")))


@pytest.mark.django_db
def test_a_request_without_an_answer_lapses_after_its_last_day_and_only_once() -> None:
    pools = people.assemble()
    named, call, granted = people.asked(pools), people.asked(pools, entry=None), people.granted(pools)
    granting.offer(call, entry=pools.lawyer, half_days=[AFTERNOON], by=pools.giver, at=NOW)
    last_evening = NOW.replace(month=12, day=4, hour=23, minute=59)
    assert not list(falling_due.due_acts(last_evening))

    for _twice in range(2):
        for act in falling_due.due_acts(last_evening + timedelta(minutes=1)):
            act()

    stages = dict(PoolRequest.objects.values_list("pk", "stage"))
    assert stages == {named.pk: Stage.LAPSED, call.pk: Stage.LAPSED, granted.pk: Stage.GRANTED}
    assert PoolBooking.objects.get().request == granted
    assert events.history(named.record_key).filter(verb="lapse").count() == 1


@pytest.mark.django_db
def test_what_waits_for_a_body_is_what_it_has_to_answer() -> None:
    pools = people.assemble()
    call, request = people.asked(pools, entry=None), people.asked(pools)
    assert list(PoolRequest.objects.waiting_for(pools.gives)) == [request]
    assert not PoolRequest.objects.waiting_for(pools.asks)

    granting.offer(call, entry=pools.lawyer, half_days=[AFTERNOON], by=pools.giver, at=NOW)
    granting.grant(request, half_days=[MORNING], by=pools.giver, at=NOW)
    assert list(PoolRequest.objects.waiting_for(pools.asks)) == [call]

    people.worked(pools, request)
    people.worked(pools, request)
    assert set(PoolRequest.objects.waiting_for(pools.asks)) == {call, request}
    assert PoolRequest.objects.waiting_for(pools.asks).count() == 2
    assert not PoolRequest.objects.waiting_for(pools.gives)


@pytest.mark.django_db
@pytest.mark.parametrize("changed", ["purpose", "half_days", "body"])
def test_a_form_sent_again_with_something_else_in_it_is_refused(changed: str) -> None:
    pools = people.assemble()
    key = people.entries.new_id()
    people.asked(pools, key=key)
    other: dict[str, Any] = {"purpose": "另一起", "half_days": 2, "body": pools.gives}
    by = pools.giver if changed == "body" else pools.asker

    with pytest.raises(NotPossible):
        people.asked(pools, key=key, **{changed: other[changed]}, by=by)

    assert PoolRequest.objects.get().purpose == "一起预付卡纠纷的法律意见"
