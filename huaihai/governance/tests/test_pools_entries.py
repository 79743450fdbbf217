"""Who is in the pools, what others see of them, and when they have time."""

from dataclasses import replace
from datetime import date

import pytest
from django.db import IntegrityError, transaction

from huaihai.governance.actions.pools import conflicts, entries, granting, looking, times
from huaihai.governance.errors import Moved, NotAllowed, NotPossible, Unfit
from huaihai.governance.models import PoolEntry
from huaihai.governance.models.pools.lives import ENTRY, State
from huaihai.governance.tests import pools_cast as people
from huaihai.governance.tests.pools_cast import LAWYER, NOW, code, laboratory
from huaihai.members.actors import Actor
from huaihai.members.models import Role
from huaihai.record import events
from tests.posts import body, officer_of

pytestmark = pytest.mark.django_db


def test_the_record_of_an_entry_names_no_person() -> None:
    pools = people.assemble()

    written = str([event.facts for event in events.history(pools.lawyer.record_key)])

    assert "lawyer" in written
    assert LAWYER.name not in written
    assert LAWYER.contact not in written


def test_name_and_contact_are_sealed_in_the_database() -> None:
    pools = people.assemble()

    held = str(PoolEntry.objects.values_list("name", "contact").get(pk=pools.lawyer.pk))

    assert LAWYER.name not in held
    assert LAWYER.contact not in held


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"kind": "wizard"}, "kind"),
        ({"shown_as": " "}, "shown_as"),
        ({"shown_as": "何某（测试）律师"}, "shown_as"),
        ({"shown_as": "律师 13800138000"}, "shown_as"),
        ({"skills": ("X99",)}, "skills"),
        ({"skills": ()}, "skills"),
        ({"half_days": ()}, "half_days"),
        ({"half_days": ((8, "am"),)}, "half_days"),
        ({"consented_on": None}, "consented_on"),
        ({"consented_on": date(2026, 11, 25)}, "consented_on"),
        ({"name": ""}, "name"),
        ({"contact": ""}, "contact"),
    ],
)
def test_a_person_is_entered_whole_or_not_at_all(wrong: dict[str, object], field: str) -> None:
    pools = people.assemble()

    with pytest.raises(Unfit) as refused:
        entries.enrol(replace(LAWYER, **wrong), body=pools.gives, by=pools.giver, at=NOW)  # type: ignore[arg-type]

    assert refused.value.field == field
    assert PoolEntry.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"credit_code": code()[:-1] + "Q"}, "credit_code"),
        ({"cma_number": ""}, "cma_number"),
        ({"cma_until_on": None}, "cma_until_on"),
        ({"cma_until_on": date(2026, 11, 23)}, "cma_number"),
        ({"cnas_number": "L0000"}, "cnas_until_on"),
    ],
)
def test_a_laboratory_shows_its_code_and_an_accreditation_that_is_valid(
    wrong: dict[str, object], field: str
) -> None:
    pools = people.assemble()

    with pytest.raises(Unfit) as refused:
        entries.enrol(laboratory(**wrong), body=pools.gives, by=pools.giver, at=NOW)

    assert refused.value.field == field


def test_a_laboratory_stands_in_the_pools_once() -> None:
    pools = people.assemble()
    entries.enrol(laboratory(), body=pools.gives, by=pools.giver, at=NOW)

    with pytest.raises(Unfit) as refused:
        entries.enrol(laboratory(), body=pools.asks, by=pools.asker, at=NOW)

    assert refused.value.field == "credit_code"


def test_the_same_button_pressed_twice_enters_one() -> None:
    pools = people.assemble()
    key = people.entries.new_id()

    first = entries.enrol(LAWYER, body=pools.gives, by=pools.giver, at=NOW, key=key)
    second = entries.enrol(LAWYER, body=pools.gives, by=pools.giver, at=NOW, key=key)

    assert first.pk == second.pk
    assert PoolEntry.objects.count() == 2  # with the cast's own


def test_only_the_body_and_those_above_it_up_to_the_city_keep_an_entry() -> None:
    pools = people.assemble()
    county = officer_of("county:320302")
    auditor = officer_of("city:320300", Role.AUDITOR)
    of_county = entries.enrol(LAWYER, body=body("county:320302"), by=county, at=NOW)

    entries.pause(of_county, reason="培训", by=pools.giver, at=NOW)
    for stranger in (county, auditor, pools.asker, Actor.public()):
        with pytest.raises(NotAllowed):
            entries.pause(pools.lawyer, reason="培训", by=stranger, at=NOW)


def test_administrators_and_the_public_see_no_entry() -> None:
    pools = people.assemble()
    administrator = officer_of("city:320300", Role.SYSTEM_ADMIN)

    assert not PoolEntry.objects.visible_to(administrator)
    assert not PoolEntry.objects.visible_to(Actor.public())
    assert PoolEntry.objects.visible_to(pools.third).count() == 1


def test_every_state_and_verb_of_an_entry_is_decided_by_the_table() -> None:
    decided = {(verb, state): ENTRY.can(verb, state) for verb in ENTRY.verbs for state in State.values}

    assert sum(decided.values()) == 14
    assert not any(can for (_verb, state), can in decided.items() if state == State.WITHDRAWN)
    with pytest.raises(NotPossible):
        ENTRY.after("resume", "active")


