"""What each source counts of one month."""

import json
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from huaihai.businesses.models import Correction
from huaihai.cases.models import Case
from huaihai.cases.verbs import fulfilment, negotiation, routing
from huaihai.cases.verbs.moving import moving
from huaihai.education.models import Delivery
from huaihai.education.tests.one_voice_cast import a_warning
from huaihai.education.tests.subscribers import Wish, subscriber
from huaihai.governance.models import Contact
from huaihai.governance.tests import deciding
from huaihai.insight.board import sources, surveys
from huaihai.insight.board.arithmetic import NOTHING, Measured
from huaihai.insight.board.registry import BY_KEY
from huaihai.insight.board.tests.readings import NOVEMBER, NOW, OCTOBER, ended
from huaihai.insight.comparing.adjusting import Stratum, compare
from huaihai.insight.models import Comparison, DayCount
from huaihai.insight.months import Span
from huaihai.insight.rollups.tests.files import a_file
from huaihai.kit.clock import ZONE
from huaihai.record.models import Clock, Event
from huaihai.supervision.models import PlanVersion, Project, Release
from huaihai.supervision.sweeping import verbs
from huaihai.supervision.sweeping.tests import scene
from huaihai.supervision.tests import people
from huaihai.supervision.tests.people import assemble, opened
from tests import cast
from tests.cast import TUESDAY
from tests.posts import body, load_alliance, load_tree, post_at

pytestmark = pytest.mark.django_db


DAY = timedelta(days=1)
DECEMBER = date(2026, 12, 1)
LATER = datetime(2026, 12, 28, 9, 0, tzinfo=ZONE)


def november(at: datetime = NOW) -> Span:
    return Span(NOVEMBER, at)


def numbers(found: Measured | None) -> tuple[int, int]:
    assert found is not None
    return found.part, found.of


def test_a_vote_with_quorum_counts_in_the_month_of_its_count() -> None:
    ten = deciding.assemble()
    deciding.carried_in_writing(ten, deciding.tabled(ten))
    assert numbers(sources.with_quorum(november())) == (1, 1)
    assert sources.with_quorum(Span(OCTOBER, NOW)) == NOTHING


def test_a_case_sent_back_did_not_find_its_door() -> None:
    who = cast.assemble()
    straight = cast.negotiating(who)
    fulfilment.withdraw(straight, text="不要了", by=cast.li(straight), at=TUESDAY)
    back = cast.filed(title="第二件").case
    routing.forward(back, to=who.lead, assessment="可以", by=who.wang, at=TUESDAY)
    routing.send_back(back, text="不在我们这里", by=who.zhao, at=TUESDAY)
    fulfilment.withdraw(back, text="不要了", by=cast.li(back), at=TUESDAY)
    assert numbers(sources.right_door_first(november())) == (1, 2)


def test_filed_away_counts_only_cases_whose_city_is_known() -> None:
    load_tree()
    a_file(TUESDAY, lead="city:411400")
    a_file(TUESDAY, lead="city:320300")
    a_file(TUESDAY)
    assert numbers(sources.filed_away(november())) == (1, 2)


def test_a_county_is_open_with_its_own_line_and_somebody_there() -> None:
    load_alliance()
    for key in ("county:320302", "county:320303"):
        Contact.objects.create(
            organisation=body(key),
            kind="public",
            label="大厅",
            phone="0516-12345",
            from_on=OCTOBER,
        )
    post_at("county:320302", username="there")
    found = sources.open_doors(november())
    assert found.part == 1
    assert found.of == 77


def test_what_nobody_confirmed_is_not_done_and_what_went_elsewhere_is_not_counted() -> None:
    load_tree()
    for facts in (
        {"result": "fulfilled", "settled_fen": 10_000},
        {"result": "unconfirmed"},
        {"result": "unfulfilled"},
    ):
        ended(at=TUESDAY, **facts)
    ended("terminated", at=TUESDAY)
    for stage in ("withdrawn", "declined", "referred", "linked"):
        ended(stage, at=TUESDAY)
    assert numbers(sources.confirmed(november())) == (1, 4)
    assert numbers(sources.recovered(november())) == (10_000, 1)


