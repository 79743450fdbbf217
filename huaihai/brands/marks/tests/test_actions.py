"""A mark is given, replaced and ends; how it stands is asked each day, and of the signed list that phones keep."""

import json
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import translation
from pytest_django import DjangoAssertNumQueries

from huaihai.brands.marks import payload, publishing, status
from huaihai.brands.marks import verbs as marks_verbs
from huaihai.brands.marks.published import FileError, Keys, Listed, read_keys, read_list
from huaihai.brands.marks.status import status_of
from huaihai.brands.marks.tests.scene import LATER, a_proceeding, set_today
from huaihai.brands.models import Basis, Entry, KeyRevocation, Mark
from huaihai.brands.moving import moving
from huaihai.brands.powers import Who
from huaihai.brands.tests.people import MONDAY, People, a_basis, an_entry
from huaihai.desk.lives import NotPossible, Unfit
from huaihai.kit import keyring
from huaihai.record import events
from tests.posts import PROGRAM

pytestmark = pytest.mark.django_db


@pytest.fixture
def entry(people: People) -> Entry:
    a_basis(people, at=MONDAY - timedelta(days=60))
    return an_entry(people, "held")


def issued(entry: Entry, at: object = MONDAY) -> Mark:
    return marks_verbs.issue(entry, by=PROGRAM, at=at)  # type: ignore[arg-type]


def read(mark: Mark) -> payload.Content:
    return payload.verify(mark.payload, publishing.public_keys(), revoked=publishing.revoked_keys())


def test_a_mark_says_who_where_since_and_until_and_the_record_keeps_its_seal(entry: Entry) -> None:
    with translation.override("zh-hant"):  # the words do not depend on who issues it
        mark = issued(entry)
    said = read(mark)
    assert said.address.startswith("徐州鼓楼区")
    assert said.number == f"{entry.number}-1"
    assert said.name == entry.name
    assert said.address.endswith("演示路 1 号")
    assert said.credit_code == entry.business.credit_code
    assert (said.since, said.until) == (entry.held_since, entry.held_until)
    event = events.history(entry.record_key).last()
    assert event is not None
    assert event.verb == "brand_mark_issued"
    assert event.facts["mark"] == mark.number
    assert event.facts["sealed"] == [[mark.seal_key, Mark.objects.get().fingerprint]]
    assert mark.pk == issued(entry, LATER).pk


def test_no_mark_without_a_credit_code_a_legal_basis_or_the_title(people: People) -> None:
    held = an_entry(people, "held")
    with pytest.raises(NotPossible):
        issued(held)
    a_basis(people)
    for stage in ("listed", "voting", "suspended", "removed"):
        with pytest.raises(NotPossible):
            issued(an_entry(people, stage, what=stage))
    people.shop.credit_code = None
    people.shop.save()
    with pytest.raises(NotPossible, match=r"credit code|信用代码"):
        issued(Entry.objects.get(pk=held.pk))
    assert not Mark.objects.exists()


def test_a_new_name_gives_a_new_mark_and_replaces_the_old_one(entry: Entry) -> None:
    old = issued(entry)
    Entry.objects.update(name="演示水壶新店")
    for act in marks_verbs.due_acts(LATER):
        act()
    new = Mark.objects.live().get()
    assert read(new).name == "演示水壶新店"
    assert (new.serial, new.number) == (2, f"{entry.number}-2")
    old.refresh_from_db()
    found = status_of(old, LATER.date())
    assert (found.state, found.since) == ("replaced", LATER.date())
    assert status_of(new, LATER.date()).is_good
    assert not list(marks_verbs.due_acts(LATER))


def test_a_new_address_gives_a_new_mark_but_not_in_the_safe_form(people: People, entry: Entry) -> None:
    issued(entry)
    people.place.address = "演示路 2 号"
    people.place.save()
    assert len(list(marks_verbs.due_acts(LATER))) == 1
    assert not list(marks_verbs.due_acts(MONDAY.replace(year=2025)))


