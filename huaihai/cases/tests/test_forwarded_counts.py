"""What is counted of forwarded cases and who reads the rows."""

from datetime import date, time, timedelta

import pytest
from django.db import connection

from huaihai.cases import figures, periods
from huaihai.cases.models import Case, Forwarding
from huaihai.cases.tests.fates import LATER, NOW, every_fate, sent
from huaihai.cases.verbs import intake, routing
from huaihai.kit.clock import local_moment
from huaihai.members.actors import Actor
from huaihai.members.models import Role
from huaihai.record import clocks
from tests import cast as people
from tests.posts import body, officer_of

pytestmark = pytest.mark.django_db


def of_the_quarter(what: str = "all", **where: str) -> figures.Part:
    return figures.Part(periods.quarter_of(LATER.date()), what, **where)


def behind(what: str) -> list[str]:
    found = figures.forwardings(Actor.system("tests"), of_the_quarter(what), LATER.date())
    return sorted(str(row.case.number) for row in found)


def test_forwarding_writes_one_row_with_the_clock_it_ended_and_the_two_it_started(cast: people.Cast) -> None:
    case = sent(cast)

    row = Forwarding.objects.get()

    assert (row.case, row.from_city, row.to_city, row.forwarded_at) == (case, cast.home, cast.lead, NOW)
    assert (row.forward_clock.name, row.forward_clock.ended_by) == ("forward", "forward")
    running = clocks.running(case.record_key)
    assert {"take": row.take_clock, "decide": row.decide_clock} == running


def test_a_forwarding_that_is_refused_leaves_no_row(cast: people.Cast) -> None:
    case = people.filed(NOW).case

    with pytest.raises(routing.Unfit):
        routing.forward(case, to=cast.home, assessment="Clear.", by=cast.wang, at=NOW)

    assert not Forwarding.objects.exists()


def test_a_case_filed_in_a_county_comes_from_its_city(cast: people.Cast) -> None:
    county = body("county:320302")
    officer = officer_of(county.key)
    receipt = intake.register(
        organisation=county, origin=Case.Origin.VISIT, by=officer, at=NOW,
        stated=intake.Stated(name="Kettle shop (test)", region_code=people.LEAD),
        title="电热水壶漏电", story="漏电。", remedies=["refund"], name="Li (test)", phone=people.PHONE,
        consumer_at="320302", bought=Case.Bought.OFFLINE,
    )  # fmt: skip
    intake.consent(receipt.case, purposes=["other_body", "business"], at=NOW)

    routing.forward(receipt.case, to=cast.lead, assessment="Clear.", by=officer, at=NOW)

    assert Forwarding.objects.get().from_city == cast.home


@pytest.mark.parametrize(
    ("what", "fates"),
    [
        ("sent_late", {"sent_late"}),
        ("taken_late", {"taken_late"}),
        ("waiting", {"waiting", "waiting_late", "sent_late"}),
        ("waiting_late", {"waiting_late", "sent_late"}),
        ("came_back", {"recalled", "sent_back_untaken", "sent_back", "sent_again"}),
        ("answer_late", {"waiting_late", "taken_late", "declined_late", "sent_again"}),
        ("ended", {"withdrawn_untaken", "declined_late", "settled"}),
    ],
)
def test_each_fate_is_counted_where_it_belongs(cast: people.Cast, what: str, fates: set[str]) -> None:
    cases = every_fate(cast)

    assert behind(what) == sorted(str(cases[name].number) for name in fates)


def test_a_case_sent_back_and_forwarded_again_is_two_rows(cast: people.Cast) -> None:
    cases = every_fate(cast)
    number = str(cases["sent_again"].number)

    assert behind("all").count(number) == 2
    assert behind("came_back").count(number) == 1
    assert behind("taken_in_time").count(number) == 1


