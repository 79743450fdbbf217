"""Who may do what in a proceeding: nothing is decided by one person, by the entry's own city, or by hand."""

from collections.abc import Callable
from typing import Any

import pytest

from huaihai.brands import moving
from huaihai.brands.conduct import opening, panels, removing
from huaihai.brands.conduct import verbs as conduct_verbs
from huaihai.brands.conduct.tests import cast as scene
from huaihai.brands.conduct.tests.cast import DAY, Cast
from huaihai.brands.models import ConductReport, PairDecision, Proceeding
from huaihai.brands.powers import Who
from huaihai.brands.tests.people import MONDAY, an_entry, declared
from huaihai.desk.lives import NotAllowed, NotPossible, Unfit
from huaihai.members.actors import Actor

LATER = MONDAY + DAY


@pytest.fixture
def suspended(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Proceeding:
    """A suspension in which the business may state its case."""
    return scene.fired(cast, monkeypatch, serious_cases=1)


@pytest.mark.parametrize(
    "act",
    [
        lambda row, by: conduct_verbs.state(row, text="说明", by=by, at=LATER),
        lambda row, by: conduct_verbs.remedy(row, text="说明", by=by, at=LATER),
        lambda row, by: panels.appeal(row, text="说明", by=by, at=LATER),
    ],
)
def test_only_who_manages_the_business_speaks_for_it(
    cast: Cast, suspended: Proceeding, act: Callable[[Proceeding, Actor], Any]
) -> None:
    for by in scene.strangers(cast, "holder"):
        with pytest.raises(NotAllowed):
            act(suspended, by)


def test_only_the_secretariat_prepares_hearing_and_vote(cast: Cast, suspended: Proceeding) -> None:
    acts: list[Callable[[Actor], object]] = [
        lambda by: conduct_verbs.set_day(suspended, meets_at=LATER + DAY, where="演示", by=by, at=LATER),
        lambda by: conduct_verbs.hold(suspended, minutes="记录", came=True, by=by, at=LATER),
        lambda by: removing.draft_motion(suspended, reasons="理由", by=by, at=LATER),
    ]
    for act in acts:
        for by in scene.strangers(cast, "office"):
            with pytest.raises(NotAllowed):
                act(by)


def test_two_people_of_two_cities_decide_and_neither_is_the_entrys_own(
    cast: Cast, suspended: Proceeding
) -> None:
    at = scene.until_deciding(suspended)
    people = cast.people
    declared(cast.entry, people.home, people.near, people.near2, people.far, people.office)
    for by in (people.home, people.office, people.holder, people.auditor, Actor.public()):
        with pytest.raises(NotAllowed):
            conduct_verbs.propose(suspended, outcome="confirm", reasons="理由", by=by, at=at)
    made = conduct_verbs.propose(suspended, outcome="confirm", reasons="理由", by=people.near, at=at)
    for by in (people.near, people.near2, people.home, people.holder):
        with pytest.raises(NotAllowed):
            moving.agree(made, by=by, at=at)
    suspended.refresh_from_db()
    assert (suspended.stage, suspended.outcome) == ("deciding", "")
    moving.agree(made, by=people.far, at=at)
    suspended.refresh_from_db()
    assert suspended.outcome == "suspended"


def test_what_only_one_proposed_is_never_carried_out(cast: Cast, suspended: Proceeding) -> None:
    at = scene.until_deciding(suspended)
    declared(cast.entry, cast.people.near)
    made = conduct_verbs.propose(suspended, outcome="lift", reasons="理由", by=cast.people.near, at=at)
    with pytest.raises(NotAllowed):
        conduct_verbs.carry_out(made, by=cast.people.near, at=at)
    cast.entry.refresh_from_db()
    assert cast.entry.stage == "suspended"


def test_a_conflict_of_interest_keeps_one_out(cast: Cast, suspended: Proceeding) -> None:
    at = scene.until_deciding(suspended)
    with pytest.raises(NotPossible):
        conduct_verbs.propose(suspended, outcome="lift", reasons="理由", by=cast.people.near, at=at)
    moving.declare(cast.entry, has_conflict=True, what="亲属", by=cast.people.near, at=at)
    with pytest.raises(NotAllowed):
        conduct_verbs.propose(suspended, outcome="lift", reasons="理由", by=cast.people.near, at=at)


def test_nothing_is_decided_while_the_business_may_still_speak(cast: Cast, suspended: Proceeding) -> None:
    declared(cast.entry, cast.people.near)
    with pytest.raises(NotPossible):
        conduct_verbs.propose(suspended, outcome="confirm", reasons="理由", by=cast.people.near, at=LATER)


def test_a_removal_is_not_decided_by_two(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    row = scene.fired(cast, monkeypatch, closed_or_moved=1)
    at = scene.until_deciding(row)
    declared(cast.entry, cast.people.near)
    with pytest.raises(NotPossible):
        conduct_verbs.propose(row, outcome="confirm", reasons="理由", by=cast.people.near, at=at)


@pytest.mark.parametrize("reasons", ["", "  ", "请拨打 13800138000", "x" * 2001])
def test_public_reasons_are_needed_and_hold_no_personal_data(
    cast: Cast, suspended: Proceeding, reasons: str
) -> None:
    at = scene.until_deciding(suspended)
    declared(cast.entry, cast.people.near)
    with pytest.raises(Unfit):
        conduct_verbs.propose(suspended, outcome="lift", reasons=reasons, by=cast.people.near, at=at)


def test_an_outcome_that_is_none_is_refused(cast: Cast, suspended: Proceeding) -> None:
    at = scene.until_deciding(suspended)
    declared(cast.entry, cast.people.near)
    with pytest.raises(Unfit):
        conduct_verbs.propose(suspended, outcome="warn", reasons="理由", by=cast.people.near, at=at)


def test_nobody_opens_a_proceeding_by_hand(cast: Cast) -> None:
    cause = opening.Cause("report", {"zh": "", "en": ""}, "suspend", {}, "0" * 64, {})
    for who in (Who.OFFICE, Who.CITY, Who.STAFF, Who.HOLDER, Who.ANYBODY, Who.ASSESSOR):
        with pytest.raises(NotAllowed):
            opening.open_proceeding(cast.entry, cause, who=who, by=cast.people.office, at=MONDAY)
    cast.entry.refresh_from_db()
    assert cast.entry.stage == "held"
    assert not Proceeding.objects.exists()


def test_a_report_opens_nothing_until_two_agree(cast: Cast) -> None:
    report = opening.hand_in(cast.entry, origin="city", text="换了经营者", by=cast.people.home, at=MONDAY)
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


def test_a_report_can_come_to_nothing(cast: Cast) -> None:
    report = opening.hand_in(
        cast.entry, origin="misuse", source="misuse:1", text="招牌", by=Actor.public(), at=MONDAY
    )
    declared(cast.entry, cast.people.near, cast.people.far)
    made = opening.propose(report, outcome="nothing", reasons="查无此事", by=cast.people.near, at=MONDAY)
    moving.agree(made, by=cast.people.far, at=LATER)
    assert not Proceeding.objects.exists()
    with pytest.raises(NotPossible):
        opening.propose(report, outcome="warn", reasons="再看", by=cast.people.near, at=LATER)


def test_the_same_source_is_reported_once(cast: Cast) -> None:
    def hand_in() -> ConductReport:
        return opening.hand_in(
            cast.entry, origin="misuse", source="misuse:1", text="招牌", by=Actor.public(), at=MONDAY
        )

    assert hand_in() == hand_in()
    assert ConductReport.objects.count() == 1


@pytest.mark.parametrize("by", ["holder", "auditor"])
def test_a_report_of_a_city_comes_from_its_staff(cast: Cast, by: str) -> None:
    with pytest.raises(NotAllowed):
        opening.hand_in(cast.entry, origin="city", text="x", by=getattr(cast.people, by), at=MONDAY)


def test_nothing_is_reported_about_an_entry_without_a_mark(cast: Cast) -> None:
    other = an_entry(cast.people, "listed", what="演示")
    with pytest.raises(NotPossible):
        opening.hand_in(other, origin="city", text="x", by=cast.people.home, at=MONDAY)


def test_a_decision_that_was_made_meanwhile_is_not_made_again(cast: Cast, suspended: Proceeding) -> None:
    at = scene.until_deciding(suspended)
    scene.decided(cast, suspended, "lift", at=at)
    with pytest.raises(NotPossible):
        conduct_verbs.propose(suspended, outcome="lift", reasons="理由", by=cast.people.near, at=at)
    assert PairDecision.objects.filter(state="agreed").count() == 1
