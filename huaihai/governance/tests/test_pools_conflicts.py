"""Conflicts of interest: declared, found before anything is granted, ended."""

from datetime import date
from typing import Any

import pytest

from huaihai.governance.actions.pools import asking, conflicts, entries, granting
from huaihai.governance.errors import NotPossible, Unfit
from huaihai.governance.models import PoolBooking
from huaihai.governance.tests import pools_cast as people
from huaihai.governance.tests.pools_cast import MORNING, NOW, code

SHOP = "某某电器有限公司（测试）"
OTHER = code("MA1NABCE5")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("declared", "named", "is_refused"),
    [
        ({"credit_code": code(), "business_name": "旧名"}, {"credit_code": code(), "business_name": SHOP}, True),
        ({"business_name": SHOP}, {"credit_code": code(), "business_name": SHOP}, True),
        ({"credit_code": code(), "business_name": SHOP}, {"business_name": SHOP}, True),
        ({"business_name": "某某電器有限公司 (測試)"}, {"business_name": SHOP}, True),
        ({"business_name": "某某 电器有限公司（测试）"}, {"business_name": SHOP}, True),
        ({"credit_code": code(), "business_name": SHOP}, {"credit_code": OTHER, "business_name": SHOP}, False),
        ({"business_name": "另一家公司（测试）"}, {"business_name": SHOP}, False),
        ({"credit_code": code(), "business_name": SHOP}, {}, False),
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


@pytest.mark.django_db
def test_a_code_comes_with_its_name_so_that_both_sides_can_meet() -> None:
    pools = people.assemble()
    with pytest.raises(Unfit) as declared:
        conflicts.declare(
            pools.lawyer, credit_code=code(), ground="owns", from_on=NOW.date(), by=pools.giver, at=NOW
        )
    with pytest.raises(Unfit) as named:
        people.asked(pools, credit_code=code(), trade="G01")

    assert (declared.value.field, named.value.field) == ("business_name", "business_name")


@pytest.mark.django_db
@pytest.mark.parametrize("after", ["same business", "same trade", "paused", "accreditation"])
def test_what_happens_after_an_offer_is_looked_at_before_it_is_taken_up(after: str) -> None:
    pools = people.assemble()
    entry, kind = pools.lawyer, "lawyer"
    if after == "accreditation":
        entry = entries.enrol(people.laboratory(), body=pools.gives, by=pools.giver, at=NOW)
        kind = "laboratory"
    request = people.asked(pools, entry=None, kind=kind, business_name=SHOP, trade="G01")
    granting.offer(request, entry=entry, half_days=[MORNING], by=pools.giver, at=NOW)

    match after:
        case "same business":
            conflicts.declare(
                entry, business_name=SHOP, ground="owns", from_on=NOW.date(), by=pools.giver, at=NOW
            )
        case "same trade":
            conflicts.declare(entry, trade="G01", ground="owns", from_on=NOW.date(), by=pools.giver, at=NOW)
        case "paused":
            entries.pause(entry, reason="出差", by=pools.giver, at=NOW)
        case "accreditation":
            ends = people.laboratory(cma_until_on=date(2026, 11, 30))
            entries.change(entry, ends, by=pools.giver, at=NOW)

    with pytest.raises(NotPossible):
        asking.take_up(request, by=pools.asker, at=NOW)
    request.refresh_from_db()
    assert request.stage == "offered"


@pytest.mark.django_db
def test_a_reason_given_with_the_offer_counts_when_it_is_taken_up() -> None:
    pools = people.assemble()
    conflicts.declare(pools.lawyer, trade="G01", ground="family", from_on=NOW.date(), by=pools.giver, at=NOW)
    request = people.asked(pools, entry=None, trade="G01")
    granting.offer(
        request, entry=pools.lawyer, half_days=[MORNING], despite="不同企业", by=pools.giver, at=NOW
    )

    asking.take_up(request, by=pools.asker, at=NOW)

    assert request.stage == "granted"
