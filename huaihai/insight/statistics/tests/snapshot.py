"""A small release for the tests of pages: three months, two quarters, two cities that say something."""

from datetime import date, datetime

from huaihai import alliance
from huaihai.insight.models import Cell, Release
from huaihai.kit.clock import ZONE

HASH = "9f2c" * 16
FIRST, SECOND = "2026-Q1", "2026-Q2"
NEAR, FAR = "320300", "411400"
type Values = dict[str, int | None]


def release(number: int = 1, *, file_hash: str = HASH) -> Release:
    """A release of 2 November 2026."""
    return Release.objects.create(
        number=number,
        made_at=datetime(2026, 11, 1 + number, 3, 0, tzinfo=ZONE),
        received_through=date(2026, 6, 1),
        outcomes_through=date(2026, 3, 1),
        schema="huaihai-insight/1",
        file_hash=file_hash,
        csv_hash="0" * 64,
        signature="",
        key_id="k",
    )


def put(begin: Release, axis: str, period: str, place: str, key: str, **values: int | None) -> None:
    """Cells of one key, by measure."""
    Cell.objects.bulk_create(
        Cell(axis=axis, period=period, place=place, key=key, measure=measure, value=value, begin=begin)
        for measure, value in values.items()
    )


def published() -> Release:
    """What the tests look at: 300 and 330 received in two quarters, of which the first has its outcomes."""
    made = release()
    for month, received in (("2026-04", 100), ("2026-05", 110), ("2026-06", 120)):
        put(made, "all", month, "all", "all", received=received)
    put(made, "all", FIRST, "all", "all", received=300, recovered_fen=1_234_500)
    put(made, "all", SECOND, "all", "all", received=330)
    for city in alliance.load().city_codes:
        value = {NEAR: 200, FAR: None}.get(city, 20)
        put(made, "all", SECOND, city, "all", received=value)
    put(
        made,
        "all",
        FIRST,
        "all",
        "all",
        confirmed=100,
        unknown=90,
        not_solved=40,
        open=10,
        withdrawn=30,
        elsewhere=30,
    )
    for period, food, cars in ((FIRST, 100, 50), (SECOND, 120, None)):
        put(made, "category", period, "all", "G04", received=food)
        put(made, "category", period, "all", "G05", received=cars)
    return made