def test_a_revoked_key_counts_no_more_and_its_marks_are_given_anew(
    entry: Entry, settings: Any, tmp_path: Path
) -> None:
    settings.KEYRING = keyring.load_or_create(tmp_path)
    old = issued(entry)
    with pytest.raises(NotPossible):
        marks_verbs.revoke_key(old.key_id, reason="演示", by=PROGRAM, at=MONDAY)
    settings.KEYRING = keyring.rotate_signature(tmp_path)
    assert read(old).number == old.number
    marks_verbs.revoke_key(old.key_id, reason="演示：外泄", by=PROGRAM, at=MONDAY)
    with pytest.raises(payload.MarkError, match="key-revoked"):
        read(old)
    for act in marks_verbs.due_acts(LATER):
        act()
    assert read(Mark.objects.live().get()).number == f"{entry.number}-2"
    assert KeyRevocation.objects.get().key_id == old.key_id


def test_only_a_known_key_is_revoked_and_only_with_a_reason(people: People) -> None:
    for key_id, reason in (("0" * 16, "演示"), (publishing.present(), "")):
        with pytest.raises(Unfit):
            marks_verbs.revoke_key(key_id, reason=reason, by=PROGRAM, at=MONDAY)


class TestStatus:
    def test_good_from_its_first_to_its_last_day(self, entry: Entry) -> None:
        mark = issued(entry)
        assert entry.held_since
        assert entry.held_until
        days = [entry.held_since - timedelta(1), entry.held_since, entry.held_until, date(2027, 11, 3)]
        assert [status_of(mark, day).state for day in days] == ["not-yet", "good", "good", "expired"]

    def test_without_a_basis_it_means_nothing(self, entry: Entry) -> None:
        mark = issued(entry)
        for stage in ("held", "suspended", "removed", "left"):
            Entry.objects.update(stage=stage)
            assert status_of(Mark.objects.get(pk=mark.pk), date(2025, 12, 31)).state == "no-basis"

    def test_suspended_with_reason_and_since_when(self, entry: Entry) -> None:
        mark = issued(entry)
        with moving(entry, "suspend", who=Who.RULE, by=PROGRAM, at=LATER):
            pass
        a_proceeding(entry, "suspend")
        found = status_of(Mark.objects.get(), LATER.date())
        assert (found.state, found.since, found.reason) == ("suspended", LATER.date(), "serious-cases")
        assert found.words == "演示理由"
        assert mark.pk

    def test_removed_stays_removed_also_for_an_older_mark(self, entry: Entry) -> None:
        old = issued(entry)
        Entry.objects.update(name="演示水壶新店")
        issued(entry, LATER)
        with moving(entry, "remove", who=Who.VOTE, by=PROGRAM, at=LATER):
            pass
        assert status_of(Mark.objects.get(pk=old.pk), LATER.date()).state == "removed"

    def test_given_back_it_is_good_again_and_ended_before_its_time_expired(self, entry: Entry) -> None:
        issued(entry)
        for verb, who in (("suspend", Who.RULE), ("restore", Who.PAIR)):
            with moving(entry, verb, who=who, by=PROGRAM, at=LATER):
                pass
        assert status_of(Mark.objects.get(), LATER.date()).state == "good"
        with moving(entry, "expire", who=Who.RULE, by=PROGRAM, at=LATER):
            pass
        found = status_of(Mark.objects.get(), LATER.date())
        assert (found.state, found.since) == ("expired", LATER.date())

    def test_reasons_of_many_take_the_same_number_of_queries(
        self, people: People, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        entries = [an_entry(people, "removed", what=f"演示 {n}") for n in range(4)]
        for count in (1, 4):
            with django_assert_num_queries(2):
                assert len(status.of_entries(entries[:count])) == count


def a_mark(people: People, what: str = "") -> Entry:
    entry = an_entry(people, "held", what=what)
    marks_verbs.issue(entry, by=PROGRAM, at=MONDAY)
    return entry


def listed(file: Any = None, revoked: tuple[str, ...] = ()) -> Listed:
    return read_list(file or publishing.make(LATER), Keys(publishing.public_keys(), revoked))


def test_it_names_what_is_not_good_with_since_and_reason(people: People) -> None:
    a_basis(people)
    good, suspended, removed = (a_mark(people, what) for what in ("甲", "乙", "丙"))
    with moving(suspended, "suspend", who=Who.RULE, by=PROGRAM, at=LATER):
        pass
    a_proceeding(suspended, "suspend")
    with moving(removed, "remove", who=Who.VOTE, by=PROGRAM, at=LATER):
        pass
    found = listed()
    assert found.marks == {
        f"{suspended.number}-1": ("suspended", "2026-12-02", "serious-cases"),
        f"{removed.number}-1": ("removed", "2026-12-02", ""),
    }
    assert found.reasons == {"serious-cases": {"zh": "严重投诉", "en": "serious complaints"}}
    assert f"{good.number}-1" not in found.marks


def test_a_replaced_mark_stands_in_it_and_one_whose_days_are_over_does_not(people: People) -> None:
    a_basis(people)
    entry = a_mark(people)
    Entry.objects.update(name="演示新名")
    marks_verbs.issue(Entry.objects.get(), by=PROGRAM, at=LATER)
    assert {number: told[0] for number, told in listed().marks.items()} == {f"{entry.number}-1": "replaced"}
    with moving(Entry.objects.get(), "remove", who=Who.VOTE, by=PROGRAM, at=LATER):
        pass
    found = listed(publishing.make(MONDAY + timedelta(days=800)))
    assert not found.marks


def test_it_says_until_when_there_is_a_basis_and_without_one_that_no_mark_means_anything(
    people: People,
) -> None:
    assert listed().basis_until is None
    first = a_basis(people, until_on=date(2027, 6, 30))
    assert listed().basis_until == date(2027, 6, 30)
    a_basis(people, from_on=date(2027, 7, 1), until_on=date(2027, 12, 31))
    assert listed().basis_until == date(2027, 12, 31)
    Basis.objects.filter(pk=first.pk).update(ended_on=date(2027, 3, 1))
    assert listed().basis_until == date(2027, 2, 28)
    a_basis(people)
    a_mark(people)
    assert listed().has_basis
    Basis.objects.update(ended_on=MONDAY.date())
    assert not listed().has_basis
    assert not listed().marks


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (lambda file: file | {"body": file["body"].replace("true", "false")}, "forged"),
        (lambda file: file | {"key": "0" * 16}, "unknown-key"),
        (lambda file: file | {"signature": file["signature"] + "="}, "not-a-list"),
        (lambda file: file | {"body": "\ud800"}, "not-a-list"),
        (lambda file: file | {"body": 1}, "not-a-list"),
        (lambda file: [], "not-a-list"),
    ],
)
def test_a_list_of_somebody_else_is_refused(people: People, spoil: Callable[[Any], Any], code: str) -> None:
    a_basis(people)
    with pytest.raises(FileError, match=code):
        listed(spoil(publishing.make(LATER)) or {"format": "another"})


