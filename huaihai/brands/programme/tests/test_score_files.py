"""The nightly file: all evidence, with scores only where there is a legal basis; anybody can compute it again."""

import gzip
import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from huaihai.brands import verifying
from huaihai.brands.evidence.refreshing import refresh
from huaihai.brands.models import Entry, ScoreFile
from huaihai.brands.programme import publishing
from huaihai.brands.programme.tests.papers import fixed
from huaihai.brands.scoring import files
from huaihai.brands.tests.people import MONDAY, TODAY, People, a_basis, a_resolution, an_entry
from huaihai.governance import verifying as governance_verifying
from huaihai.kit import clock, signing

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def outside(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.FILES = tmp_path
    monkeypatch.setattr(clock, "now", lambda: MONDAY)


def in_directory(people: People, count: int = 1) -> list[Entry]:
    """Entries with evidence."""
    rows = [an_entry(people, "listed", what=f"水壶{n}" if n else "") for n in range(count)]
    for row in rows:
        refresh(row, at=MONDAY)
    return rows


def criteria_count(people: People) -> None:
    """Criteria count, without the way to it."""
    row = fixed(people)
    row.resolution, row.from_on = a_resolution(people), TODAY
    row.save(update_fields=["resolution", "from_on"])


def body(answer: Any) -> bytes:
    return b"".join(answer.streaming_content)


def read(day: str = TODAY.isoformat(), **headers: str) -> Any:
    return Client().get(reverse("brand-score-file", args=[day]), headers=headers)


def test_with_a_basis_the_file_holds_scores_that_come_out_again(people: People) -> None:
    criteria_count(people)
    a_basis(people)
    in_directory(people, 3)

    made = publishing.publish(MONDAY)
    written = body(read())

    file = files.read(written)
    assert [len(file["entries"]), made.entries, made.has_results] == [3, 3, True]
    assert all(entry["result"]["total"] for entry in file["entries"])
    assert list(files.differences(file)) == []
    assert len(written) == made.size
    assert not [one for one in verifying.findings() if "scores" in one.what]


@pytest.mark.parametrize("is_demo", [True, False])
def test_the_file_of_a_demo_says_that_it_is_made_up(people: People, settings: Any, is_demo: bool) -> None:
    settings.DEMO = is_demo
    in_directory(people)
    publishing.publish(MONDAY)
    assert json.loads(body(read()))["is_demo"] is is_demo


def test_the_file_is_signed_and_comes_packed_where_the_reader_takes_it_so(people: People) -> None:
    in_directory(people)
    made = publishing.publish(MONDAY)
    beside = Client().get(reverse("brand-score-signature", args=[TODAY.isoformat()]))
    checked = governance_verifying.check_beside(
        beside.content, sha256=made.sha256, keys=signing.public_keys()
    )
    assert checked.name == f"three-hearts-{TODAY.isoformat()}.json"
    assert all(one.fits for one in checked.checks)
    assert Client().get(reverse("brand-score-signature", args=["2020-01-01"])).status_code == 404

    packed = read(accept_encoding="br, gzip")
    assert packed["Content-Encoding"] == "gzip"
    assert len(gzip.decompress(body(packed))) == made.size
    assert read(if_none_match=f'"{made.sha256}"').status_code == 304


def test_in_the_safe_form_the_file_holds_evidence_and_no_scores(people: People) -> None:
    criteria_count(people)
    in_directory(people)

    made = publishing.publish(MONDAY)

    file = json.loads(body(read()))
    assert not made.has_results
    assert file["basis"] is None
    assert file["criteria"]["number"] == 1
    assert file["entries"][0]["result"] is None
    assert "evidence" in file["entries"][0]
    assert list(files.differences(file)) == []


def test_a_file_with_scores_is_not_shown_on_days_without_a_basis(people: People) -> None:
    criteria_count(people)
    basis = a_basis(people)
    in_directory(people)
    publishing.publish(MONDAY)
    assert read().status_code == 200

    basis.ended_on = TODAY
    basis.save(update_fields=["ended_on"])

    assert read().status_code == 404
    page = Client().get(reverse("brand-scores")).content.decode()
    assert TODAY.isoformat() not in page
    assert "recompute" not in page


def test_a_score_by_other_criteria_is_computed_anew(people: People) -> None:
    in_directory(people)  # scored by nothing yet
    criteria_count(people)
    a_basis(people)

    publishing.publish(MONDAY)

    file = files.read(body(read()))
    assert file["entries"][0]["result"]["total"]
    assert list(files.differences(file)) == []


def test_a_day_has_one_file_and_the_night_makes_it_once(people: People) -> None:
    assert list(publishing.due_acts(MONDAY)) == []  # nothing is known about anybody
    in_directory(people)

    for act in publishing.due_acts(MONDAY):
        act()

    assert list(publishing.due_acts(MONDAY)) == []
    assert publishing.publish(MONDAY) == ScoreFile.objects.get()
    assert len(list(publishing.due_acts(MONDAY + DAY))) == 1


def test_who_is_not_in_the_directory_is_not_in_the_file(people: People) -> None:
    row = in_directory(people)[0]
    Entry.objects.filter(pk=row.pk).update(stage="left")

    assert publishing.publish(MONDAY).entries == 0


def test_a_day_without_a_file_is_not_found(people: People) -> None:
    for day in ("2026-11-01", "2026-13-01", "0000-00-00", "9999-12-31"):
        assert read(day).status_code == 404


def test_the_list_costs_the_same_for_one_day_and_for_many(
    people: People, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for day in range(30):
        ScoreFile.objects.create(
            as_of=TODAY - day * DAY,
            sha256="0" * 64,
            stored="0" * 64,
            size=1,
            entries=1,
            has_results=False,
            at=MONDAY,
        )

    with django_assert_max_num_queries(8):
        page = Client().get(reverse("brand-scores")).content.decode()
    assert page.count("/brands/scores/2026-") == 2 * 25  # each with its signature
