"""From the points to the notice, and objections to it: clocks, who decides, what follows."""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any

import pytest

from huaihai.brands import moving
from huaihai.brands.assessing import verbs as assessing_verbs
from huaihai.brands.assessing.falling_due import due_acts as assessing_due
from huaihai.brands.assessing.tests.scene import (
    CRITERIA,
    DAY,
    Scene,
    adopted,
    both,
    criteria,
    flat,
    free,
    opened,
    ready,
)
from huaihai.brands.models import AssessmentRound, Basis, Entry, Notice, NoticeObjection, PairDecision
from huaihai.brands.noticing import objections, voting
from huaihai.brands.noticing.falling_due import due_acts
from huaihai.brands.noticing.tests.scene import (
    LAST,
    OVER,
    WHY,
    Outside,
    decided,
    deciders,
    notice_of,
    objected,
)
from huaihai.brands.scoring.tests import designs
from huaihai.brands.tests.people import MONDAY, TODAY, People, declared
from huaihai.desk import hearing
from huaihai.desk.lives import NotAllowed, NotPossible, Unfit
from huaihai.governance.models import Resolution
from huaihai.members.actors import Actor
from huaihai.record import clocks as record_clocks
from huaihai.record.models import Event, OutboxMessage
from huaihai.supervision.tests.people import client_of

pytestmark = pytest.mark.django_db


def assessed(people: People, one: dict[str, int], other: dict[str, int]) -> Scene:
    """Two have given their points."""
    scene = opened(people)
    both(scene, one, other)
    return scene


def concluded(scene: Scene, *, at: datetime = MONDAY) -> AssessmentRound:
    """What follows from the points is done; the round as it is then."""
    held = scene.round
    assessing_verbs.conclude(held.pk, at=at)
    scene.entry.refresh_from_db()
    held.refresh_from_db()
    return held


def night(due: Callable[[datetime], Iterable[Callable[[], object]]], at: datetime) -> int:
    """What has fallen due is done; how much that was."""
    acts = list(due(at))
    for act in acts:
        act()
    return len(acts)


def test_points_that_are_enough_lead_to_a_notice_by_rule(scene: Scene, notice: Notice) -> None:
    assert scene.entry.stage == "notice"
    assert hearing.last_day(notice) == LAST.date() == date(2026, 11, 16)
    told = Event.objects.get(subject=scene.entry.record_key, verb="brand_give_notice").facts
    assert (told["who"], told["until"]) == ("rule", "2026-11-16")


def by_the_first_criteria(people: People, one: dict[str, int], other: dict[str, int]) -> Scene:
    """Assessed while the criteria ask of each entry how far two assessors agree; concluded in the night."""
    scene = ready(people)
    adopted(people, designs.first_format())
    assessing_verbs.open_round(scene.entry, at=MONDAY)
    for seat in scene.seats():
        free(scene, seat)
    both(scene, one, other)
    concluded(scene)
    return scene


def test_criteria_that_ask_each_entry_for_agreement_are_kept(people: People, outside: Outside) -> None:
    scene = by_the_first_criteria(people, flat(75), flat(100))
    held = AssessmentRound.objects.get()
    assert (scene.entry.stage, held.criteria.number, held.outcome) == ("listed", 2, "short")
    assert [(one["what"], one["needed"]) for one in held.missing] == [("agreement", "0.6")]
    page = client_of(people.near).get(scene.entry.office_url).content.decode()
    assert "第 2 版标准要求 0.6" in page


def test_two_who_agree_by_them_lead_to_the_notice(people: People, outside: Outside) -> None:
    points = flat(75, own=25, rooted=100)
    assert by_the_first_criteria(people, points, points).entry.stage == "notice"


