"""Time limits that a decision sets from a day on."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huaihai.kit.clock import ZONE
from huaihai.law import limits
from huaihai.law.limits import BY_NAME, Unit
from huaihai.law.sureness import Sureness
from huaihai.members import clocks, directory
from huaihai.members.actors import Actor
from huaihai.members.clocks import limit_for
from huaihai.members.errors import NotFit
from huaihai.members.models import AdoptedClock, Organisation
from huaihai.record import events
from tests.effort import examples
from tests.posts import AT, body, load_again, load_tree

pytestmark = pytest.mark.django_db
TODAY = AT.date()
ADOPTABLE = sorted(name for name, limit in BY_NAME.items() if limit.adopted_by_body)
FIXED = sorted(set(BY_NAME) - set(ADOPTABLE))


@pytest.fixture(autouse=True)
def tree() -> None:
    load_tree()


def adopt(organisation: Organisation, *, at: datetime = AT, **other: Any) -> AdoptedClock:
    facts: dict[str, Any] = {
        "limit": "NEGOTIATE",
        "number": 6,
        "unit": Unit.WORKING_DAYS,
        "in_force_from": date(2027, 1, 1),
        "source": "决议 2026-1（演示）",
        "mark": Sureness.READ,
        "decided_by": "resolution:2026-1",
    }
    return clocks.adopt(organisation=organisation, **(facts | other), by=Actor.system("tests"), at=at)


def test_a_decision_of_all_holds_for_every_body_from_its_day() -> None:
    adopt(directory.root())
    for key in ("city:320300", "county:411402"):
        before = limit_for(body(key), limits.NEGOTIATE, date(2026, 12, 31))
        after = limit_for(body(key), limits.NEGOTIATE, date(2027, 1, 1))
        assert (before.number, after.number) == (10, 6)
        assert after.article == "决议 2026-1（演示）"
        assert after.sureness is Sureness.READ
        assert after.in_force_from == date(2027, 1, 1)


def test_a_body_keeps_its_own_value_when_all_decide_another() -> None:
    adopt(body("city:320300"), number=4)
    adopt(directory.root(), number=8, in_force_from=date(2027, 6, 1))
    assert limit_for(body("county:320302"), limits.NEGOTIATE, date(2027, 6, 1)).number == 4
    assert limit_for(body("city:411400"), limits.NEGOTIATE, date(2027, 6, 1)).number == 8


@given(
    name=st.sampled_from(ADOPTABLE),
    number=st.integers(1, clocks.MOST),
    days=st.integers(0, 5000),
    later=st.integers(1, 5000),
    where=st.sampled_from(["alliance", "city:320300", "county:320302"]),
)
@settings(max_examples=examples(12, long=100), suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_value_holds_from_its_day_and_changes_nothing_before(
    name: str, number: int, days: int, later: int, where: str
) -> None:
    AdoptedClock.objects.exclude(decided_by="").delete()
    gulou, limit, first = body("county:320302"), BY_NAME[name], TODAY + timedelta(days=days)
    as_before = limit_for(gulou, limit, first)
    adopt(body(where), limit=name, number=number, unit=limit.unit, in_force_from=first)
    assert limit_for(gulou, limit, first - timedelta(days=1)) == as_before
    assert limit_for(gulou, limit, first).number == number
    assert limit_for(gulou, limit, first + timedelta(days=later)) == limit_for(gulou, limit, first)


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(1, 30)), unique_by=lambda row: row[0], max_size=6))
@settings(max_examples=examples(10, long=100), suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_on_any_day_the_newest_value_holds(rows: list[tuple[int, int]]) -> None:
    AdoptedClock.objects.exclude(decided_by="").delete()
    for days, number in rows:
        adopt(directory.root(), number=number, in_force_from=TODAY + timedelta(days=days))
    for day in range(62):
        begun = [row for row in rows if row[0] <= day]
        expected = max(begun)[1] if begun else 10
        found = limit_for(body("city:320300"), limits.NEGOTIATE, TODAY + timedelta(days=day))
        assert found.number == expected


@pytest.mark.parametrize("name", [*FIXED, "NO_SUCH_LIMIT", ""])
def test_what_the_law_fixes_nobody_decides(name: str) -> None:
    with pytest.raises(NotFit) as refused:
        adopt(directory.root(), limit=name)
    assert refused.value.field == "limit"


@pytest.mark.parametrize("number", [0, -1, clocks.MOST + 1, 10**30])
def test_a_limit_of_nothing_or_of_forever_is_refused(number: int) -> None:
    with pytest.raises(NotFit) as refused:
        adopt(directory.root(), number=number)
    assert refused.value.field == "number"


@pytest.mark.parametrize("unit", [unit for unit in Unit if unit is not Unit.WORKING_DAYS])
def test_another_unit_than_the_laws_is_refused(unit: Unit) -> None:
    with pytest.raises(NotFit) as refused:
        adopt(directory.root(), unit=unit)
    assert refused.value.field == "unit"


def test_nothing_begins_on_a_day_that_has_passed() -> None:
    with pytest.raises(NotFit) as refused:
        adopt(directory.root(), in_force_from=TODAY - timedelta(days=1))
    assert refused.value.field == "in_force_from"
    assert "过去" in str(refused.value)
    late = datetime(2026, 11, 24, 23, 59, tzinfo=ZONE)
    assert adopt(directory.root(), in_force_from=TODAY, at=late).in_force_from == TODAY


def test_one_day_holds_one_value() -> None:
    adopt(directory.root())
    with pytest.raises(NotFit) as refused:
        adopt(directory.root(), number=7, decided_by="resolution:2026-2")
    assert refused.value.field == "in_force_from"
    assert adopt(body("city:320300"), number=7)
    assert AdoptedClock.objects.filter(decided_by="resolution:2026-1").count() == 2


def test_what_is_refused_leaves_no_trace() -> None:
    held, written = AdoptedClock.objects.count(), events.history("org:alliance").count()
    with pytest.raises(NotFit):
        adopt(directory.root(), number=0)
    assert (AdoptedClock.objects.count(), events.history("org:alliance").count()) == (held, written)


def test_a_decision_is_named_and_is_one_event() -> None:
    with pytest.raises(ValueError, match="decision"):
        adopt(directory.root(), decided_by="")
    adopted = adopt(body("city:320300"))
    assert adopted.decided_by == "resolution:2026-1"
    event = events.history("org:city:320300").get()
    assert event.verb == "clock adopted"
    assert event.facts["decided_by"] == "resolution:2026-1"
    assert (event.facts["limit"], event.facts["number"], event.facts["from"]) == (
        "NEGOTIATE",
        6,
        "2027-01-01",
    )
    assert events.broken_at("org:city:320300") is None


def test_loading_the_folder_leaves_what_was_decided() -> None:
    folder = AdoptedClock.objects.get(organisation=directory.root(), limit="NEGOTIATE")
    AdoptedClock.objects.filter(pk=folder.pk).update(number=3, decided_by="resolution:2026-1")
    before = list(AdoptedClock.objects.order_by("pk").values())
    load_again()
    assert list(AdoptedClock.objects.order_by("pk").values()) == before
    AdoptedClock.objects.filter(pk=folder.pk).update(decided_by="")
    load_again()
    folder.refresh_from_db()
    assert folder.number == 10


def test_a_limit_that_is_known_asks_for_the_version_alone(django_assert_num_queries: Any) -> None:
    adopt(directory.root())
    gulou = body("county:320302")
    before = limit_for(gulou, limits.NEGOTIATE, TODAY)
    with django_assert_num_queries(1):
        assert limit_for(gulou, limits.NEGOTIATE, TODAY) == before
