"""What the bodies lend each other: entries, requests, answers, and who sees a name."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from huaihai.desk.lives import Moved, NotAllowed, NotPossible, Unfit
from huaihai.governance.models import PoolEntry, PoolRequest
from huaihai.governance.models.pools import ENTRY, REQUEST
from huaihai.governance.planning import facts as planning_facts
from huaihai.governance.planning import reports
from huaihai.governance.pools import verbs
from huaihai.governance.pools.pages import TITLES
from huaihai.governance.tests import pools_cast as people
from huaihai.governance.tests.pools_cast import LAWYER, NOW, Pools
from huaihai.kit.ways import way
from huaihai.members.actors import Actor
from huaihai.members.models import Role
from huaihai.record import events
from tests.posts import body, officer_of

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def pools() -> Pools:
    return people.assemble()


def test_name_and_contact_are_sealed_and_stand_in_no_event(pools: Pools) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, contact FROM governance_pool_entry")
        stored = str(cursor.fetchall())
    verbs.change(pools.lawyer, **vars(replace(LAWYER, contact="13911112222")), by=pools.giver, at=NOW)
    written = " ".join(f"{event.facts} {event.text}" for event in events.history(pools.lawyer.record_key))
    for private in ("何某", "13800000000", "13911112222"):
        assert private not in stored
        assert private not in written


def test_the_same_entered_twice_is_one(pools: Pools) -> None:
    again = verbs.enrol("lawyer", LAWYER, body=pools.gives, by=pools.giver, at=NOW)
    assert again == pools.lawyer
    with pytest.raises(Unfit) as refused:
        verbs.enrol("lawyer", replace(LAWYER, name="另一人"), body=pools.gives, by=pools.giver, at=NOW)
    assert refused.value.field == "shown_as"
    assert PoolEntry.objects.count() == 1


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"shown_as": " "}, "shown_as"),
        ({"contact": ""}, "contact"),
        ({"shown_as": "律师何某（测试）"}, "shown_as"),
        ({"words": "打 13800000000 找他"}, "words"),
    ],
)
def test_what_does_not_fit_is_refused_beside_its_field(
    pools: Pools, change: dict[str, Any], field: str
) -> None:
    with pytest.raises(Unfit) as refused:
        verbs.enrol("expert", replace(LAWYER, **change), body=pools.gives, by=pools.giver, at=NOW)
    assert refused.value.field == field


def test_a_change_without_name_and_contact_keeps_them(pools: Pools) -> None:
    verbs.change(pools.lawyer, shown_as="律师", words="合同", seen=1, by=pools.giver, at=NOW)
    row = PoolEntry.objects.get()
    assert (row.shown_as, row.name, row.contact) == ("律师", LAWYER.name, LAWYER.contact)
    with pytest.raises(Moved):
        verbs.change(pools.lawyer, shown_as="律师", seen=1, by=pools.giver, at=NOW)


def test_a_body_acts_for_itself_alone(pools: Pools) -> None:
    request = people.asked(pools)
    steps: tuple[Callable[[], object], ...] = (
        lambda: verbs.enrol("expert", LAWYER, body=pools.gives, by=pools.asker, at=NOW),
        lambda: verbs.change(pools.lawyer, **vars(LAWYER), by=pools.asker, at=NOW),
        lambda: verbs.withdraw_consent(pools.lawyer, by=pools.asker, at=NOW),
        lambda: people.asked(pools, by=pools.giver),
        lambda: verbs.answer(request, is_granted=True, answer="", by=pools.asker, at=NOW),
        lambda: verbs.answer(request, is_granted=False, answer="x", by=pools.third, at=NOW),
        lambda: verbs.withdraw(request, by=pools.giver, at=NOW),
        lambda: verbs.look(pools.lawyer, by=pools.asker, at=NOW),
    )
    for step in steps:
        with pytest.raises(NotAllowed):
            step()


def test_the_alliance_itself_lends_and_asks_for_nobody(pools: Pools) -> None:
    steps: tuple[Callable[[], object], ...] = (
        lambda: verbs.enrol("expert", LAWYER, body=body("alliance"), by=Actor.system("x"), at=NOW),
        lambda: people.asked(pools, body=body("alliance"), by=Actor.system("x")),
    )
    for step in steps:
        with pytest.raises(NotPossible):
            step()


def test_the_same_asked_twice_is_one_and_another_waits_its_turn(pools: Pools) -> None:
    assert people.asked(pools) == people.asked(pools)
    with pytest.raises(NotPossible):
        people.asked(pools, purpose="另一件事")
    request = PoolRequest.objects.get()
    verbs.answer(request, is_granted=False, answer="没空", by=pools.giver, at=NOW)
    assert people.asked(pools, purpose="另一件事").pk != request.pk


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"until_on": date(2026, 11, 29)}, "until_on"),
        ({"from_on": date(2026, 11, 1), "until_on": date(2026, 11, 23)}, "until_on"),
        ({"purpose": "  "}, "purpose"),
    ],
)
def test_a_request_has_days_to_come_and_a_purpose(pools: Pools, facts: dict[str, object], field: str) -> None:
    with pytest.raises(Unfit) as refused:
        people.asked(pools, **facts)
    assert refused.value.field == field


def test_what_is_offered_until_a_day_is_not_asked_for_or_granted_after_it(pools: Pools) -> None:
    request = people.asked(pools)
    PoolEntry.objects.update(until_on=NOW.date())
    late = NOW + DAY
    with pytest.raises(NotPossible):
        verbs.answer(request, is_granted=True, answer="", by=pools.giver, at=late)
    with pytest.raises(NotPossible):
        people.asked(pools, body=body(f"city:{people.THIRD}"), by=pools.third, at=late)


def test_nobody_says_yes_when_the_time_is_over_or_no_without_a_word(pools: Pools) -> None:
    request = people.asked(pools)
    with pytest.raises(NotPossible):
        verbs.answer(request, is_granted=True, answer="", by=pools.giver, at=NOW + 11 * DAY)
    with pytest.raises(Unfit):
        verbs.answer(request, is_granted=False, answer=" ", by=pools.giver, at=NOW)


def test_a_name_is_shown_while_a_request_is_granted_and_each_look_is_written_down(pools: Pools) -> None:
    request = people.granted(pools)
    assert verbs.look(pools.lawyer, by=pools.asker, at=NOW).name == LAWYER.name
    event = events.history(pools.lawyer.record_key).last()
    assert (event.verb, event.facts["body"]) == ("contact shown", pools.asks.key)
    assert event.facts["request"] == str(request.pk)
    auditor = officer_of("alliance", Role.AUDITOR)
    steps: tuple[Callable[[], object], ...] = (
        lambda: verbs.look(pools.lawyer, by=pools.third, at=NOW),
        lambda: verbs.look(pools.lawyer, by=pools.asker, at=NOW + 11 * DAY),
        lambda: verbs.look(pools.lawyer, by=auditor, at=NOW),
    )
    for step in steps:
        with pytest.raises(NotAllowed):
            step()


def test_a_consent_taken_back_erases_the_person_and_lets_what_is_open_fall(pools: Pools) -> None:
    granted = people.granted(pools)
    verbs.withdraw_consent(pools.lawyer, by=pools.giver, at=NOW)
    row = PoolEntry.objects.get()
    assert (row.stage, row.name, row.contact, row.words) == ("withdrawn", "", "", "")
    assert PoolRequest.objects.get().stage == "declined"
    assert events.history(granted.record_key).last().verb == "fall away"
    with pytest.raises(NotPossible):
        people.asked(pools)
    with pytest.raises(NotAllowed):
        verbs.look(row, by=pools.giver, at=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        PoolEntry.objects.update(words="x", stage="gone")


@pytest.mark.parametrize("stage", list(REQUEST.stages))
@pytest.mark.parametrize("verb", ["grant", "decline", "withdraw"])
def test_every_verb_in_every_stage_does_what_the_table_says(pools: Pools, stage: str, verb: str) -> None:
    request = people.asked(pools)
    PoolRequest.objects.update(stage=stage)
    act: Callable[[datetime], object] = {
        "grant": lambda at: verbs.answer(request, is_granted=True, answer="", by=pools.giver, at=at),
        "decline": lambda at: verbs.answer(request, is_granted=False, answer="x", by=pools.giver, at=at),
        "withdraw": lambda at: verbs.withdraw(request, by=pools.asker, at=at),
    }[verb]
    if REQUEST.can(verb, stage):
        act(NOW)
        assert PoolRequest.objects.get().stage == REQUEST.after(verb, stage)
    else:
        with pytest.raises(NotPossible):
            act(NOW)


def test_every_verb_has_its_words() -> None:
    assert {*ENTRY.verbs, *REQUEST.verbs, "contact shown"} <= TITLES.keys()


def test_what_was_lent_counts_for_its_quarter_whatever_becomes_of_it(pools: Pools) -> None:
    kind = reports.BY_KEY["lent"]
    span = (date(2026, 10, 1), date(2026, 12, 31))
    request = people.asked(pools)
    assert reports.value_of(kind.rows(*span)) == 0
    verbs.answer(request, is_granted=True, answer="", by=pools.giver, at=NOW)
    verbs.withdraw(request, by=pools.asker, at=NOW)
    (row,) = kind.rows(*span)
    (line,) = planning_facts.lines([row], pools.giver)
    assert line.words == "徐州市消保委 → 临沂市消协"
    assert line.url == way("office-pool-request", request.pk)
    (elsewhere,) = planning_facts.lines([row], pools.third)
    assert elsewhere == replace(line, url="")
    assert reports.value_of(kind.rows(date(2027, 1, 1), date(2027, 3, 31))) == 0
