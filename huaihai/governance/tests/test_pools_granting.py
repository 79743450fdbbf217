"""Granting: free half days, promised once."""

import threading
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection

from huaihai.governance.actions.pools import asking, entries, granting
from huaihai.governance.actions.pools.times import HalfDay
from huaihai.governance.errors import Moved, NotPossible, Unfit
from huaihai.governance.models import PoolBooking, PoolRequest
from huaihai.governance.models.pools.lives import Stage
from huaihai.governance.tests import pools_cast as people
from huaihai.governance.tests.pools_cast import AFTERNOON, MORNING, NOW, laboratory


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
