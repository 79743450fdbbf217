"""Reading a list in: idempotent, corrections name the old row, and only the secretariat does it."""

import re
from datetime import date
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from huaihai import cli
from huaihai.brands.evidence import imports
from huaihai.brands.evidence.imports import About
from huaihai.brands.evidence.lists import read
from huaihai.brands.evidence.tests.lists import LICENCE_HEADS, code, csv_of, row
from huaihai.brands.models import HandedInList, ImportRun, LicenceFact, Penalty
from huaihai.brands.tests.people import MONDAY, TODAY, People
from huaihai.desk.lives import NotAllowed, NotPossible, Unfit
from huaihai.members.actors import Actor
from huaihai.record import events
from huaihai.supervision.tests.people import client_of
from tests.posts import PROGRAM

pytestmark = pytest.mark.django_db
ABOUT = About("演示公示网", date(2026, 1, 1), date(2026, 10, 31))


def imported(people: People, raw: bytes, about: str = "penalties") -> ImportRun:
    return imports.store(read(raw, about, today=TODAY), ABOUT, by=PROGRAM, at=MONDAY)


def test_a_list_is_stored_with_its_run_and_sealed_in_the_record_licences_too(people: People) -> None:
    run = imported(people, csv_of(row(1), row(2, gravity="严重"), row(3, day="")))
    assert (run.rows_read, run.rows_new, run.rows_refused) == (3, 2, 1)
    assert [one.gravity for one in Penalty.objects.order_by("number")] == ["minor", "serious"]
    held = events.history("brands:penalties").get()
    assert {key for key, _print in held.facts["sealed"]} == {
        one.seal_key for one in (run, *Penalty.objects.all())
    }
    assert events.broken_at("brands:penalties") is None
    raw = csv_of([code(), "机关", "许1", "食品经营许可证", "2027-01-31", ""], heads=LICENCE_HEADS)
    imported(people, raw, "licences")
    assert LicenceFact.objects.get().valid_until == date(2027, 1, 31)


def test_the_same_list_again_stores_nothing_twice_and_corrections_name_the_old_row(people: People) -> None:
    imported(people, csv_of(row(1), row(2)))
    assert imported(people, csv_of(row(1), row(2), row(3))).rows_new == 1
    assert Penalty.objects.count() == 3
    assert imported(people, csv_of(row(1, gravity="严重"))).rows_refused == 1
    assert imported(people, csv_of(row(1, gravity="严重", change="更正"))).rows_new == 1
    newest = Penalty.objects.standing().get(number=row(1)[2])
    assert newest.gravity == "serious"
    assert newest.replaces.gravity == "minor"
    assert imported(people, csv_of(row(1, gravity="严重", change="更正"))).rows_new == 0
    imported(people, csv_of(row(1, change="撤销")))
    assert Penalty.objects.standing().get(number=row(1)[2]).is_taken_back
    assert imported(people, csv_of(row(9, change="更正"))).rows_refused == 1


def handed_in(people: People, raw: bytes) -> HandedInList:
    return imports.hand_in(read(raw, "penalties", today=TODAY), ABOUT, by=people.office, at=MONDAY)


def test_only_the_secretariat_hands_a_list_in_and_nobody_reads_one_in_alone(people: People) -> None:
    told = read(csv_of(row()), "penalties", today=TODAY)
    with pytest.raises(NotAllowed):
        imports.hand_in(told, ABOUT, by=people.far, at=MONDAY)
    for by in (people.office, people.far):
        with pytest.raises(NotAllowed):
            imports.store(told, ABOUT, by=by, at=MONDAY)


def test_a_list_counts_once_somebody_of_another_city_has_compared_it(people: People) -> None:
    made = handed_in(people, csv_of(row(1), row(2)))
    assert handed_in(people, csv_of(row(1), row(2))) == made
    for by in (people.office, people.home, people.auditor, people.holder, Actor.public()):
        with pytest.raises(NotAllowed):
            imports.read_in(made, by=by, at=MONDAY)
    assert not ImportRun.objects.exists()
    held = imports.read_in(made, by=people.far, at=MONDAY)
    assert held.run is not None
    assert held.run.rows_new == Penalty.objects.count() == 2
    with pytest.raises(NotPossible):
        imports.read_in(made, by=people.near, at=MONDAY)
    assert events.broken_at(made.record_key) is None
    made = handed_in(people, csv_of(row(3)))
    with pytest.raises(Unfit):
        imports.refuse(made, why=" ", by=people.far, at=MONDAY)
    imports.refuse(made, why="来源中没有这一行", by=people.far, at=MONDAY)
    with pytest.raises(NotPossible):
        imports.read_in(made, by=people.near, at=MONDAY)