def test_points_that_are_not_enough_lead_back_to_the_directory(people: People, outside: Outside) -> None:
    people.shop.phone = "13900000001"
    people.shop.save()
    outside.short = {"total": True, "hearts": ["care"], "criteria": [CRITERIA["criteria"][0]["key"]]}
    outside.total = "60.1"
    scene = assessed(people, flat(25), flat(25))

    held = concluded(scene)

    assert (scene.entry.stage, held.outcome) == ("listed", "short")
    assert [one["what"] for one in held.missing] == ["total", "heart", "criterion"]
    needed = CRITERIA["admission"]["total"]
    assert held.missing[0] == {"what": "total", "key": "", "points": "60.1", "needed": needed}
    row = OutboxMessage.objects.order_by("-created_at", "-pk").first()
    assert row is not None
    assert scene.entry.number in row.text
    assert not Notice.objects.exists()


def test_nothing_follows_while_the_basis_is_gone_or_points_are_missing(
    people: People, outside: Outside
) -> None:
    scene = opened(people)
    concluded(scene)
    both(scene, flat(75), flat(75))
    Basis.objects.update(ended_on=TODAY)
    concluded(scene)
    assert scene.entry.stage == "assessing"
    assert not list(assessing_due(MONDAY))


def test_the_night_goes_on_with_a_counted_round_once(people: People, outside: Outside) -> None:
    assessed(people, flat(75), flat(75))
    for _night in range(2):
        night(assessing_due, MONDAY + DAY)
    assert Notice.objects.count() == 1


def test_the_days_of_the_notice_are_those_of_the_criteria(people: People, outside: Outside) -> None:
    scene = assessed(people, flat(75), flat(75))
    criteria(people, notice_working_days=15)
    concluded(scene)
    assert hearing.last_day(notice_of(scene.entry)) == date(2026, 11, 23)


def test_spring_festival_does_not_count_and_a_makeup_saturday_does(people: People, outside: Outside) -> None:
    scene = assessed(people, flat(75), flat(75))
    at = MONDAY.replace(year=2026, month=2, day=9)
    Resolution.objects.update(adopted_on=date(2026, 1, 1), in_force_from=date(2026, 1, 1))
    AssessmentRound.objects.update(completed_at=at)
    concluded(scene, at=at)
    last = hearing.last_day(notice_of(scene.entry))
    days = record_clocks.calendar()
    counted = [at.date() + n * DAY for n in range(1, (last - at.date()).days + 1)]
    assert sum(days.is_working_day(day) for day in counted) == 10
    assert any(day.weekday() >= 5 and days.is_working_day(day) for day in counted)
    assert any(day.weekday() < 5 and not days.is_working_day(day) for day in counted)


def test_anybody_objects_until_the_last_day_and_the_record_says_neither_what_nor_who(notice: Notice) -> None:
    made = objected(notice, at=LAST, contact="演示 13900000002")
    assert made.number == f"{notice.entry.number}-Y1"
    assert hearing.last_day(made) == date(2026, 11, 30)
    with pytest.raises(NotPossible):
        objected(notice, at=OVER)
    assert NoticeObjection.objects.count() == 1
    told = Event.objects.get(verb="brand_objection")
    assert WHY not in str(told.facts) + told.text
    assert "13900000002" not in str(told.facts) + told.text


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"what": " "}, "what"),
        ({"why": ""}, "why"),
        ({"what": "x" * 201}, "what"),
        ({"why": "x" * 3001}, "why"),
        ({"contact": "x" * 201}, "contact"),
        ({"what": "找 13812345678"}, "what"),
    ],
)
def test_an_objection_that_does_not_fit_is_refused_with_its_field(
    notice: Notice, said: dict[str, Any], field: str
) -> None:
    with pytest.raises(Unfit) as refused:
        objected(notice, **said)
    assert refused.value.field == field


def test_a_flood_is_asked_to_call_and_nobody_objects_without_a_basis(
    notice: Notice, monkeypatch: pytest.MonkeyPatch
) -> None:
    Basis.objects.update(ended_on=TODAY)
    with pytest.raises(NotPossible):
        objected(notice)
    Basis.objects.update(ended_on=None)
    monkeypatch.setattr(objections, "MOST_OPEN", 2)
    objected(notice)
    objected(notice)
    with pytest.raises(NotPossible):
        objected(notice)