def test_every_step_of_a_real_case_stands_in_the_table_and_days_saved_are_counted() -> None:
    who = cast.assemble()
    case, offer = cast.offered(who)
    negotiation.accept(case, offer=offer, by=cast.li(case), at=TUESDAY + DAY)
    assert numbers(sources.days_saved(november())) == (59, 1)
    Case.objects.filter(pk=case.pk).update(submitted_at=TUESDAY - 70 * DAY)
    assert numbers(sources.days_saved(november())) == (60 - 71, 1)
    fulfilment.confirm(case, by=cast.li(case), at=TUESDAY + 2 * DAY)
    assert numbers(sources.without_by_pass(november())) == (1, 1)


def test_a_case_that_jumped_is_found() -> None:
    who = cast.assemble()
    case = cast.negotiating(who)
    Case.objects.filter(pk=case.pk).update(stage="deciding")
    case.refresh_from_db()
    with moving(case, "admit", by=who.zhao, at=TUESDAY):
        pass
    fulfilment.withdraw(case, text="不要了", by=cast.li(case), at=TUESDAY)
    assert numbers(sources.without_by_pass(november())) == (0, 1)


@pytest.mark.parametrize(
    ("steps", "stage", "fits"),
    [
        ([("register", "", "received"), ("withdraw", "received", "withdrawn")], "withdrawn", True),
        ([("register", "", "received")], "withdrawn", False),
        ([("withdraw", "received", "withdrawn")], "withdrawn", False),
        ([("register", "", "received"), ("conjure", "received", "closed")], "closed", False),
        ([("register", "", "received"), ("confirm", "received", "closed")], "closed", False),
        ([], "closed", False),
    ],
)
def test_a_way_fits_the_table_or_not(steps: list[tuple[str, str, str]], stage: str, fits: bool) -> None:
    assert sources.is_in_table(steps, stage) is fits


def clock(
    name: str = "take", *, due: date, ended_at: datetime | None = None, by: str = "", **more: object
) -> None:
    Clock.objects.create(
        subject=f"case:{Clock.objects.count()}",
        name=name,
        owner="org:x",
        limit_name="TAKE_FORWARDED",
        number=2,
        unit="wd",
        started_at=NOW - 20 * DAY,
        due_on=due,
        ended_at=ended_at,
        ended_by=by,
        **more,
    )


def test_a_step_is_counted_once_in_the_month_in_which_it_became_clear() -> None:
    tenth = datetime(2026, 11, 10, 23, 30, tzinfo=ZONE)
    clock(due=tenth.date(), ended_at=tenth, by="take")  # on its last day
    clock(due=tenth.date() - DAY, ended_at=tenth, by="take")  # a day late
    clock(due=tenth.date())  # never taken
    clock(due=date(2026, 12, 20))  # not due yet
    clock(due=tenth.date(), paused_on=tenth.date())  # waits
    clock(due=tenth.date(), ended_at=tenth, by="withdraw")  # the consumer ended it
    clock("negotiate", due=tenth.date(), ended_at=tenth, by="accept")  # not a step of the bodies
    clock(due=date(2026, 10, 30), ended_at=tenth, by="take")  # was late in October
    assert numbers(sources.steps_on_time(november())) == (1, 3)
    assert numbers(sources.steps_on_time(Span(OCTOBER, NOW))) == (0, 1)


def test_the_last_day_is_not_over_and_a_limit_in_hours_ends_at_its_hour() -> None:
    clock(due=NOW.date())
    assert sources.steps_on_time(november()) == NOTHING
    at = datetime(2026, 11, 10, 12, 0, tzinfo=ZONE)
    clock(due=at.date(), due_at=at, ended_at=at - timedelta(minutes=1), by="take")
    clock(due=at.date(), due_at=at, ended_at=at + timedelta(minutes=1), by="take")
    assert numbers(sources.steps_on_time(november())) == (1, 2)


