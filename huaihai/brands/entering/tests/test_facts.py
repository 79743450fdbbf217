"""The facts about an entry: good, bad, or not known; each from its source."""

from datetime import date, timedelta
from typing import Any

import pytest

from huaihai.brands import standing
from huaihai.brands.entering import eligibility
from huaihai.brands.entering.tests.entering import GOOD_CODE, taking_part
from huaihai.brands.models import Entry, ImportRun, Penalty
from huaihai.brands.tests.people import MONDAY, TODAY, People, an_entry

pytestmark = pytest.mark.django_db


def facts_of(entry: Entry, on: date = TODAY) -> dict[str, eligibility.Fact]:
    return {one.key: one for one in eligibility.facts(entry, on)}


def a_run(**more: Any) -> ImportRun:
    said = {
        "about": "penalties",
        "source": "演示来源",
        "known_from": date(2024, 1, 1),
        "known_until": TODAY,
        "file_sha256": "0" * 64,
        "rows_read": 1,
        "rows_new": 1,
        "rows_refused": 0,
        "at": MONDAY,
        "by": "演示",
    }
    return ImportRun.objects.create(**(said | more))


def a_penalty(run: ImportRun, **more: Any) -> Penalty:
    said = {
        "run": run,
        "credit_code": GOOD_CODE,
        "authority": "演示机关",
        "number": "演示〔2026〕1 号",
        "kind": "罚款",
        "decided_on": TODAY - timedelta(days=30),
        "gravity": "serious",
        "what": "演示",
        "at": MONDAY,
        "by": "演示",
    }
    return Penalty.objects.create(**(said | more))


def test_good_facts_have_a_source_and_what_nobody_imported_is_not_known(people: People) -> None:
    found = facts_of(taking_part(people))

    for key in ("code", "register", "place", "commitment", "exposure", "removal", "open-cases"):
        assert found[key].is_good is True, key
    assert all(one.source and one.name and one.text and one.as_of <= TODAY for one in found.values())
    assert eligibility.blocking(list(found.values())) == []

    assert found["penalties"].is_good is None


def test_a_list_of_another_city_tells_nothing_here(people: People) -> None:
    entry = taking_part(people)
    a_run(region_code="411400")
    assert facts_of(entry)["penalties"].is_good is None

    a_run(region_code="320300")
    assert facts_of(entry)["penalties"].is_good is True


@pytest.mark.parametrize(
    ("more", "is_good"),
    [
        ({}, False),
        ({"gravity": "minor"}, True),
        ({"decided_on": date(2023, 1, 1)}, True),
        ({"credit_code": "91320300MA1OTHERX1"}, True),
        ({"is_taken_back": True}, True),
    ],
)
def test_a_serious_penalty_in_the_months_that_count_blocks(
    people: People, more: dict[str, Any], is_good: bool
) -> None:
    entry = taking_part(people)
    a_penalty(a_run(), **more)

    fact = facts_of(entry)["penalties"]

    assert fact.is_good is is_good
    assert bool(eligibility.blocking([fact])) is not is_good


def test_a_business_without_code_pledge_or_place_in_the_cities_is_told_so(people: People) -> None:
    people.shop.credit_code = None
    people.shop.save()
    people.place.region_code = "110105"
    people.place.save()

    found = facts_of(an_entry(people, "accepted"))

    assert {key for key, one in found.items() if one.is_good is False} == {
        "code",
        "register",
        "place",
        "commitment",
    }


def test_what_was_removed_waits(people: People) -> None:
    entry = taking_part(people)
    an_entry(people, "removed", ended_at=MONDAY - timedelta(days=100))

    fact = facts_of(entry)["removal"]

    assert fact.is_good is False
    assert standing.waits_until(entry) == date(2028, 7, 25)
    assert facts_of(entry, date(2028, 7, 25))["removal"].is_good is True


def test_months_are_counted_to_the_end_of_shorter_ones() -> None:
    assert standing.months_before(date(2026, 3, 31), 1) == date(2026, 2, 28)
    assert standing.months_before(date(2024, 2, 29), 24) == date(2022, 2, 28)
    assert standing.months_before(date(2026, 12, 31), -2) == date(2027, 2, 28)
    assert standing.months_before(date(2026, 1, 15), 1) == date(2025, 12, 15)