def test_one_that_is_not_upheld_leaves_the_notice_with_its_reasons(scene: Scene, notice: Notice) -> None:
    made = objected(notice)
    for day in (LAST, OVER):
        assert voting.why_not(notice, day.date())  # it is open
    decided(scene, made, "not-upheld")
    assert (made.state, made.reasons, scene.entry.stage) == ("not-upheld", "演示：查过了", "notice")
    assert not record_clocks.running(made.record_key)
    assert voting.why_not(notice_of(scene.entry), LAST.date())  # the notice still runs
    assert voting.why_not(notice_of(scene.entry), OVER.date()) == ""


def test_one_that_is_upheld_calls_it_off_and_the_others_are_without_object(
    scene: Scene, notice: Notice
) -> None:
    made, other = objected(notice), objected(notice)
    decided(scene, made, "upheld")
    other.refresh_from_db()
    assert (scene.entry.stage, made.state, other.state) == ("listed", "upheld", "dropped")
    told = Event.objects.get(subject=scene.entry.record_key, verb="brand_call_off").facts
    assert told["who"] == "pair"
    assert AssessmentRound.objects.get().outcome == "called-off"
    with pytest.raises(NotPossible):
        objected(notice)


def proposed(objection: NoticeObjection, by: Actor, **said: str) -> PairDecision:
    facts = {"outcome": "upheld", "reasons": "演示", **said}
    return objections.propose(objection, **facts, by=by, at=MONDAY)


def test_neither_one_alone_nor_who_assessed_it_nor_the_own_city_decides(scene: Scene, notice: Notice) -> None:
    made = objected(notice)
    one, _other = deciders(scene)
    home = scene.people.home
    declared(scene.entry, home)
    with pytest.raises(NotAllowed):
        proposed(made, home)
    with pytest.raises(NotAllowed, match=r"assessed|评审"):
        proposed(made, scene.actor(scene.seats()[0]))
    for said, field in (({"outcome": "maybe"}, "outcome"), ({"reasons": "问 13812345678"}, "reasons")):
        with pytest.raises(Unfit) as refused:
            proposed(made, one, **said)
        assert refused.value.field == field
    decision = proposed(made, one)
    with pytest.raises(NotAllowed):
        moving.agree(decision, by=one, at=MONDAY)
    second = next(seat for seat in scene.seats() if seat.body != decision.proposed_for)
    with pytest.raises(NotAllowed, match=r"assessed|评审"):
        moving.agree(decision, by=scene.actor(second), at=MONDAY)
    made.refresh_from_db()
    assert made.state == "open"


def test_the_contact_is_erased_half_a_year_after_the_decision(scene: Scene, notice: Notice) -> None:
    made = objected(notice, contact="演示 13900000002")
    decided(scene, made, "not-upheld")
    before = made.fingerprint
    voting.put_to_vote([notice_of(scene.entry)], at=OVER)
    assert not list(due_acts(MONDAY + 179 * DAY))
    night(due_acts, MONDAY + 181 * DAY)
    made = NoticeObjection.objects.get()
    assert (made.contact, made.why, made.fingerprint) == ("", WHY, before)


def test_an_entry_that_leaves_takes_its_notice_with_it(scene: Scene, notice: Notice) -> None:
    made = objected(notice)
    Entry.objects.filter(pk=scene.entry.pk).update(stage="left")
    night(assessing_due, MONDAY + DAY)
    made.refresh_from_db()
    assert (made.state, AssessmentRound.objects.get().outcome) == ("dropped", "dropped")
    assert not list(assessing_due(MONDAY + DAY))


def test_a_decision_that_comes_late_is_noted_once(notice: Notice) -> None:
    made = objected(notice)
    assert not list(due_acts(LAST))
    for _night in range(2):
        night(due_acts, OVER)
    assert Event.objects.get(verb="brand_objection_late").facts["objection"] == made.number
    assert voting.why_not(notice, (OVER + 30 * DAY).date())
