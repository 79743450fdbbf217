"""Snapshots: a new row only when something changed, found cheaply each night."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from huaihai import brands
from huaihai.brands.evidence import refreshing, scope
from huaihai.brands.evidence.ratings import HEARTS
from huaihai.brands.evidence.tests.scene import DAY, a_case, adopted, an_agreement
from huaihai.brands.models import Entry, EvidenceState, Snapshot
from huaihai.brands.scoring.criteria import parse
from huaihai.brands.scoring.engine import as_json, score
from huaihai.brands.tests.people import MONDAY, People, an_entry
from huaihai.record import events

pytestmark = pytest.mark.django_db
STARS = dict.fromkeys(HEARTS, 5)
NIGHT = MONDAY + timedelta(hours=18)  # of the next day
CRITERIA: dict[str, Any] = json.loads(
    (Path(brands.__file__).parent / "data" / "criteria.json").read_text(encoding="utf-8")
)


def test_a_snapshot_is_sealed_with_its_score(people: People, entry: Entry) -> None:
    criteria = adopted(people, CRITERIA)
    an_agreement(a_case(people, 1))
    made = refreshing.refresh(entry, at=MONDAY)
    assert made.criteria == criteria
    assert made.evidence["settled"] == {"hits": 1, "of": 1}
    assert made.result == as_json(score(parse(CRITERIA), entry.kind, made.evidence))
    event = events.history(entry.record_key).get()
    assert event.facts["sealed"] == [[made.seal_key, Snapshot.objects.get().fingerprint]]
    assert event.facts["who"] == "rule"


def test_without_adopted_criteria_there_is_evidence_and_no_score(entry: Entry) -> None:
    made = refreshing.refresh(entry, at=MONDAY)
    assert made.criteria is None
    assert made.result == {}
    assert made.evidence["pledges"] == {"count": 0}


def test_nothing_new_makes_no_new_row(people: People, entry: Entry) -> None:
    first = refreshing.refresh(entry, at=MONDAY)
    assert refreshing.refresh(entry, at=NIGHT) == first
    assert EvidenceState.objects.get().gathered_at == NIGHT
    a_case(people, 1)
    second = refreshing.refresh(entry, at=NIGHT + DAY)
    assert second != first
    assert scope.snapshot_of(entry) == second
    assert Snapshot.objects.count() == 2


def test_the_newest_snapshots_of_many_take_one_query(
    people: People, entry: Entry, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    other = an_entry(people, place=None, kind=Entry.Kind.SERVICE, what="修理")
    made = {one.pk: refreshing.refresh(one, at=MONDAY) for one in (entry, other)}
    with django_assert_num_queries(1):
        found = scope.for_entries([entry.pk, other.pk])
        assert [one.criteria for one in found.values()] == [None, None]
    assert found == made
    assert scope.for_entries([]) == {}
