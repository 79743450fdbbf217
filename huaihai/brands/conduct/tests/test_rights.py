"""Who may do what in a proceeding: nothing is decided by one person, by the entry's own city, or by hand."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from huaihai.brands import moving
from huaihai.brands.conduct import opening, panels, removing
from huaihai.brands.conduct import panels as conduct_panels
from huaihai.brands.conduct import verbs as conduct_verbs
from huaihai.brands.conduct.tests.cast import DAY, HOUR, Cast, actor_of, until_deciding
from huaihai.brands.models import ConductReport, PairDecision, Proceeding
from huaihai.brands.powers import Who
from huaihai.brands.tests.people import MONDAY, an_entry, declared
from huaihai.desk.lives import NotAllowed, NotPossible, Unfit
from huaihai.members.actors import Actor

LATER = MONDAY + DAY


@pytest.fixture
def suspended(cast: Cast) -> Proceeding:
    """A suspension in which the business may state its case."""
    return cast.fired(serious_cases=1)


@pytest.fixture
def at(cast: Cast, suspended: Proceeding) -> datetime:
    """It waits for two people; `near` has declared."""
    declared(cast.entry, cast.people.near)
    return until_deciding(suspended)


def proposed(cast: Cast, row: Proceeding, at: datetime, outcome: str = "lift", **said: Any) -> PairDecision:
    facts = {"reasons": "理由", "by": cast.people.near, **said}
    return conduct_verbs.propose(row, outcome=outcome, **facts, at=at)


SPEAKING = [conduct_verbs.state, conduct_verbs.remedy, panels.appeal]
PREPARING = [
    lambda row, by: conduct_verbs.set_day(row, meets_at=LATER + DAY, where="演示", by=by, at=LATER),
    lambda row, by: conduct_verbs.hold(row, minutes="记录", came=True, by=by, at=LATER),
    lambda row, by: removing.draft_motion(row, reasons="理由", by=by, at=LATER),
]


@pytest.mark.parametrize(
    ("who", "act"),
    [
        *(("holder", lambda row, by, say=say: say(row, text="说明", by=by, at=LATER)) for say in SPEAKING),
        *(("office", act) for act in PREPARING),
    ],
)
def test_only_the_business_speaks_for_itself_and_only_the_secretariat_prepares(
    cast: Cast, suspended: Proceeding, who: str, act: Callable[[Proceeding, Actor], Any]
) -> None:
    for by in cast.strangers(who):
        with pytest.raises(NotAllowed):
            act(suspended, by)


def test_two_people_of_two_cities_decide_and_neither_is_the_entrys_own(
    cast: Cast, suspended: Proceeding, at: datetime
) -> None:
    people = cast.people
    declared(cast.entry, people.home, people.near2, people.far, people.office)
    for by in (people.home, people.office, people.holder, people.auditor, Actor.public()):
        with pytest.raises(NotAllowed):
            proposed(cast, suspended, at, "confirm", by=by)
    made = proposed(cast, suspended, at, "confirm")
    for by in (people.near, people.near2, people.home, people.holder):
        with pytest.raises(NotAllowed):
            moving.agree(made, by=by, at=at)
    suspended.refresh_from_db()
    assert (suspended.stage, suspended.outcome) == ("deciding", "")
    moving.agree(made, by=people.far, at=at)
    suspended.refresh_from_db()
    assert suspended.outcome == "suspended"


def test_what_only_one_proposed_is_never_carried_out(cast: Cast, suspended: Proceeding, at: datetime) -> None:
    made = proposed(cast, suspended, at)
    with pytest.raises(NotAllowed):
        conduct_verbs.carry_out(made, by=cast.people.near, at=at)
    cast.entry.refresh_from_db()
    assert cast.entry.stage == "suspended"


def test_a_conflict_of_interest_keeps_one_out_and_so_does_not_declaring(
    cast: Cast, suspended: Proceeding, at: datetime
) -> None:
    with pytest.raises(NotPossible):
        proposed(cast, suspended, at, by=cast.people.far)
    moving.declare(cast.entry, has_conflict=True, what="亲属", by=cast.people.near, at=at)
    with pytest.raises(NotAllowed):
        proposed(cast, suspended, at)


def test_nothing_is_decided_while_the_business_may_still_speak(cast: Cast, suspended: Proceeding) -> None:
    declared(cast.entry, cast.people.near)
    with pytest.raises(NotPossible):
        proposed(cast, suspended, LATER, "confirm")


def test_a_removal_is_not_decided_by_two(cast: Cast) -> None:
    row = cast.fired(closed_or_moved=1)
    declared(cast.entry, cast.people.near)
    with pytest.raises(NotPossible):
        proposed(cast, row, until_deciding(row), "confirm")


@pytest.mark.parametrize(
    "said",
    [{"reasons": reasons} for reasons in ("", "  ", "请拨打 13800138000", "x" * 2001)]
    + [{"outcome": "warn"}],
)
def test_a_known_outcome_and_public_reasons_without_personal_data_are_needed(
    cast: Cast, suspended: Proceeding, at: datetime, said: dict[str, str]
) -> None:
    with pytest.raises(Unfit):
        proposed(cast, suspended, at, **said)


def test_a_decision_that_was_made_meanwhile_is_not_made_again(cast: Cast, suspended: Proceeding) -> None:
    at = until_deciding(suspended)
    cast.decided(suspended, "lift", at=at)
    with pytest.raises(NotPossible):
        proposed(cast, suspended, at)
    assert PairDecision.objects.filter(state="agreed").count() == 1


def test_nobody_opens_a_proceeding_by_hand(cast: Cast) -> None:
    cause = opening.Cause("report", {"zh": "", "en": ""}, "suspend", {}, "0" * 64, {})
    for who in (Who.OFFICE, Who.CITY, Who.STAFF, Who.HOLDER, Who.ANYBODY, Who.ASSESSOR):
        with pytest.raises(NotAllowed):
            opening.open_proceeding(cast.entry, cause, who=who, by=cast.people.office, at=MONDAY)
    cast.entry.refresh_from_db()
    assert cast.entry.stage == "held"
    assert not Proceeding.objects.exists()


def reported(cast: Cast, **said: Any) -> ConductReport:
    facts = {"origin": "city", "text": "换了经营者", "by": cast.people.home, **said}
    return opening.hand_in(facts.pop("entry", cast.entry), **facts, at=MONDAY)


def test_a_report_opens_nothing_until_two_agree(cast: Cast) -> None:
    report = reported(cast)
    assert not Proceeding.objects.exists()
    declared(cast.entry, cast.people.near, cast.people.far)
    made = opening.propose(report, outcome="suspend", reasons="情况严重", by=cast.people.near, at=MONDAY)
    with pytest.raises(NotAllowed):
        opening.carry_out(made, by=cast.people.near, at=MONDAY)
    moving.agree(made, by=cast.people.far, at=LATER)
    row = Proceeding.objects.get()
    cast.entry.refresh_from_db()
    assert (row.kind, row.report, cast.entry.stage) == ("suspend", report, "suspended")
    assert opening.waiting(cast.entry) == []


def test_a_report_can_come_to_nothing_and_the_same_source_is_reported_once(cast: Cast) -> None:
    report, again = (
        reported(cast, origin="misuse", source="misuse:1", by=Actor.public()) for _time in range(2)
    )
    assert report == again == ConductReport.objects.get()
    declared(cast.entry, cast.people.near, cast.people.far)
    made = opening.propose(report, outcome="nothing", reasons="查无此事", by=cast.people.near, at=MONDAY)
    moving.agree(made, by=cast.people.far, at=LATER)
    assert not Proceeding.objects.exists()
    with pytest.raises(NotPossible):
        opening.propose(report, outcome="warn", reasons="再看", by=cast.people.near, at=LATER)


def test_a_city_reports_by_its_staff_and_only_about_a_mark(cast: Cast) -> None:
    for by in (cast.people.holder, cast.people.auditor):
        with pytest.raises(NotAllowed):
            reported(cast, by=by)
    with pytest.raises(NotPossible):
        reported(cast, entry=an_entry(cast.people, "listed", what="演示"))


@pytest.fixture
def appealed(cast: Cast) -> tuple[Proceeding, datetime]:
    """A warning that the business appeals against, and the hour after."""
    row, at = cast.warned()
    cast.appealed(row, at=at + DAY)
    return row, at + DAY + HOUR


def test_the_panel_is_of_three_cities_and_of_people_without_a_part(
    cast: Cast, appealed: tuple[Proceeding, datetime]
) -> None:
    row, _at = appealed
    seats = conduct_panels.seats_taken(row)
    assert len({seat.body_id for seat in seats}) == conduct_panels.SEATS
    assert cast.entry.body_id not in {seat.body_id for seat in seats}
    parts = {cast.people.near.account_id, cast.people.far.account_id}
    assert not {*parts, cast.people.office.account_id} & {seat.account_id for seat in seats}
    assert parts <= conduct_panels.without_part(row)


def test_one_voice_of_the_panel_decides_nothing_and_two_that_differ_neither(
    cast: Cast, appealed: tuple[Proceeding, datetime]
) -> None:
    row, at = appealed
    seats = conduct_panels.seats_taken(row)
    for seat, choice in zip(seats, ("uphold", "set-aside", "set-aside"), strict=True):
        row.refresh_from_db()
        assert row.stage == "appealed"
        by = actor_of(seat)
        declared(cast.entry, by)
        conduct_panels.vote(seat, choice=choice, reasons="理由", by=by, at=at)
    row.refresh_from_db()
    assert (row.stage, row.outcome) == ("ended", "set-aside")


def test_only_those_who_were_drawn_vote_once_each_and_after_declaring(
    cast: Cast, appealed: tuple[Proceeding, datetime]
) -> None:
    row, at = appealed
    seat = conduct_panels.seats_taken(row)[0]
    by = actor_of(seat)

    def vote(actor: Actor, choice: str = "uphold", reasons: str = "理由") -> object:
        return conduct_panels.vote(seat, choice=choice, reasons=reasons, by=actor, at=at)

    with pytest.raises(NotPossible):
        vote(by)  # nothing was declared yet
    declared(cast.entry, by, cast.people.near)
    for other in cast.strangers():
        if other.account_id != by.account_id:  # anybody can be drawn
            with pytest.raises(NotAllowed):
                vote(other)
    for choice, reasons in (("both", "理由"), ("uphold", ""), ("uphold", "13800138000")):
        with pytest.raises(Unfit):
            vote(by, choice, reasons)
    vote(by)
    with pytest.raises(NotPossible):
        vote(by)


def test_whoever_has_a_conflict_leaves_the_panel_and_another_is_drawn(
    cast: Cast, appealed: tuple[Proceeding, datetime]
) -> None:
    row, at = appealed
    seat = conduct_panels.seats_taken(row)[0]
    moving.declare(cast.entry, has_conflict=True, what="亲属", by=actor_of(seat), at=at)
    sitting = conduct_panels.seats_taken(row)
    assert len(sitting) == conduct_panels.SEATS
    assert seat.account_id not in {one.account_id for one in sitting}
    with pytest.raises(NotAllowed):
        conduct_panels.vote(seat, choice="uphold", reasons="理由", by=actor_of(seat), at=at)
