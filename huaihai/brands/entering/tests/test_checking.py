"""The facts about an entry, and the two people of two cities who decide on them."""

from typing import Any

import pytest

from huaihai.brands import moving
from huaihai.brands.entering import eligibility
from huaihai.brands.entering import verbs as entering_verbs
from huaihai.brands.entering.tests.entering import (
    BUSINESS_PHONE,
    GOOD_CODE,
    PHONE,
    good_facts,
    messages_to,
    nominated,
    stated,
    taking_part,
)
from huaihai.brands.models import Entry, FactSheet
from huaihai.brands.tests.people import MONDAY, TODAY, People, an_entry, declared
from huaihai.desk.lives import NotAllowed, NotPossible, Unfit
from huaihai.record import events
from huaihai.record.models import Event

pytestmark = pytest.mark.django_db


def proposed(entry: Entry, people: People, outcome: str = entering_verbs.PASS) -> Any:
    declared(entry, people.near, people.far)
    return entering_verbs.propose(entry, outcome, reasons="事实清楚。", by=people.near, at=MONDAY)


def test_two_people_of_two_cities_let_it_pass(people: People) -> None:
    good_facts(people)
    entry = nominated(people, phone=PHONE).entry
    entering_verbs.accept(entry, stated(people.place), by=people.holder, at=MONDAY)
    decision = proposed(entry, people)

    moving.agree(decision, by=people.far, at=MONDAY)

    entry.refresh_from_db()
    assert (entry.stage, entry.listed_at) == ("listed", MONDAY)
    assert FactSheet.objects.filter(entry=entry).count() == 2
    event = Event.objects.get(subject=entry.record_key, verb="brand_pass_check")
    assert event.facts["who"] == "pair"
    assert events.broken_at(entry.record_key) is None
    assert len(messages_to(PHONE)) == 1
    assert len(messages_to(BUSINESS_PHONE)) == 2


def test_the_facts_are_stored_as_they_stood_and_what_turned_bad_stops_the_decision(people: People) -> None:
    entry = taking_part(people)
    decision = proposed(entry, people)

    sheet = entering_verbs.newest_sheet(entry)

    assert sheet is not None
    again = [eligibility.of_json(row) for row in sheet.facts]
    assert again == eligibility.facts(entry, TODAY)
    stored = Event.objects.get(subject=entry.record_key, verb="brand_facts_stored")
    assert stored.facts["sealed"] == [[sheet.seal_key, FactSheet.objects.get().fingerprint]]
    people.shop.is_gone = True
    people.shop.save()

    with pytest.raises(NotPossible):
        moving.agree(decision, by=people.far, at=MONDAY)

    entry.refresh_from_db()
    decision.refresh_from_db()
    assert (entry.stage, decision.state) == ("accepted", "proposed")


def test_nobody_of_its_own_city_and_nobody_alone_decides(people: People) -> None:
    entry = taking_part(people)
    declared(entry, people.home, people.near, people.near2)
    for stranger in (people.home, people.office, people.holder, people.auditor):
        with pytest.raises(NotAllowed):
            entering_verbs.propose(entry, entering_verbs.PASS, reasons="好。", by=stranger, at=MONDAY)
    decision = entering_verbs.propose(entry, entering_verbs.PASS, reasons="好。", by=people.near, at=MONDAY)

    for second in (people.near, people.near2):
        with pytest.raises(NotAllowed):
            moving.agree(decision, by=second, at=MONDAY)
    entry.refresh_from_db()
    assert entry.stage == "accepted"


def test_with_a_bad_fact_it_cannot_pass_nor_without_declaring(people: People) -> None:
    entry = taking_part(people)

    with pytest.raises(NotPossible):
        entering_verbs.propose(entry, entering_verbs.PASS, reasons="好。", by=people.near, at=MONDAY)
    assert not FactSheet.objects.exists()
    entry.business.credit_code = None
    entry.business.save()
    declared(entry, people.near)

    with pytest.raises(Unfit) as refused:
        entering_verbs.propose(entry, entering_verbs.PASS, reasons="好。", by=people.near, at=MONDAY)
    assert refused.value.field == "outcome"


def test_with_good_facts_alone_it_cannot_fail(people: People) -> None:
    found = [
        eligibility.Fact("code", True, "licence", TODAY, {"code": GOOD_CODE}),
        eligibility.Fact("open-cases", True, "platform", TODAY, {"n": 0}, blocks=False),
    ]
    with pytest.raises(Unfit):
        entering_verbs.require_facts(entering_verbs.FAIL, found)
    weighed = eligibility.Fact("open-cases", False, "platform", TODAY, {"n": 3}, blocks=False)
    entering_verbs.require_facts(entering_verbs.FAIL, [*found, weighed])
    entering_verbs.require_facts(entering_verbs.PASS, [*found, weighed])


@pytest.mark.parametrize(("stage", "after"), [("accepted", "declined"), ("listed", "left")])
def test_failing_ends_it(people: People, stage: str, after: str) -> None:
    entry = an_entry(people, stage)  # its code is not valid
    decision = proposed(entry, people, entering_verbs.FAIL)

    moving.agree(decision, by=people.far, at=MONDAY)

    entry.refresh_from_db()
    assert (entry.stage, entry.ended_at) == (after, MONDAY)


@pytest.mark.parametrize("stage", ["nominated", "listed", "held", "left", "declined"])
def test_only_what_waits_for_it_can_pass(people: People, stage: str) -> None:
    entry = an_entry(people, stage)
    declared(entry, people.near)

    with pytest.raises(NotPossible):
        entering_verbs.propose(entry, entering_verbs.PASS, reasons="好。", by=people.near, at=MONDAY)
    with pytest.raises(Unfit):
        entering_verbs.propose(entry, "perhaps", reasons="好。", by=people.near, at=MONDAY)
