"""What a snapshot tells: contributions add up to the total; without a title there are no points at all."""

from fractions import Fraction
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from huaihai.brands.evidence import refreshing
from huaihai.brands.evidence.facts import NAMES, explain, rounded_to, words
from huaihai.brands.evidence.tests.lists import csv_of, row
from huaihai.brands.evidence.tests.scene import DAY, a_case, a_revisit, adopted, an_agreement, rated
from huaihai.brands.evidence.tests.test_importing import imported
from huaihai.brands.evidence.tests.test_refreshing import CRITERIA
from huaihai.brands.models import Entry, Snapshot
from huaihai.brands.scoring.engine import one_digit
from huaihai.brands.scoring.names import EVIDENCE
from huaihai.brands.tests.people import MONDAY, People, a_basis
from huaihai.businesses.models import Enrolment
from huaihai.businesses.tests.channel_scene import joined
from huaihai.kit import clock
from huaihai.supervision.tests.people import client_of


@given(st.lists(st.fractions(min_value=0, max_value=20, max_denominator=1000), min_size=1, max_size=12))
def test_rounded_contributions_add_up_to_the_rounded_total(parts: list[Fraction]) -> None:
    total = sum(parts, Fraction(0))
    told = rounded_to(parts, total)
    assert sum(map(Fraction, told)) == Fraction(one_digit(total))
    assert all(abs(Fraction(said) - part) <= Fraction(1, 10) for said, part in zip(told, parts, strict=True))


@pytest.mark.parametrize("name", [*EVIDENCE, "exposures"])
def test_every_evidence_has_words_also_when_nothing_is_known(name: str) -> None:
    samples: dict[str, dict[str, Any]] = {
        "share": {"hits": 3, "of": 4},
        "yes": {"yes": True},
        "points": {"points": "80"},
        "steps": {"count": 2},
    }
    known = samples[EVIDENCE.get(name, "steps")]
    assert words(name, known, {"counts": {"count": 2}})
    assert words(name, {}, {"counts": {"count": 0}}) != words(name, known, {"counts": {"count": 2}})
    assert "%" not in words(name, known, {"counts": {}, "until": "2026-10-31"})
    assert NAMES[name]


@pytest.fixture
def snapshot(people: People, entry: Entry) -> Snapshot:
    adopted(people, CRITERIA)
    an_agreement(a_case(people, 1, at=clock.now() - 60 * DAY))
    a_revisit(people, entry, at=clock.now(), cash="no")
    imported(people, csv_of(row(1)))
    return refreshing.refresh(entry, at=clock.now())


def test_every_criterion_adds_up_and_without_a_title_only_the_evidence_is_told(
    entry: Entry, snapshot: Snapshot
) -> None:
    told = explain(snapshot, entry, with_points=True)
    assert len(told.lines) == len(snapshot.result["parts"])
    assert sum(Fraction(line.contribution) for line in told.lines) == Fraction(told.total)
    assert Fraction(told.low) <= Fraction(told.total) <= Fraction(told.high)
    told = explain(snapshot, entry, with_points=False)
    assert told.lines
    assert not told.total
    assert not any(line.points or line.weight or line.contribution for line in told.lines)


def own_pages(snapshot: Snapshot, entry: Entry) -> set[str]:
    """The pages of this site that an explanation links."""
    lines = explain(snapshot, entry, with_points=True).lines
    return {url for line in lines for url in line.urls if url.startswith("/")}


def test_sources_lead_to_what_anybody_may_read(people: People, entry: Entry, snapshot: Snapshot) -> None:
    assert not own_pages(snapshot, entry)
    Enrolment.objects.filter(pk=joined(at=clock.now()).pk).update(business=people.shop)
    again = refreshing.refresh(entry, at=clock.now())
    urls = own_pages(again, entry)
    assert urls == {reverse("business-profile", args=[people.shop.pk])}
    assert Client().get(urls.pop()).status_code == 200
    snapshot.sources["reply"]["urls"] = [reverse("business", args=[entry.business_id])]
    assert not own_pages(snapshot, entry)


def section(html: str) -> str:
    return html[html.index('id="evidence"') :]


def test_the_public_page_shows_points_only_where_there_is_a_basis(
    people: People, entry: Entry, snapshot: Snapshot
) -> None:
    url, total = entry.get_absolute_url(), snapshot.result["total"]
    plain = section(Client().get(url).content.decode())
    assert total not in plain
    assert "<tfoot>" not in plain
    assert "消费者已确认" in plain
    a_basis(people, at=MONDAY)
    full = section(Client().get(url).content.decode())
    assert total in full
    assert "<tfoot>" in full


@pytest.mark.parametrize("stage", ["removed", "left"])
def test_what_has_ended_has_no_living_score(
    people: People, entry: Entry, snapshot: Snapshot, stage: str
) -> None:
    a_basis(people, at=MONDAY)
    a_revisit(people, entry, at=clock.now() - DAY, there="no", truth="no")
    Entry.objects.filter(pk=entry.pk).update(stage=stage)
    told = section(Client().get(entry.get_absolute_url()).content.decode())
    assert snapshot.result["total"] not in told
    assert "<tfoot>" not in told
    assert "最后一次统计" in told
    assert "回访不合格" in told


def test_words_of_buyers_are_shown_once_somebody_looked(entry: Entry, snapshot: Snapshot) -> None:
    rated(entry, *({"words": look, "look": look} for look in ("shown", "hidden", "waiting")))
    told = section(Client().get(entry.get_absolute_url()).content.decode())
    assert [look for look in ("shown", "hidden", "waiting") if f">{look}" in told] == ["shown"]


def test_staff_gather_anew_with_a_button_and_auditors_do_not(people: People, entry: Entry) -> None:
    url = reverse("office-brand-gather", args=[entry.pk])
    assert client_of(people.auditor).post(url).status_code == 409
    assert not Snapshot.objects.exists()
    client = client_of(people.near)
    assert client.post(url).status_code == 302
    assert Snapshot.objects.count() == 1
    assert 'id="evidence"' in client.get(entry.office_url).content.decode()


def test_the_section_asks_as_often_with_many_visits_as_with_few(
    people: People, entry: Entry, snapshot: Snapshot
) -> None:
    client = client_of(people.near)

    def counted() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert client.get(entry.office_url).status_code == 200
        return len(asked)

    counted()  # the first request of a session asks more
    few = counted()
    for number in range(3):
        a_revisit(people, entry, at=clock.now() - number * DAY)
    assert counted() == few
