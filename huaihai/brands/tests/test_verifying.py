"""What was altered is found; who may do what: no verb that decides belongs to one person, and none to money."""

import inspect

import pytest
from django.apps import apps
from django.db import connection

from huaihai.brands import moving as brands_moving
from huaihai.brands.life import ENTRY
from huaihai.brands.models import Declaration, Entry
from huaihai.brands.moving import moving
from huaihai.brands.powers import PERMISSIONS, PROGRAMME, Who
from huaihai.brands.programme import verbs as programme_verbs
from huaihai.brands.tests.people import MONDAY, People, an_entry
from huaihai.brands.verifying import findings
from huaihai.desk.lives import NotAllowed
from huaihai.record import events

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


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


def test_an_untouched_programme_has_no_finding_and_a_proposal_alone_decides_nothing(
    entry: Entry, people: People
) -> None:
    assert not said()
    assert not list(findings(entry.number))
    brands_moving.propose(entry, "facts", "pass", reasons="属实", by=people.near, at=MONDAY)
    entry.refresh_from_db()
    assert entry.stage == "accepted"
    assert not said()


def test_an_altered_or_lost_declaration_is_found(entry: Entry) -> None:
    row = Declaration.objects.get()
    _sql("UPDATE brands_declaration SET what = 'later'")
    assert said() == [f"{row.seal_key}: was altered"]
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
    assert said() == ["its stage: is “has left”, told again it is “facts being checked”"]


@pytest.mark.parametrize(
    ("verb", "who", "stage", "wrong"),
    [
        ("pass_check", "office", "listed", "“pass check” is not decided by “office”"),
        ("admit", "vote", "accepted", "“admit” does not follow from “facts being checked”"),
    ],
)
def test_a_step_by_one_alone_or_that_does_not_follow_is_found(
    entry: Entry, verb: str, who: str, stage: str, wrong: str
) -> None:
    name = f"brand_{verb}"
    event = events.write(subject=entry.record_key, verb=name, by="account:1", at=MONDAY, facts={"who": who})
    Entry.objects.update(stage=stage)
    assert said() == [f"event {event.number}: {wrong}"]


def test_an_entry_that_disappeared_is_found(entry: Entry) -> None:
    key = entry.record_key
    _sql("DELETE FROM brands_declaration")
    _sql("DELETE FROM brands_entry")
    assert said() == [f"{key}: is recorded and not there any more"]


def _sql(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


TOGETHER = {Who.PAIR, Who.PANEL, Who.VOTE, Who.RULE}
MONEY = ("fee", "price", "payment", "amount", "fen")


def test_every_verb_has_its_permission() -> None:
    assert PERMISSIONS.keys() == ENTRY.verbs.keys()


@pytest.mark.parametrize("verb", [verb for verb, held in PERMISSIONS.items() if held.decides])
def test_what_decides_belongs_to_several_or_to_a_written_rule(verb: str) -> None:
    assert PERMISSIONS[verb].who <= TOGETHER


def test_every_act_of_the_programme_has_its_permission() -> None:
    acts = {
        name
        for name, held in vars(programme_verbs).items()
        if inspect.isfunction(held)
        and held.__module__ == programme_verbs.__name__
        and not name.startswith("_")
        if {"by", "at"} <= inspect.signature(held).parameters.keys()
    }
    assert PROGRAMME.keys() == acts - {"added", "happened"}  # how an act is written down


def test_nobody_decides_alone_about_basis_and_criteria() -> None:
    deciding = {verb for verb, held in PROGRAMME.items() if held.decides}
    assert deciding == {"adopt_basis", "adopt_criteria", "confirm_end"}
    assert all(PROGRAMME[verb].who <= {Who.PAIR, Who.VOTE} for verb in deciding)
    assert all(held.who == {Who.OFFICE} for verb, held in PROGRAMME.items() if verb not in deciding)


@pytest.mark.parametrize("verb", ["admit", "refuse", "remove", "renew"])
def test_only_the_alliance_gives_and_takes_a_mark(verb: str) -> None:
    assert PERMISSIONS[verb].who == {Who.VOTE}


def test_a_stage_with_a_mark_is_reached_by_deciding_verbs_alone() -> None:
    leading = {
        verb
        for verb, moves in ENTRY.verbs.items()
        for before, after in moves.items()
        if after in ("held", "suspended", "removed") and before != after
    }
    assert leading
    assert all(PERMISSIONS[verb].decides for verb in leading)


def test_no_row_of_the_room_knows_money() -> None:
    fields = [
        f"{model.__name__}.{field.name}"
        for model in apps.get_app_config("brands").get_models()
        for field in model._meta.concrete_fields
        if set(field.name.split("_")) & set(MONEY)
    ]
    assert not fields


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("verb", "stage"),
    [(verb, next(iter(moves))) for verb, moves in ENTRY.verbs.items() if verb != "nominate"],
)
def test_a_verb_is_refused_to_whom_the_table_does_not_name(people: People, verb: str, stage: str) -> None:
    entry = an_entry(people, stage)
    for who in set(Who) - PERMISSIONS[verb].who:
        with pytest.raises(NotAllowed), moving(entry, verb, who=who, by=people.office, at=MONDAY):
            pass
    entry.refresh_from_db()
    assert (entry.stage, entry.version) == (stage, 1)
