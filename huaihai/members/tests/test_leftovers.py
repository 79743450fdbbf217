"""What there is of an older folder, after the folder is read again."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from huaihai import alliance
from huaihai.alliance import AdoptedClock as ClockRow
from huaihai.alliance import Alliance
from huaihai.kit.clock import ZONE
from huaihai.law import limits
from huaihai.members import clocks, directory
from huaihai.members.bodies import note_computers
from huaihai.members.clocks import limit_for
from huaihai.members.directory import Loaded
from huaihai.members.models import AdoptedClock, Organisation, PlaceAlias
from huaihai.record import events
from tests.posts import AT, PROGRAM, body, load_tree, post_at

pytestmark = pytest.mark.django_db
TODAY = AT.astimezone(ZONE).date()
GULOU = "320302"


@pytest.fixture(autouse=True)
def tree() -> None:
    load_tree()


def term(number: int, days: int, body: str = "*") -> ClockRow:
    return ClockRow(body, "NEGOTIATE", number, "wd", TODAY + timedelta(days), "决定（演示）", "read")


def read(*terms: ClockRow, days: int = 0, **parts: Any) -> Loaded:
    """The folder with these terms beside its own is read, so many days later."""
    ours = alliance.load()
    changed = replace(ours, **{"clocks": (*ours.clocks, *terms), **parts})
    return directory.load(changed, by=PROGRAM, at=AT + timedelta(days))


def negotiate(days: int, key: str = f"county:{GULOU}") -> int:
    return limit_for(body(key), limits.NEGOTIATE, TODAY + timedelta(days)).number


def without(county: str) -> Alliance:
    ours = alliance.load()
    cities = tuple(
        replace(city, counties=tuple(one for one in city.counties if one.code != county))
        for city in ours.cities
    )
    return replace(ours, cities=cities)


def test_a_term_that_never_began_goes() -> None:
    read(term(6, 30))
    assert read().leftovers.gone == (f"* NEGOTIATE 6 wd {TODAY + timedelta(30)}",)
    assert not AdoptedClock.objects.filter(limit="NEGOTIATE", number=6).exists()


def test_a_term_in_force_ends_today_and_stays_for_the_past() -> None:
    read(term(7, -30))
    assert negotiate(0) == 7
    assert read().leftovers.gone == (f"* NEGOTIATE 7 wd {TODAY - timedelta(30)}",)
    assert (negotiate(-31), negotiate(-30), negotiate(-1), negotiate(0)) == (10, 7, 7, 10)
    assert not read(days=1).leftovers.gone


def test_a_term_with_another_day_begins_on_that_day() -> None:
    read(term(7, -30))
    assert len(read(term(7, 60)).leftovers.gone) == 1
    assert (negotiate(-1), negotiate(0), negotiate(59), negotiate(60)) == (7, 10, 10, 7)


def test_a_term_that_another_followed_is_past_and_is_left() -> None:
    read(term(7, -30), term(8, -20))
    assert not read(term(8, -20))
    assert (negotiate(-25), negotiate(-1), negotiate(0)) == (7, 8, 8)
    read()
    assert (negotiate(-25), negotiate(-1), negotiate(0)) == (7, 8, 10)


def test_a_term_that_comes_back_is_in_force_again() -> None:
    read(term(7, -30))
    read()
    assert read(term(7, -30)).changed == 1
    assert negotiate(0) == 7


def test_a_bodys_own_term_that_goes_gives_way_to_that_of_all() -> None:
    read(term(4, -30, GULOU))
    assert (negotiate(0), negotiate(0, "city:320300")) == (4, 10)
    assert read().leftovers.gone == (f"{GULOU} NEGOTIATE 4 wd {TODAY - timedelta(30)}",)
    assert negotiate(0) == 10


def test_what_was_decided_stays_whatever_the_folder_says() -> None:
    clocks.adopt(
        organisation=directory.root(),
        limit="NEGOTIATE",
        number=6,
        unit=limits.Unit.WORKING_DAYS,
        in_force_from=TODAY,
        source="决议 2026-1（演示）",
        mark=limits.NEGOTIATE.sureness,
        decided_by="resolution:2026-1",
        by=PROGRAM,
        at=AT,
    )
    assert not read()
    assert negotiate(0) == 6
    with pytest.raises(IntegrityError), transaction.atomic():
        AdoptedClock.objects.exclude(decided_by="").update(until_on=TODAY)


def test_a_county_goes_and_comes_back() -> None:
    loaded = directory.load(without(GULOU), by=PROGRAM, at=AT)
    assert loaded.leftovers.gone == (f"{GULOU} 鼓楼区",)
    assert not Organisation.objects.filter(key=f"county:{GULOU}").exists()
    assert directory.body_at(GULOU) == body("city:320300")
    assert read().made == 1
    assert body(f"county:{GULOU}").is_within(body("city:320300"))


@pytest.mark.parametrize("what", ["post", "station", "word"])
def test_a_county_on_which_something_hangs_stays_and_is_named(what: str) -> None:
    county = body(f"county:{GULOU}")
    if what == "post":
        post_at(county.key)
    elif what == "station":
        Organisation.objects.create(
            key="station:1", path=f"{county.path}1/", kind="station", name="x", short_name="x", parent=county
        )
    else:
        note_computers(organisation=county, has_computers=True, by=PROGRAM, at=AT)
    loaded = directory.load(without(GULOU), by=PROGRAM, at=AT)
    assert (loaded.leftovers.gone, loaded.leftovers.stays) == ((), (f"{GULOU} 鼓楼区",))
    assert "留着不动：320302 鼓楼区" in loaded.in_words
    assert body(county.key) == county


def test_a_city_stays_and_is_named() -> None:
    ours = alliance.load()
    loaded = directory.load(replace(ours, cities=ours.cities[:-1], clocks=()), by=PROGRAM, at=AT)
    last = ours.cities[-1]
    assert f"{last.code} {last.name}" in loaded.leftovers.stays
    assert body(f"city:{last.code}").closed_on is None


def test_a_zone_that_goes_is_answered_by_its_city() -> None:
    ours = alliance.load()
    official = tuple(
        replace(city, counties=tuple(one for one in city.counties if one.official)) for city in ours.cities
    )
    assert len(read(cities=official).leftovers.gone) == 11
    assert not PlaceAlias.objects.exists()
    assert directory.body_at("320371") == body("city:320300")


def test_the_start_names_what_went_and_the_record_keeps_it() -> None:
    read(*(term(number, number) for number in range(1, 9)))
    words = read().in_words
    assert words.startswith("没有变化；文件夹里已经没有，删掉或者终止了：* NEGOTIATE 1 wd 2026-11-25, ")
    assert words.endswith("，还有 2 项")
    assert len(events.history("org:alliance").last().facts["gone"]) == 8  # type: ignore[union-attr]
    assert read().in_words == "没有变化"


def test_a_term_that_ended_is_ended_on_the_page_of_its_days(client: Any) -> None:
    read(term(6, -30))
    read()
    before, now = (client.get(f"/alliance/rules/?on={day}").text for day in (TODAY - timedelta(1), TODAY))
    assert ("6个工作日" in before, "6个工作日" in now) == (True, False)