def test_a_day_ends_at_midnight_here(cast: people.Cast) -> None:
    case = every_fate(cast)["taken_late"]
    clock, number = Forwarding.objects.get(case=case).take_clock, str(case.number)

    clock.ended_at = local_moment(clock.due_on, time(23, 30))
    clock.save(update_fields=["ended_at"])
    assert (number in behind("taken_in_time"), number in behind("taken_late")) == (True, False)

    clock.ended_at += timedelta(hours=1)
    clock.save(update_fields=["ended_at"])
    assert (number in behind("taken_in_time"), number in behind("taken_late")) == (False, True)


def test_arrivals_add_up_to_what_was_forwarded(cast: people.Cast) -> None:
    every_fate(cast)

    parts = [len(behind(what)) for what in ("taken_in_time", "taken_late", "waiting")]
    ended_untaken = Forwarding.objects.exclude(take_clock__ended_at=None).exclude(take_clock__ended_by="take")

    assert sum(parts) + ended_untaken.count() == len(behind("all")) == Forwarding.objects.count()


def test_a_city_reads_the_rows_from_and_to_itself_and_the_alliances_desk_all_of_them(
    cast: people.Cast,
) -> None:
    case = sent(cast)
    stranger, county = officer_of("city:341300"), officer_of("county:320302")
    auditor_of_the_city = officer_of("city:320300", Role.AUDITOR)
    auditor, desk = officer_of("alliance", Role.AUDITOR), officer_of("alliance", Role.SECRETARIAT)
    desk_in_a_city = officer_of("city:341300", Role.SECRETARIAT)
    head_of_a_city = officer_of("city:341300", Role.HEAD)
    nobody = (stranger, officer_of("alliance", Role.SYSTEM_ADMIN), officer_of("city:320300", Role.SYSTEM_ADMIN),
              officer_of("alliance", Role.OFFICER),
              officer_of("county:341302", Role.HEAD), cast.sun, people.li(case), Actor.public())  # fmt: skip

    for reader in (
        cast.wang,
        cast.zhao,
        cast.qian,
        county,
        auditor_of_the_city,
        auditor,
        desk,
        desk_in_a_city,
        head_of_a_city,
    ):
        assert Forwarding.objects.visible_to(reader).count() == 1, reader
        assert Case.objects.listed_to(reader).count() == 1, reader
    for reader in nobody:
        assert not Forwarding.objects.visible_to(reader).exists(), reader
        assert not Case.objects.listed_to(reader).exists(), reader


def test_counting_looks_up_the_quarter_and_never_reads_all_cases(cast: people.Cast) -> None:
    sent(cast)
    if connection.vendor != "sqlite":
        pytest.skip("the plan of few rows is another one there")
    asked = of_the_quarter()
    numbers = (
        Forwarding.objects.visible_to(Actor.system("tests")).sent_within(*asked.period.bounds).order_by()
    )

    plan = numbers.filter(figures.ANSWER_LATE.where(LATER.date())).explain()

    assert "forwarding_when" in plan
    assert "SCAN" not in plan


def test_a_consent_taken_back_brings_the_row_home(cast: people.Cast) -> None:
    case = sent(cast)
    intake.change(case, purposes=["business"], by=people.li(case), at=NOW)

    assert behind("came_back") == [case.number]


@pytest.mark.parametrize(
    ("day", "name", "first", "last"),
    [
        (date(2026, 1, 1), "2026-1", date(2026, 1, 1), date(2026, 3, 31)),
        (date(2026, 6, 30), "2026-2", date(2026, 4, 1), date(2026, 6, 30)),
        (date(2026, 8, 15), "2026-3", date(2026, 7, 1), date(2026, 9, 30)),
        (date(2026, 12, 31), "2026-4", date(2026, 10, 1), date(2026, 12, 31)),
    ],
)
def test_a_day_lies_in_its_quarter(day: date, name: str, first: date, last: date) -> None:
    period = periods.quarter_of(day)

    assert (periods.name_of(period), period.since, period.until) == (name, first, last)
    assert periods.read(name, "", "") == period
    assert periods.read("", str(first), str(last)) == period