def test_a_list_by_a_revoked_key_is_refused(people: People) -> None:
    with pytest.raises(FileError, match="key-revoked"):
        listed(revoked=(publishing.present(),))


def test_many_marks_take_no_more_queries(
    people: People, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    a_basis(people)
    for number in range(3):
        entry = a_mark(people, f"演示 {number}")
        with moving(entry, "remove", who=Who.VOTE, by=PROGRAM, at=LATER):
            pass
        with django_assert_num_queries(8):
            assert len(listed().marks) == number + 1


def test_the_files_are_public_and_handed_out_for_five_minutes(
    people: People, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache.delete("brands-mark-list")
    a_basis(people)
    for name in ("status", "keys"):
        answer = client.get(f"/brands/marks/{name}.json")
        assert answer.status_code == 200
        assert answer["Content-Type"].startswith("application/json")
    said = json.loads(client.get("/brands/marks/keys.json").content)
    assert read_keys(said) == Keys(publishing.public_keys(), frozenset())
    made = []
    for minutes in (0, 4, 6):
        set_today(monkeypatch, LATER + timedelta(minutes=minutes))
        body = json.loads(client.get("/brands/marks/status.json").json()["body"])
        made.append(body["made_at"][11:16])
    assert made == ["09:00", "09:00", "09:06"]


@pytest.mark.parametrize(
    "file",
    [None, [], {}, {"format": "huaihai-mark-keys-1", "keys": [{"id": "x", "public": "="}], "revoked": []}],
)
def test_keys_of_another_kind_are_refused(file: Any) -> None:
    with pytest.raises(FileError, match="not-keys"):
        read_keys(file)