def test_a_city_takes_part_when_it_has_checked_and_a_recheck_counts_by_its_last_day() -> None:
    who = people.assemble()
    sweep = scene.running(who)
    found = scene.finding(scene.inspected(sweep, scene.gym(), "price", by=who.leader), "price")
    assert found.stage == "open"
    before = sources.cities_taking_part(Span(DECEMBER, scene.MONDAY))
    assert before.of == 0  # it still runs
    after = sources.cities_taking_part(Span(DECEMBER, LATER))
    assert (after.part, after.of, after.facts["named"]) == (1, 1, 2)
    Clock.objects.create(
        subject=found.record_key, name="recheck", owner="org:x", limit_name="RECHECK", number=5, unit="wd",
        started_at=scene.MONDAY + DAY, due_on=date(2026, 12, 15),
    )  # fmt: skip
    assert numbers(sources.rechecks_done(Span(DECEMBER, LATER))) == (0, 1)
    type(found).objects.filter(pk=found.pk).update(stage="due")
    found.refresh_from_db()
    verbs.recheck(found, result="cured", client_key=scene.key(9), by=who.leader, at=LATER)
    assert numbers(sources.rechecks_done(Span(DECEMBER, LATER))) == (1, 1)


def test_minutes_run_from_the_first_city_reached_to_the_last_and_one_alone_has_none() -> None:
    text = a_warning(at=TUESDAY)
    edition = text.editions.get()
    assert sources.minutes_first_to_last(november()) == NOTHING
    for place, (city, minutes) in enumerate((("city:320300", 1), ("city:320300", 50), ("city:341300", 11))):
        reader = subscriber(f"r{place}@example.com", Wish(kinds=("warning",), cities=(city,)))
        Delivery.objects.create(
            edition=edition, subscription=reader, channel="email", text_hash="x", state="sent",
            queued_at=TUESDAY, due_at=TUESDAY, ended_at=TUESDAY + timedelta(minutes=minutes),
        )  # fmt: skip
    assert numbers(sources.minutes_first_to_last(november())) == (10, 1)


def test_a_correction_counts_when_it_is_asked() -> None:
    who = cast.assemble()
    Correction.objects.create(
        business=who.shop,
        body=who.lead,
        fact="name",
        wrong="名字",
        why="改过名",
        asked_by="x",
        asked_at=TUESDAY,
    )
    assert numbers(sources.corrections(november())) == (1, 1)


def complaints(around: date, *waves: tuple[int, int]) -> None:
    """So many complaints on so many days after a day."""
    DayCount.objects.bulk_create(
        DayCount(
            day=around + timedelta(days=days), city="320300", category="G01", nature="N01", received=count
        )
        for days, count in waves
    )


@pytest.mark.parametrize(("wave", "before"), [(40, 1), (-60, 0)])
def test_a_warning_is_in_time_before_the_middle_of_the_wave(wave: int, before: int) -> None:
    out = datetime(2026, 8, 10, 9, 0, tzinfo=ZONE)
    a_warning(at=out)
    complaints(out.date(), *((wave + day, 2) for day in range(14)))
    assert numbers(sources.warnings_in_time(november())) == (before, 1)


def test_a_warning_without_a_wave_or_still_watched_is_not_judged() -> None:
    out = datetime(2026, 8, 10, 9, 0, tzinfo=ZONE)
    a_warning(at=out)
    complaints(out.date(), *((day, 1) for day in range(-90, 91)))
    assert sources.warnings_in_time(november()) == NOTHING
    a_warning(at=TUESDAY, slug="later")
    assert sources.warnings_in_time(november()) == NOTHING
    days = [0] * 181
    days[100] = 20
    assert sources.peak(days) == 100 - 27 + 14
    assert sources.peak([0] * 181) is None
    assert sources.peak([5]) is None


def test_what_is_told_of_today_only_leaves_the_past_as_it_is() -> None:
    assert sources.gap_between_cities(Span(OCTOBER, NOW)) is None
    assert surveys.satisfaction(Span(OCTOBER, NOW)) is None
    assert sources.gap_between_cities(november()) == NOTHING
    assert surveys.satisfaction(november()) == NOTHING


def test_no_source_writes_anything() -> None:
    cast.assemble()
    events = Event.objects.count()
    for kind in BY_KEY.values():
        kind.source(november())
    assert Event.objects.count() == events