def test_the_second_pair_of_eyes_reads_the_rows_and_answers_on_a_page(people: People) -> None:
    made = handed_in(people, csv_of(row(1)))
    url = reverse("office-brand-import", args=[made.pk])
    own, other = client_of(people.office), client_of(people.far)
    assert url in other.get(reverse("office-brand-imports")).content.decode()
    assert "演示罚〔2026〕1号" in other.get(url).content.decode()
    assert 'name="refuse"' not in own.get(url).content.decode()
    assert own.post(url, {"answer": ""}).status_code == 409
    answer = other.post(url, {"answer": "", "refuse": "1"})
    assert answer.status_code == 200
    assert 'aria-invalid="true"' in answer.content.decode()
    assert not ImportRun.objects.exists()
    assert other.post(url, {"answer": ""}).status_code == 302
    assert Penalty.objects.count() == 1
    assert other.get(url).status_code == 404


@pytest.mark.parametrize(
    "about",
    [
        About("", date(2026, 1, 1), date(2026, 2, 1)),
        About("源", date(2026, 3, 1), date(2026, 2, 1)),
        About("源", date(2026, 1, 1), date(2026, 11, 3)),
    ],
)
def test_what_the_list_is_of_must_be_said_truly(people: People, about: About) -> None:
    with pytest.raises(Unfit):
        imports.hand_in(read(csv_of(row()), "penalties", today=TODAY), about, by=people.office, at=MONDAY)


def test_comparing_a_long_list_takes_a_query_for_two_hundred_rows(
    people: People, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    told = read(csv_of(*[row(n) for n in range(401)]), "penalties", today=TODAY)
    with django_assert_num_queries(3):
        imports.sort(told)


SAID = {
    "about": "penalties",
    "source": "演示公示网 https://example.org",
    "known_from": "2026-01-01",
    "known_until": "2026-10-31",
    "region_code": "",
}


def upload(raw: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("list.csv", raw)


def test_nothing_is_stored_before_the_preview_is_confirmed(people: People) -> None:
    client = client_of(people.office)
    raw = csv_of(row(1), row(2, day="2026-13-01"))
    answer = client.post(reverse("office-brand-imports"), SAID | {"file": upload(raw)})
    assert answer.status_code == 302
    seen = client.get(answer["Location"]).content.decode()
    assert "演示罚〔2026〕1号" in seen
    assert re.search(r"3[^<]*2026-12-09", seen)  # its line, and how a day is written
    assert not ImportRun.objects.exists()
    client.post(answer["Location"])
    assert not Penalty.objects.exists()
    imports.read_in(HandedInList.objects.get(), by=people.far, at=MONDAY)
    assert Penalty.objects.count() == 1
    assert client.get(answer["Location"]).status_code == 302


def test_a_preview_can_be_dropped_and_others_hand_none_in(people: People) -> None:
    client = client_of(people.office)
    client.post(reverse("office-brand-imports"), SAID | {"file": upload(csv_of(row()))})
    client.post(reverse("office-brand-import-preview"), {"drop": "1"})
    client.post(reverse("office-brand-import-preview"))
    assert not HandedInList.objects.exists()
    imported(people, csv_of(row()))
    client = client_of(people.near)
    assert "演示公示网" in client.get(reverse("office-brand-imports")).content.decode()
    client.post(reverse("office-brand-imports"), SAID | {"file": upload(csv_of(row(7)))})
    assert client.get(reverse("office-brand-import-preview")).status_code == 302
    assert ImportRun.objects.count() == 1


@pytest.mark.parametrize(
    "raw", [b"", b"PK\x03\x04junk", b"\x00\xff\xfe", "头\n".encode("gbk"), b"a" * 5_000_000]
)
def test_a_hostile_file_gets_a_message_and_what_was_typed_stays(people: People, raw: bytes) -> None:
    answer = client_of(people.office).post(reverse("office-brand-imports"), SAID | {"file": upload(raw)})
    assert answer.status_code == 200
    assert "example.org" in answer.content.decode()
    assert 'aria-invalid="true"' in answer.content.decode()


@pytest.mark.parametrize(
    "change", [{"known_until": "2025-01-01"}, {"source": "\x00"}, {"region_code": "999999"}]
)
def test_wrong_words_about_a_list_are_refused(people: People, change: dict[str, str]) -> None:
    said = SAID | change | {"file": upload(csv_of(row()))}
    assert client_of(people.office).post(reverse("office-brand-imports"), said).status_code == 200


def test_the_command_reads_a_list_in(
    people: People, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "list.csv"
    file.write_bytes(csv_of(row(1), row(2, gravity="?")))
    days = ["--source", "演示", "--from", "2026-01-01", "--until", "2026-10-31"]
    assert cli.main(["brands", "import-penalties", str(file), *days, "--check", "--lang", "en"]) == 1
    assert not ImportRun.objects.exists()
    assert cli.main(["brands", "import-penalties", str(file), *days, "--lang", "en"]) == 1
    assert Penalty.objects.count() == 1
    assert "2 rows: 1 new" in capsys.readouterr().out
    assert cli.main(["brands", "import-penalties", str(tmp_path / "none.csv"), *days]) == 2
