"""Each case is counted once, where its consumer lives, in the local month of its receipt."""

from datetime import UTC, date, datetime, timedelta
from itertools import product

import pytest
from django.db import connection

from huaihai.cases import life as cases_life
from huaihai.cases.models import Case
from huaihai.cases.verbs import fulfilment, negotiation
from huaihai.insight import axes
from huaihai.insight.axes import Outcome, outcome_of
from huaihai.insight.models import DayCount, DayCounted, MixCount, MonthCount
from huaihai.insight.rollups import counting, facts, statement
from huaihai.insight.rollups.tables import Measures
from huaihai.insight.rollups.tests import plain
from huaihai.insight.rollups.tests.files import AT, COUNTY, HOME, LEAD, ZONE, a_file, change, days_after
from huaihai.kit.clock import ZONE as LOCAL
from huaihai.law import kinds, remedies
from tests import cast as people
from tests.queries import queries_of

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
NOVEMBER, OCTOBER = date(2026, 11, 1), date(2026, 10, 1)


@pytest.fixture
def cast() -> people.Cast:
    return people.assemble()


def _ask(expression: str) -> object:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {expression}")
        return cursor.fetchone()[0]


def test_sql_and_program_name_the_same_outcome_and_draw_the_same_bands() -> None:
    for stage, result in product(cases_life.STAGES, ["", *Case.Result.values]):
        told = _ask(statement.outcome_case(f"'{stage}'", f"'{result}'"))
        assert told == outcome_of(stage, result).value, (stage, result)
    sums = [None, 0, *(end + step for _key, end in axes.AMOUNTS for step in (-1, 0, 1)), 10**12]
    for fen in sums:
        assert _ask(statement.amount_case(f"CAST({_sql(fen)} AS BIGINT)")) == axes.amount_key(fen)
    for days in [None, 0, *(end + step for _key, end in axes.DAYS for step in (-1, 0, 1)), 4000]:
        assert _ask(statement.days_case(f"CAST({_sql(days)} AS INTEGER)")) == plain.days_key(days)


def test_every_key_has_room_and_measures_add_up() -> None:
    keys = [one.code for one in remedies.ALL] + [*Case.Origin.values, *axes.amount_keys(), *axes.days_keys()]
    keys += [f"{one.code}:{other.code}" for one in kinds.CATEGORIES for other in kinds.NATURES]
    assert max(map(len, keys)) <= (MonthCount._meta.get_field("key").max_length or 0)
    one = Measures(received=2, open=1, confirmed=1, recovered_fen=5, largest_fen=5)
    other = Measures(received=1, confirmed=1, recovered_fen=9, largest_fen=9)
    assert one + other == Measures(received=3, open=1, confirmed=2, recovered_fen=14, largest_fen=9)
    assert one.ended == 1


def _sql(number: int | None) -> str:
    return "NULL" if number is None else str(number)


def test_what_became_of_real_cases_is_counted(cast: people.Cast) -> None:
    people.draft()
    people.filed()
    people.mediating(cast)
    case, offer = people.offered(cast)
    negotiation.accept(case, offer=offer, by=people.li(case), at=AT)
    fulfilment.confirm(case, by=people.li(case), at=days_after(9))

    counting.recount(NOVEMBER, at=AT)

    plain.agree()
    expected = Measures(
        received=3, open=2, confirmed=1, asked_fen=3 * 26_800, recovered_fen=26_800, largest_fen=26_800
    )
    assert facts.whole(since=NOVEMBER, until=NOVEMBER) == expected
    mixes = {row.city: row.received for row in MixCount.objects.all()}
    assert mixes == {HOME: 1, LEAD: 2}
    kept = facts.totals(axes.Axis.DAYS, since=NOVEMBER, until=NOVEMBER)
    assert {key: one.received for key, one in kept.items()} == {"open": 2, "8-30": 1}


def test_every_stage_with_every_result_is_counted_as_the_plain_count_has_it(cast: people.Cast) -> None:
    final = [name for name, stage in cases_life.STAGES.items() if stage.is_final]
    for stage, result in product(final, ["", *Case.Result.values]):
        a_file(stage=stage, result=result, settled_fen=700, ended_at=days_after(70))
    counting.recount(NOVEMBER, at=AT)
    plain.agree()
    told = facts.whole(since=NOVEMBER, until=NOVEMBER)
    assert told.received == sum(told.outcome(one) for one in Outcome) == 4 * (len(final) - 1)