TODAY = Span(NOVEMBER, NOW)


def survey(*, measure: str = "satisfaction", shown: bool = True, **changed: Any) -> Project:
    """A survey whose results are out."""
    people = assemble()
    project = opened(people, "survey", {"measure": measure})
    index = {"value": "78.14", "low": "75.2", "high": "81.0", "n": 412}
    file = json.dumps({"scores": [{"by": "", "is": "", "n": 412, "shown": shown, "index": index}]})
    plan = PlanVersion.objects.create(
        project=project, number=1, plan={"measure": measure}, plan_hash="0" * 64, at=NOW, by="x"
    )
    release = Release.objects.create(
        project=project, number=1, file=file, sha256="0" * 64, at=NOW, by="x", published_at=NOW
    )
    facts = {"stage": "published", "registered": plan, "release": release, "published_at": NOW} | changed
    Project.objects.filter(pk=project.pk).update(**facts)
    return project


def test_the_index_of_the_newest_survey_comes_with_interval_and_count() -> None:
    project = survey()
    found = surveys.satisfaction(TODAY)
    assert found is not None
    assert (found.part, found.of) == (781, 10)
    assert found.facts == {"low": "75.2", "high": "81.0", "answers": 412, "project": project.number}


@pytest.mark.parametrize("changed", [{"measure": "visitors"}, {"shown": False}, {"withdrawn_at": NOW}])
def test_no_index_from_another_survey_from_too_few_or_from_one_taken_back(changed: dict[str, Any]) -> None:
    survey(**changed)
    found = surveys.satisfaction(TODAY)
    assert found is not None
    assert found.of == 0


def test_confidence_is_the_share_of_visitors_whose_first_choice_it_is() -> None:
    survey(measure="visitors")
    share = {"choice": "yes", "share": "0.4125", "low": "0.36", "high": "0.47"}
    file = json.dumps({"tables": [{"groups": [{"by": "", "n": 320, "shown": True, "shares": [share]}]}]})
    found = surveys._first_choice(json.loads(file))
    assert found is not None
    assert (round(found[0], 2), found[1]["low"], found[1]["answers"]) == (Decimal("41.25"), "36.00", 320)
    assert surveys.confidence(TODAY) == NOTHING  # a file without such a table
    assert surveys.confidence(Span(OCTOBER, NOW)) is None


def test_the_gap_is_read_in_tenths_of_a_point() -> None:
    strata = [Stratum("a", ("x",), 200, 170), Stratum("b", ("x",), 200, 130)]
    Comparison.objects.create(
        measure="confirmed",
        through=date(2026, 8, 1),
        content=[one.as_json() for one in compare(strata)],
        made_at=NOW,
    )
    found = sources.gap_between_cities(TODAY)
    assert found is not None
    assert (found.part, found.of) == (200, 10)
    assert found.facts == {"through": "2026-08-01"}


def test_who_goes_again_before_it_is_due_has_made_the_recheck_too() -> None:
    who = people.assemble()
    sweep = scene.running(who)
    found = scene.finding(scene.inspected(sweep, scene.gym(), "price", by=who.leader), "price")
    type(found).objects.filter(pk=found.pk).update(stage="due")
    found.refresh_from_db()
    verbs.recheck(found, result="cured", client_key=scene.key(9), by=who.leader, at=LATER)
    assert not Clock.objects.filter(name="recheck").exists()
    assert numbers(sources.rechecks_done(Span(DECEMBER, LATER + DAY))) == (1, 1)
    assert numbers(sources.rechecks_done(november())) == (0, 0)


def test_days_to_the_end_are_counted_by_day_without_what_was_taken_back() -> None:
    load_tree()
    for days, stage in ((3, "closed"), (3, "terminated"), (10, "closed"), (1, "withdrawn"), (1, "declined")):
        case = ended(stage, at=TUESDAY)
        type(case).objects.filter(pk=case.pk).update(submitted_at=TUESDAY - timedelta(days=days))
    found = sources.days_to_close(november())
    assert (found.part, found.of, found.facts) == (16, 3, {"days": {"3": 2, "10": 1}})
