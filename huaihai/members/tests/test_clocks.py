"""Each organisation's own time limits, from the day they hold."""

from datetime import date
from pathlib import Path

import pytest

from huaihai import alliance
from huaihai.law import limits
from huaihai.law.limits import Unit
from huaihai.law.sureness import Sureness
from huaihai.members import directory
from huaihai.members.clocks import limit_for
from huaihai.members.models import AdoptedClock
from huaihai.members.tests.test_tree import THREE_RIVERS
from tests.posts import AT, PROGRAM, body, load_tree

pytestmark = pytest.mark.django_db


def three_rivers() -> None:
    directory.load(alliance.load(Path(THREE_RIVERS)), by=PROGRAM, at=AT)


def test_the_ten_go_by_the_common_defaults_with_their_source() -> None:
    load_tree()
    limit = limit_for(body("county:320302"), limits.NEGOTIATE, date(2026, 11, 24))
    assert (limit.number, limit.unit) == (10, Unit.WORKING_DAYS)
    assert "待十城确认" in limit.article
    assert limit.sureness is Sureness.DERIVED


def test_an_alliance_may_have_other_clocks() -> None:
    three_rivers()
    assert limit_for(body("city:450200"), limits.NEGOTIATE, date(2026, 1, 5)).number == 8
    assert limit_for(body("city:450200"), limits.DECIDE_ON_ACCEPTANCE, date(2026, 1, 5)).number == 7


def test_a_body_may_have_its_own_and_a_county_goes_by_its_city() -> None:
    three_rivers()
    assert limit_for(body("city:450300"), limits.NEGOTIATE, date(2026, 1, 5)).number == 6
    assert limit_for(body("county:450302"), limits.DECIDE_ON_ACCEPTANCE, date(2026, 1, 5)).number == 3


def test_before_its_day_an_own_clock_does_not_count() -> None:
    three_rivers()
    assert limit_for(body("city:450300"), limits.NEGOTIATE, date(2024, 12, 31)).number == 8
    assert limit_for(body("city:450300"), limits.NEGOTIATE, date(2025, 1, 1)).number == 6
    assert limit_for(body("city:450300"), limits.NEGOTIATE, date(2024, 3, 14)) is limits.NEGOTIATE


def test_what_the_law_fixes_no_body_can_change() -> None:
    load_tree()
    AdoptedClock.objects.create(
        organisation=body("city:320300"),
        limit=limits.LIMITATION.name,
        number=1,
        unit="y",
        in_force_from=date(2020, 1, 1),
        source="made up",
        mark="unconfirmed",
    )
    limitation = limits.LIMITATION
    assert limitation is not None
    assert limit_for(body("city:320300"), limitation, date(2026, 1, 5)) is limitation
