"""Asking, granting, conflicts of interest, and a half day promised once."""

import threading
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from huaihai.governance.actions.pools import asking, conflicts, entries, falling_due, granting
from huaihai.governance.actions.pools.moving import ASKER, GIVER
from huaihai.governance.actions.pools.times import HalfDay
from huaihai.governance.errors import Moved, NotAllowed, NotPossible, Unfit
from huaihai.governance.models import PoolBooking, PoolRequest
from huaihai.governance.models.pools.lives import REQUEST, Stage
from huaihai.governance.tests import pools_cast as people
from huaihai.governance.tests.pools_cast import AFTERNOON, LAWYER, MORNING, NOW, code, laboratory
from huaihai.record import events

SHOP = "某某电器有限公司（测试）"
OTHER = code("MA1NABCE5")


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
        ({"credit_code": "91320300", "trade": "G01"}, "credit_code"),
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
@pytest.mark.parametrize(
    "half_days",
    [
        [],
        [HalfDay(date(2026, 12, 5), "am")],  # after the time asked for
        [HalfDay(date(2026, 11, 29), "am")],  # before it
        [HalfDay(date(2026, 12, 1), "night")],
    ],
)
def test_half_days_outside_the_time_asked_for_are_not_granted(half_days: list[HalfDay]) -> None:
    pools = people.assemble()
    request = people.asked(pools)

    with pytest.raises(Unfit) as refused:
        granting.grant(request, half_days=half_days, by=pools.giver, at=NOW)

    assert refused.value.field == "half_days"


@pytest.mark.django_db
def test_a_day_that_has_passed_is_not_granted() -> None:
    pools = people.assemble()
    request = people.asked(pools)

    with pytest.raises(Unfit):
        granting.grant(request, half_days=[MORNING], by=pools.giver, at=NOW + timedelta(days=8))


@pytest.mark.django_db
def test_a_half_day_is_promised_once_and_free_again_after_a_withdrawal() -> None:
    pools = people.assemble()
    first, second = people.granted(pools), people.asked(pools)
    with pytest.raises(Unfit) as refused:
        granting.grant(second, half_days=[MORNING], by=pools.giver, at=NOW)
    assert refused.value.field == "half_days"

    asking.withdraw(first, reason="已经和解", by=pools.asker, at=NOW)
    granting.grant(second, half_days=[MORNING], by=pools.giver, at=NOW)

    assert PoolBooking.objects.get().request == second


@pytest.mark.django_db
def test_a_paused_entry_is_neither_asked_for_nor_granted() -> None:
    pools = people.assemble()
    request = people.asked(pools)
    entries.pause(pools.lawyer, reason="培训", by=pools.giver, at=NOW)

    with pytest.raises(NotPossible, match="培训"):
        granting.grant(request, half_days=[MORNING], by=pools.giver, at=NOW)
    with pytest.raises(NotPossible, match="培训"):
        people.asked(pools)


@pytest.mark.django_db
def test_a_laboratory_is_not_granted_beyond_its_accreditation() -> None:
    pools = people.assemble()
    lab = entries.enrol(laboratory(cma_until_on=date(2026, 11, 30)), body=pools.gives, by=pools.giver, at=NOW)
    request = people.asked(pools, entry=lab)

    with pytest.raises(NotPossible):
        granting.grant(request, half_days=[MORNING], by=pools.giver, at=NOW)
    granting.grant(request, half_days=[HalfDay(date(2026, 11, 30), "am")], by=pools.giver, at=NOW)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("declared", "named", "is_refused"),
    [
        ({"credit_code": code()}, {"credit_code": code()}, True),
        ({"credit_code": code(), "business_name": SHOP}, {"business_name": SHOP}, True),
        ({"business_name": "某某電器有限公司 (測試)"}, {"business_name": SHOP}, True),
        ({"business_name": "某某 电器有限公司（测试）"}, {"business_name": SHOP}, True),
        ({"credit_code": code(), "business_name": SHOP}, {"credit_code": OTHER, "business_name": SHOP}, False),
        ({"business_name": "另一家公司（测试）"}, {"business_name": SHOP}, False),
        ({"credit_code": code()}, {}, False),
    ],
)  # fmt: skip
def test_a_declared_interest_in_the_same_business_refuses_the_grant(
    declared: dict[str, Any], named: dict[str, str], is_refused: bool
) -> None:
    pools = people.assemble()
    conflicts.declare(
        pools.lawyer, **declared, ground="client", from_on=date(2026, 1, 1), by=pools.giver, at=NOW
    )
    request = people.asked(pools, trade="G01", **named)

    assert bool(conflicts.found(pools.lawyer, request)) == is_refused
    if is_refused:
        with pytest.raises(NotPossible):
            granting.grant(request, half_days=[MORNING], despite="无妨", by=pools.giver, at=NOW)
        assert not PoolBooking.objects.exists()
    else:
        granting.grant(request, half_days=[MORNING], by=pools.giver, at=NOW)


