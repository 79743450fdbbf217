"""Snapshots: a new row only when something changed; which entries are gathered each night, found cheaply."""

import json
import random
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db.models import Q, QuerySet
from pytest_django import DjangoAssertNumQueries

from huaihai import brands
from huaihai.brands import verifying
from huaihai.brands.evidence import refreshing, scope
from huaihai.brands.evidence.ratings import HEARTS, BuyerWords, rate_after_case
from huaihai.brands.evidence.tests.lists import csv_of, row
from huaihai.brands.evidence.tests.scene import DAY, a_case, a_revisit, adopted, an_agreement, rated
from huaihai.brands.evidence.tests.test_gathering import a_pledge
from huaihai.brands.evidence.tests.test_importing import imported
from huaihai.brands.models import Entry, EvidenceState, Snapshot
from huaihai.brands.scoring.criteria import parse
from huaihai.brands.scoring.engine import as_json, score
from huaihai.brands.tests.people import MONDAY, TODAY, People, an_entry
from huaihai.businesses.models import Business, PledgeSuspension
from huaihai.members.actors import Actor
from huaihai.record import events
from huaihai.record.due import fall_due
from tests.queries import queries_of

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


def test_merged_businesses_are_found_as_one_plain_query_finds_them(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    draw = random.Random(16)
    rows = [Business.objects.create(name=f"演示商户{number}", created_at=MONDAY) for number in range(30)]
    for number, one in enumerate(rows):
        if number and draw.random() < 0.5:
            one.merged_into = draw.choice(rows[:number])  # chains, and several into one
            one.save()
    for size in (1, 3, 10, 30):
        keys = [one.pk for one in draw.sample(rows, size)]
        plain = Business.objects.filter(Q(pk__in=keys) | Q(merged_into__in=keys) | Q(merged__in=keys))
        with django_assert_max_num_queries(3):
            found = refreshing._near(keys)
        assert found == set(plain.values_list("pk", "merged_into", "credit_code"))


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


def due(at: Any = NIGHT) -> list[Any]:
    return list(refreshing.due_entries(at))


def test_the_first_time_an_entry_is_due_then_once_a_week_or_when_its_own_business_changed(
    entry: Entry, people: People
) -> None:
    assert due() == [entry.pk]
    refreshing.refresh(entry, at=MONDAY)
    assert due() == []
    assert due(MONDAY + timedelta(days=7)) == [entry.pk]
    other = type(people.shop).objects.create(name="别家", created_at=MONDAY)
    a_case(people, 1, business=other, place=None, stage_since=MONDAY + timedelta(hours=3))
    assert due() == []


@pytest.mark.parametrize("stage", ["nominated", "declined", "removed", "left"])
def test_only_what_stands_in_the_directory_is_gathered(people: People, stage: str) -> None:
    an_entry(people, stage)
    assert due() == []


def later(people: People, entry: Entry, what: str) -> None:
    at = MONDAY + timedelta(hours=3)
    match what:
        case "case":
            a_case(people, 1, stage_since=at)
        case "promise":
            promise = an_agreement(a_case(people, 1), promise="open")
            promise.confirmed_at = at
            promise.save()
        case "pledge begins":
            a_pledge(people, from_on=TODAY + DAY)
        case "pledge ends":
            a_pledge(people, until_on=TODAY)
        case "pledge hidden":
            PledgeSuspension.objects.create(
                pledge=a_pledge(people).pledge, reason="x", suspended_by="x", suspended_at=at
            )
        case "list":
            imported(people, csv_of(row(1)))
        case "revisit":
            a_revisit(people, entry, at=at)
        case "rating":
            rated(entry, {})
        case "criteria":
            adopted(people, CRITERIA)


@pytest.mark.parametrize(
    "what",
    [
        *("case", "promise", "pledge begins", "pledge ends", "pledge hidden"),
        *("list", "revisit", "rating", "criteria"),
    ],
)
def test_a_source_that_changed_makes_its_entry_due_the_next_night(
    people: People, entry: Entry, what: str
) -> None:
    refreshing.refresh(entry, at=MONDAY)
    later(people, entry, what)
    assert due(MONDAY + timedelta(hours=4)) == ([entry.pk] if what == "criteria" else [])
    assert due() == [entry.pk]


def test_looking_for_changes_takes_as_many_queries_for_many_as_for_few(
    people: People, entry: Entry, monkeypatch: pytest.MonkeyPatch
) -> None:
    refreshing.refresh(entry, at=MONDAY)
    few = queries_of(due)
    for number in range(5):
        more = an_entry(people, place=None, kind=Entry.Kind.PRODUCT, what=f"水壶{number}")
        refreshing.refresh(more, at=MONDAY)
    assert queries_of(due) == few
    monkeypatch.setattr(refreshing, "ASKED_AT_ONCE", 2)
    assert queries_of(due) > few


def test_the_nightly_run_gathers_what_is_due(people: People, entry: Entry) -> None:
    fall_due(at=NIGHT, brake=None)
    assert scope.snapshot_of(entry) is not None
    assert due() == []


def test_everything_sealed_here_fits_the_record_until_somebody_alters_it(
    people: People, entry: Entry
) -> None:
    imported(people, csv_of(row(1)))
    visit = a_revisit(people, entry)
    case = a_case(people, 1)
    rate_after_case(case, entry, BuyerWords(STARS), by=Actor.consumer({case.pk}), at=MONDAY)
    refreshing.refresh(entry, at=MONDAY)

    def wrong() -> list[str]:
        mine = ("import:", "penalty:", "revisit", "rating:", "snapshot:")
        return [one.what for one in verifying.findings() if one.what.startswith(mine)]

    assert wrong() == []
    QuerySet(model=type(visit)).filter(pk=visit.pk).update(note="别的")
    assert wrong() == [visit.seal_key]


def test_an_entry_that_cannot_be_gathered_holds_up_no_other(
    people: People, entry: Entry, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = an_entry(people, place=None)
    found = refreshing.all_found

    def broken(one: Entry, **said: Any) -> Any:
        if one.pk == entry.pk:
            raise ValueError("演示")
        return found(one, **said)

    monkeypatch.setattr(refreshing, "all_found", broken)
    with pytest.raises(refreshing.NotGathered):
        refreshing.refresh_all((entry.pk, other.pk), MONDAY)
    assert scope.snapshot_of(other) is not None
    assert scope.snapshot_of(entry) is None