def test_the_database_keeps_an_unknown_state_out() -> None:
    pools = people.assemble()

    with pytest.raises(IntegrityError), transaction.atomic():
        PoolEntry.objects.filter(pk=pools.lawyer.pk).update(state="asleep")


def test_a_change_on_an_older_version_is_told_and_changes_nothing() -> None:
    pools = people.assemble()
    seen = pools.lawyer.version
    entries.change(pools.lawyer, replace(LAWYER, words="仲裁"), by=pools.giver, at=NOW, seen=seen)

    with pytest.raises(Moved):
        entries.change(pools.lawyer, LAWYER, by=pools.giver, at=NOW, seen=seen)

    pools.lawyer.refresh_from_db()
    assert pools.lawyer.words == "仲裁"


def test_a_change_without_name_and_contact_keeps_them() -> None:
    pools = people.assemble()

    entries.change(pools.lawyer, replace(LAWYER, name="", contact=""), by=pools.giver, at=NOW)

    held = PoolEntry.objects.get(pk=pools.lawyer.pk)
    assert (held.name, held.contact) == (LAWYER.name, LAWYER.contact)


def test_a_withdrawn_consent_erases_the_person_and_frees_what_was_promised() -> None:
    pools = people.assemble()
    conflicts.declare(
        pools.lawyer,
        trade="G04",
        ground="family",
        note="姐姐在那里",
        from_on=NOW.date(),
        by=pools.giver,
        at=NOW,
    )
    request = people.granted(pools)

    entries.withdraw_consent(pools.lawyer, by=pools.giver, at=NOW)

    held = PoolEntry.objects.get(pk=pools.lawyer.pk)
    assert (held.state, held.name, held.contact) == (State.WITHDRAWN, "", "")
    assert held.conflicts.get().note == ""
    request.refresh_from_db()
    assert request.stage == "declined"
    assert not request.bookings.exists()
    assert events.broken_at(request.record_key) is None


def test_contact_is_shown_to_the_own_body_and_after_a_grant_and_each_look_is_written_down() -> None:
    pools = people.assemble()
    assert looking.look(pools.lawyer, by=pools.giver, at=NOW).contact == LAWYER.contact
    request = people.asked(pools)
    with pytest.raises(NotAllowed):
        looking.look(pools.lawyer, by=pools.asker, at=NOW)

    granting.grant(request, half_days=[people.MORNING], by=pools.giver, at=NOW)
    shown = looking.look(pools.lawyer, by=pools.asker, at=NOW)

    assert shown.name == LAWYER.name
    last = events.history(pools.lawyer.record_key).last()
    assert last.verb == "contact shown"
    assert last.by == pools.asker.key
    assert last.facts["request"] == str(request.pk)
    with pytest.raises(NotAllowed):
        looking.look(pools.lawyer, by=pools.third, at=NOW)


def test_an_entry_is_free_on_its_half_days_unless_away() -> None:
    pools = people.assemble()
    days = {"from_on": date(2026, 11, 28), "until_on": date(2026, 12, 2)}  # Saturday to Wednesday
    times.be_away(pools.lawyer, from_on=date(2026, 12, 1), until_on=date(2026, 12, 1), by=pools.giver, at=NOW)

    free = times.free_half_days(pools.lawyer, **days)

    assert [one.key for one in free] == ["2026-11-30am", "2026-11-30pm", "2026-12-02am", "2026-12-02pm"]
    assert not PoolEntry.objects.free_on(date(2026, 12, 1))
    assert not PoolEntry.objects.free_on(date(2026, 11, 28))
    assert PoolEntry.objects.free_on(date(2026, 12, 2)).get() == pools.lawyer

    absence = pools.lawyer.absences.get()
    times.be_back(pools.lawyer, absence_id=absence.pk, by=pools.giver, at=NOW)
    assert PoolEntry.objects.free_on(date(2026, 12, 1)).exists()


def test_a_day_that_is_promised_cannot_become_a_day_away() -> None:
    pools = people.assemble()
    people.granted(pools)

    with pytest.raises(Unfit, match="1"):
        times.be_away(
            pools.lawyer, from_on=date(2026, 11, 30), until_on=date(2026, 12, 1), by=pools.giver, at=NOW
        )


def test_an_entry_that_names_cities_serves_those_alone() -> None:
    pools = people.assemble()
    entries.change(pools.lawyer, replace(LAWYER, serves=(pools.gives,)), by=pools.giver, at=NOW)

    assert PoolEntry.objects.serving(pools.gives).exists()
    assert not PoolEntry.objects.serving(pools.asks).exists()


@pytest.mark.django_db
def test_an_entry_sent_again_as_somebody_else_is_refused() -> None:
    pools = people.assemble()
    key = people.entries.new_id()
    entries.enrol(LAWYER, body=pools.gives, by=pools.giver, at=NOW, key=key)

    with pytest.raises(NotPossible):
        entries.enrol(replace(LAWYER, name="周某（测试）"), body=pools.gives, by=pools.giver, at=NOW, key=key)
    with pytest.raises(NotPossible):
        entries.enrol(LAWYER, body=pools.asks, by=pools.asker, at=NOW, key=key)

    assert PoolEntry.objects.get(pk=key).name == LAWYER.name
