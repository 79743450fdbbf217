"""Live numbers for staff: from the rollups, for one's own city or all together."""

from datetime import date, datetime

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from huaihai import alliance
from huaihai.insight.models import DayCounted, MonthCount
from huaihai.insight.models.rollups import EVERYWHERE
from huaihai.insight.statistics.office import DOORS
from huaihai.kit.clock import ZONE
from huaihai.members.models import Role
from tests.posts import load_alliance, post_at, sign_in
from tests.reading import plain

NEAR, FAR = "320300", "411400"
NUMBERS = "/office/insight/numbers/"
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_today")]


@pytest.fixture
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("huaihai.kit.clock.today", lambda: date(2026, 11, 26))


@pytest.fixture
def officer(client: Client) -> Client:
    """An officer of a city that is not the secretariat."""
    load_alliance()
    sign_in(client, post_at(f"city:{FAR}", Role.OFFICER).account)
    return client


def counted(months: int = 2) -> None:
    """In each month and city: ten received, of which four are confirmed and six open."""
    cities = alliance.load().city_codes
    groups = [(city, "", 1) for city in cities] + [("", EVERYWHERE, len(cities))]
    MonthCount.objects.bulk_create(
        MonthCount(
            month=date(2026, month, 1),
            axis=axis,
            key=key,
            city=city,
            county=county,
            received=10 * times,
            confirmed=4 * times,
            open=6 * times,
        )
        for month in range(11, 11 - months, -1)
        for city, county, times in groups
        for axis, key in (("all", "all"), ("category", "G04"))
    )
    DayCounted.objects.create(day=date(2026, 11, 25), counted_at=datetime(2026, 11, 26, 3, 0, tzinfo=ZONE))


def test_all_cities_together_and_the_own_one_and_no_other(officer: Client) -> None:
    counted()

    whole = plain(officer.get(NUMBERS).text)
    own = plain(officer.get(NUMBERS, {"place": FAR}).text)

    cities = len(alliance.load().cities)
    assert f"<dd>{2 * 10 * cities}</dd>" in whole
    assert "<dd>20</dd>" in own
    assert "<dd>8</dd>" in own  # confirmed, apart from what is unknown

    assert officer.get(NUMBERS, {"place": NEAR}).status_code == 404

    page = officer.get(NUMBERS, {"axis": "category", "months": "3"}).content.decode()

    assert "食品" in page
    assert "<caption>" in page


def test_the_secretariat_looks_at_every_city(client: Client) -> None:
    load_alliance()
    sign_in(client, post_at(f"city:{NEAR}", Role.HEAD).account)

    assert client.get(NUMBERS, {"place": FAR}).status_code == 200


def test_before_the_first_count_the_page_says_so_and_nonsense_gives_the_usual_one(officer: Client) -> None:
    assert "案卷还没有统计过" in officer.get(NUMBERS).content.decode()
    for query in ("axis=pair", "months=9999", "axis=&months=-1"):
        assert officer.get(f"{NUMBERS}?{query}").status_code == 200


def test_the_cost_does_not_grow_with_months(
    officer: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    counted(11)

    officer.get(NUMBERS)
    with django_assert_max_num_queries(9):
        officer.get(NUMBERS, {"axis": "category", "months": "24"})


def test_the_room_shows_only_doors_that_are_there(officer: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    page = officer.get("/office/insight/").content.decode()

    assert NUMBERS in page
    assert all(door.url in page for door in DOORS if door.url)