@pytest.mark.parametrize(
    ("home", "places"),
    [
        (
            f"city:{HOME}",
            [
                (HOME, ""),
                ("", ""),
                (COUNTY, COUNTY),
                (ZONE, ZONE),
                (LEAD, ""),
                ("411402", ""),
                ("110101", ""),
            ],
        ),
        (
            f"county:{COUNTY}",
            [("", COUNTY), (HOME, COUNTY), ("320382", "320382"), ("110101", "")],
        ),
    ],
)
def test_the_county_is_where_the_consumer_lives(
    cast: people.Cast, home: str, places: list[tuple[str, str]]
) -> None:
    for number, (consumer_at, _county) in enumerate(places):
        a_file(AT - number * DAY, home=home, consumer_at=consumer_at)
    counting.recount(NOVEMBER, at=AT)
    rows = DayCount.objects.order_by("-day")
    assert [(row.city, row.county) for row in rows] == [(HOME, county) for _at, county in places]
    plain.agree()


def test_months_and_days_end_at_local_midnight(cast: people.Cast) -> None:
    midnight = datetime(2026, 11, 1, 0, 0, tzinfo=LOCAL)
    a_file(midnight - timedelta(microseconds=1))
    a_file(midnight, ended_at=midnight + timedelta(days=7, hours=23, minutes=59), stage="withdrawn")
    a_file(midnight + timedelta(hours=23), ended_at=midnight + timedelta(days=8), stage="withdrawn")
    assert midnight.astimezone(UTC).month == 10
    for month in (OCTOBER, NOVEMBER):
        counting.recount(month, at=AT)
    plain.agree()
    told = facts.months(since=OCTOBER, until=NOVEMBER)
    assert [one.received for one in told.values()] == [1, 2]
    days = DayCount.objects.order_by("day").values_list("day", flat=True)
    assert list(days) == [date(2026, 10, 31), date(2026, 11, 1)]
    bands = facts.totals("days", since=NOVEMBER, until=NOVEMBER)
    assert {key: one.received for key, one in bands.items()} == {"0-7": 1, "8-30": 1}


def test_a_case_counts_under_each_remedy_once(cast: people.Cast) -> None:
    a_file(remedies=["refund", "repair", "refund"], asked_fen=500)
    a_file(remedies=["repair"], asked_fen=300)
    a_file(remedies=[])
    counting.recount(NOVEMBER, at=AT)
    told = facts.totals("remedy", since=NOVEMBER, until=NOVEMBER)
    assert {key: (one.received, one.asked_fen) for key, one in told.items()} == {
        "refund": (1, 500), "repair": (2, 800), "none": (1, 0),
    }  # fmt: skip
    plain.agree()


def test_a_case_that_changes_its_kind_and_its_city_leaves_nothing_behind(cast: people.Cast) -> None:
    case = a_file(consumer_at=COUNTY, category="S12", nature="N10", asked_fen=9_000_00)
    counting.recount(NOVEMBER, at=AT)
    change(case, at=AT, home=cast.lead, consumer_at=LEAD, category="G02", nature="", asked_fen=None)
    assert counting.recount(NOVEMBER, at=AT)
    plain.agree()
    assert set(MonthCount.objects.values_list("city", "county")) == {(LEAD, ""), ("", "all")}
    assert set(MixCount.objects.values_list("city", "category", "nature", "amount")) == {
        (LEAD, "G02", "none", "none")
    }
    change(case, at=AT, submitted_at=days_after(-60))
    counting.recount(NOVEMBER, at=AT)
    assert not MonthCount.objects.exists()
    assert not DayCount.objects.exists()


def test_who_counts_again_without_a_change_writes_nothing_and_empty_months_are_emptied(
    cast: people.Cast,
) -> None:
    a_file()
    assert counting.recount(NOVEMBER, at=AT)
    held = plain.stored()
    assert counting.recount(NOVEMBER, at=days_after(1)) == []
    for _time in range(2):
        assert list(counting.rebuild(at=AT)) == [NOVEMBER]
        assert plain.stored() == held
    case = a_file(days_after(-90))
    list(counting.rebuild(at=AT))
    change(case, at=AT, submitted_at=AT)
    assert list(counting.rebuild(at=AT)) == [date(2026, 8, 1), NOVEMBER]


def test_days_are_noted_up_to_the_count(cast: people.Cast) -> None:
    a_file(days_after(-1))
    counting.recount(NOVEMBER, at=AT)
    assert DayCounted.objects.order_by("-day").values_list("day", "counted_at").first() == (AT.date(), AT)
    assert DayCounted.objects.count() == AT.day


def test_more_cases_ask_no_more_of_the_database(cast: people.Cast) -> None:
    a_file()
    few = queries_of(counting.differences, NOVEMBER)
    for number in range(5):
        a_file(category=f"G0{number + 1}")
    assert queries_of(counting.differences, NOVEMBER) == few == 6
