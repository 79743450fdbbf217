"""What was altered is found: rows, stages, steps, and who decided them."""

import pytest
from django.db import connection

from huaihai.brands import moving as brands_moving
from huaihai.brands.models import Declaration, Entry
from huaihai.brands.moving import moving
from huaihai.brands.powers import Who
from huaihai.brands.tests.people import MONDAY, People, an_entry
from huaihai.brands.verifying import findings
from huaihai.record import events
from huaihai.record.models import Event

pytestmark = pytest.mark.django_db


@pytest.fixture
def entry(people: People) -> Entry:
    """An entry on its way, told by its events from the first one."""
    made = an_entry(people, "nominated")
    events.write(
        subject=made.record_key, verb="brand_nominate", by="public", at=MONDAY, facts={"who": "anybody"}
    )
    with moving(made, "accept", who=Who.HOLDER, by=people.holder, at=MONDAY):
        pass
    brands_moving.declare(made, has_conflict=False, by=people.near, at=MONDAY)
    return made


def said() -> list[str]:
    return [f"{one.what}: {one.wrong}" for one in findings()]


def test_an_untouched_programme_has_no_finding(entry: Entry) -> None:
    assert not said()
    assert not list(findings(entry.number))


def test_an_altered_declaration_is_found(entry: Entry) -> None:
    row = Declaration.objects.get()
    _sql("UPDATE brands_declaration SET what = 'later'")
    assert said() == [f"{row.seal_key}: was altered"]


def test_a_lost_declaration_is_found(entry: Entry) -> None:
    row = Declaration.objects.get()
    _sql("DELETE FROM brands_declaration")
    assert said() == [f"{row.seal_key}: is recorded and not there any more"]


def test_a_row_without_an_event_is_found(entry: Entry, people: People) -> None:
    assert people.far.account_id is not None
    row = Declaration.objects.create(
        entry=entry, account_id=people.far.account_id, body=people.home_body, has_conflict=False, at=MONDAY
    )
    assert said() == [f"{row.seal_key}: was never recorded"]


def test_records_of_the_time_when_the_office_opened_assessments_verify(entry: Entry, people: People) -> None:
    with moving(entry, "pass check", who=Who.PAIR, by=people.near, at=MONDAY):
        pass
    for verb, stage in (("open_assessment", "assessing"), ("put_to_vote", "voting")):
        if stage == "voting":
            with moving(entry, "give notice", who=Who.RULE, by=people.near, at=MONDAY):
                pass
        facts = {"who": "office"}
        events.write(
            subject=entry.record_key, verb=f"brand_{verb}", by=people.office.key, at=MONDAY, facts=facts
        )
        Entry.objects.filter(pk=entry.pk).update(stage=stage)
    assert not said()


def test_a_stage_that_no_step_led_to_is_found(entry: Entry) -> None:
    Entry.objects.update(stage="left")
    assert said() == ["its stage: is left, told again it is accepted"]


def test_a_step_by_one_person_alone_is_found(entry: Entry) -> None:
    events.write(
        subject=entry.record_key, verb="brand_pass_check", by="account:1", at=MONDAY, facts={"who": "office"}
    )
    Entry.objects.update(stage="listed")
    number = Event.objects.get(verb="brand_pass_check").number
    assert said() == [f"event {number}: pass check is not decided by office"]


def test_a_step_that_does_not_follow_is_found(entry: Entry) -> None:
    events.write(
        subject=entry.record_key, verb="brand_admit", by="account:1", at=MONDAY, facts={"who": "vote"}
    )
    number = Event.objects.get(verb="brand_admit").number
    assert said() == [f"event {number}: admit does not follow from accepted"]


def test_an_entry_that_disappeared_is_found(entry: Entry) -> None:
    key = entry.record_key
    _sql("DELETE FROM brands_declaration")
    _sql("DELETE FROM brands_entry")
    assert said() == [f"{key}: is recorded and not there any more"]


def test_a_proposal_alone_decides_nothing(entry: Entry, people: People) -> None:
    brands_moving.propose(entry, "facts", "pass", reasons="属实", by=people.near, at=MONDAY)
    entry.refresh_from_db()
    assert entry.stage == "accepted"
    assert not said()


def _sql(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)
