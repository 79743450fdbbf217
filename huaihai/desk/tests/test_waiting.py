"""The order of what waits, its groups and counts, its day in words; what was opened last."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from django.test import RequestFactory
from django.utils import translation

from huaihai.desk import first_page, recent, waiting
from huaihai.desk.waiting import Waiting
from huaihai.kit import clock

TODAY = date(2026, 11, 26)
ONE = Waiting(key="a", kind="Case", title="A kettle", url="/a/", button="Look")


def due(days: int | None, **more: object) -> Waiting:
    return replace(ONE, on=None if days is None else TODAY + timedelta(days=days), **more)  # type: ignore[arg-type]


def at(hour: int, days: int = 0) -> Waiting:
    moment = datetime(2026, 11, 26 + days, hour, 30, tzinfo=clock.ZONE)
    return due(days, at=moment, key=f"{days} {hour}")


def test_the_next_day_and_hour_stand_first_and_urgent_without_a_day_before_all() -> None:
    rows = [due(None), at(17), due(-1), due(None, is_urgent=True, key="urgent"), at(9), due(2)]
    assert [(row.key, row.on) for row in waiting.in_order(rows)] == [
        ("urgent", None),
        ("a", TODAY - timedelta(days=1)),
        ("0 9", TODAY),
        ("0 17", TODAY),
        ("a", TODAY + timedelta(days=2)),
        ("a", None),
    ]


@pytest.mark.parametrize(
    ("days", "name"),
    [(-9, "late"), (-1, "late"), (0, "today"), (1, "soon"), (3, "soon"), (4, "later"), (None, "no-day")],
)
def test_the_groups_end_where_they_say(days: int | None, name: str) -> None:
    assert [group.name for group in first_page.grouped([due(days)], TODAY)] == [name]


def test_what_is_urgent_and_has_no_day_stands_under_today() -> None:
    assert [group.name for group in first_page.grouped([due(None, is_urgent=True)], TODAY)] == ["today"]


def test_a_row_for_many_counts_each_under_its_own_day() -> None:
    days = (TODAY - timedelta(days=1), TODAY, TODAY, TODAY + timedelta(days=9), None)
    many = replace(due(-1), count=5, days=days)
    counts = {name: number for name, _label, number in first_page.counts([many, due(2)], TODAY)}
    assert counts == {"late": 1, "today": 2, "soon": 1}


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (due(-1), "1 day late"),
        (due(-2), "2 days late"),
        (due(0), "today"),
        (at(15), "today 15:30"),
        (at(15, days=1), "27 November 15:30"),
        (at(15, days=2), "28 November"),
        (due(None), ""),
        (replace(due(-2), count=2, days=(TODAY - timedelta(days=2), TODAY)), "the earliest: 2 days late"),
        (replace(due(-2), count=2, days=(TODAY - timedelta(days=2),) * 2), "2 days late"),
    ],
)
def test_the_one_day_in_words(row: Waiting, words: str) -> None:
    with translation.override("en"):
        assert waiting.in_words(row, TODAY).lower() == words.lower()


def test_a_few_pages_are_remembered_the_newest_first_each_once() -> None:
    request = RequestFactory().get("/office/1/")
    request.session = {}  # type: ignore[assignment]
    for number in (*range(9), 5):
        request.path = f"/office/{number}/"
        recent.opened(request, f"Nr. {number}")
    assert [words for _path, words in recent.of(request)] == [
        "Nr. 5",
        "Nr. 8",
        "Nr. 7",
        "Nr. 6",
        "Nr. 4",
        "Nr. 3",
    ]
