"""Hearing somebody: the last day by the calendar, the words that are kept, the papers that are taken."""

from datetime import date, datetime

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile

from huaihai.desk import hearing
from huaihai.desk.lives import NotPossible, Unfit
from huaihai.kit.clock import ZONE
from huaihai.law.limits import Limit, Unit
from huaihai.law.sureness import Sureness


def _limit(number: int, unit: Unit = Unit.WORKING_DAYS) -> Limit:
    return Limit("TEST", number, unit, "", "", "", Sureness.READ)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("begins", "number", "last"),
    [
        (date(2026, 11, 2), 10, date(2026, 11, 16)),
        (date(2026, 11, 6), 1, date(2026, 11, 9)),
        (date(2026, 9, 24), 1, date(2026, 9, 28)),  # the day of the moon, and a week-end
        (date(2026, 9, 29), 3, date(2026, 10, 9)),  # the national days
        (date(2026, 10, 8), 2, date(2026, 10, 10)),  # a Saturday that is worked
        (date(2026, 2, 13), 1, date(2026, 2, 14)),  # another one
        (date(2026, 2, 14), 1, date(2026, 2, 24)),  # the spring festival
    ],
)
def test_working_days_are_counted_one_by_one(begins: date, number: int, last: date) -> None:
    assert hearing.ends_on(_limit(number), begins) == last


@pytest.mark.django_db
def test_hours_run_from_the_moment_and_days_to_midnight() -> None:
    at = datetime(2026, 11, 6, 15, 30, tzinfo=ZONE)
    assert hearing.ends_at(_limit(24, Unit.HOURS), at) == datetime(2026, 11, 7, 15, 30, tzinfo=ZONE)
    assert hearing.ends_at(_limit(1), at) == datetime(2026, 11, 10, tzinfo=ZONE)


def test_the_last_day_counts_to_its_end() -> None:
    last = date(2026, 11, 16)
    hearing.require_by(last, datetime(2026, 11, 16, 23, 59, tzinfo=ZONE), "over")
    hearing.require_by(None, datetime(2026, 11, 17, tzinfo=ZONE), "over")
    with pytest.raises(NotPossible, match="over"):
        hearing.require_by(last, datetime(2026, 11, 17, tzinfo=ZONE), "over")


@pytest.mark.parametrize(
    ("text", "are_public"), [("  ", False), ("一二三四五六七八九十一二", False), ("13800138000", True)]
)
def test_words_that_are_none_too_many_or_numbers_of_persons_are_refused(text: str, are_public: bool) -> None:
    with pytest.raises(Unfit):
        hearing.words("text", text, most=11, are_public=are_public)


def test_words_are_kept_without_the_space_around_them() -> None:
    assert hearing.words("text", " 13800138000\n", most=11) == "13800138000"


def test_papers_are_as_many_as_can_be_looked_at() -> None:
    papers = [SimpleUploadedFile(f"{n}.pdf", b"%PDF-1.4") for n in range(hearing.MOST_PAPERS + 1)]
    with pytest.raises(forms.ValidationError):
        hearing.PapersField().clean(papers)
    assert hearing.PapersField().clean([]) == []