@pytest.mark.django_db
def test_an_interest_in_the_same_trade_needs_a_reason_that_both_read() -> None:
    pools = people.assemble()
    conflicts.declare(
        pools.lawyer, trade="G01", ground="family", from_on=date(2026, 1, 1), by=pools.giver, at=NOW
    )
    request = people.asked(pools, trade="G01")
    with pytest.raises(Unfit) as refused:
        granting.grant(request, half_days=[MORNING], by=pools.giver, at=NOW)
    assert refused.value.field == "despite"

    granting.grant(request, half_days=[MORNING], despite="不同企业，已告知", by=pools.giver, at=NOW)

    assert request.despite == "不同企业，已告知"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("from_on", "until_on", "touches"),
    [
        (date(2026, 1, 1), date(2026, 11, 29), False),
        (date(2026, 1, 1), date(2026, 11, 30), True),
        (date(2026, 12, 4), None, True),
        (date(2026, 12, 5), None, False),
    ],
)
def test_an_interest_counts_in_its_own_time(from_on: date, until_on: date | None, touches: bool) -> None:
    pools = people.assemble()
    conflicts.declare(
        pools.lawyer, trade="G01", ground="rival", from_on=from_on, until_on=until_on, by=pools.giver, at=NOW
    )

    assert bool(conflicts.found(pools.lawyer, people.asked(pools, skill="G01"))) == touches


@pytest.mark.django_db
def test_an_interest_is_ended_not_deleted() -> None:
    pools = people.assemble()
    held = conflicts.declare(
        pools.lawyer, business_name=SHOP, ground="owns", from_on=date(2026, 1, 1), by=pools.giver, at=NOW
    )

    conflicts.end(pools.lawyer, conflict_id=held.pk, last_on=date(2026, 11, 24), by=pools.giver, at=NOW)

    assert pools.lawyer.conflicts.get().until_on == date(2026, 11, 24)
    with pytest.raises(NotPossible):
        conflicts.end(pools.lawyer, conflict_id=held.pk, last_on=NOW.date(), by=pools.giver, at=NOW)


@pytest.mark.django_db(transaction=True)
def test_of_two_grants_of_one_half_day_at_once_one_counts() -> None:
    pools = people.assemble()
    requests = [people.asked(pools), people.asked(pools)]
    answers: list[str] = []
    ready = threading.Barrier(2)

    def grant(request: PoolRequest) -> None:
        ready.wait(timeout=10)
        try:
            granting.grant(request, half_days=[MORNING, AFTERNOON], by=pools.giver, at=NOW)
            answers.append("granted")
        except Unfit as error:
            answers.append(error.field)
        finally:
            connection.close()

    threads = [threading.Thread(target=grant, args=(request,)) for request in requests]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)

    assert sorted(answers) == ["granted", "half_days"]
    assert PoolBooking.objects.filter(entry=pools.lawyer).count() == 2
    assert sorted(PoolRequest.objects.values_list("stage", flat=True)) == ["asked", "granted"]


@pytest.mark.django_db(transaction=True)
def test_consent_withdrawn_while_a_request_is_granted_leaves_no_promise() -> None:
    pools = people.assemble()
    request = people.asked(pools)
    ready = threading.Barrier(2)

    def act(work: Any) -> None:
        ready.wait(timeout=10)
        try:
            work()
        except (NotPossible, Moved):
            pass
        finally:
            connection.close()

    works = (
        lambda: granting.grant(request, half_days=[MORNING], by=pools.giver, at=NOW),
        lambda: entries.withdraw_consent(pools.lawyer, by=pools.giver, at=NOW),
    )
    threads = [threading.Thread(target=act, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)

    assert not PoolBooking.objects.exists()
    assert PoolRequest.objects.get().stage == Stage.DECLINED


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
