"""The invitation reached the business on its real day: the clocks count from it, whenever it is typed in."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from huaihai.cases.models import Case
from huaihai.cases.tests.at_the_desk import case_url, do
from huaihai.cases.verbs import negotiation
from huaihai.desk.lives import Unfit
from huaihai.kit import clock
from huaihai.kit.clock import local_day
from huaihai.law import deadlines, limits
from huaihai.record import clocks
from huaihai.record.models import Clock
from tests import cast as people
from tests.cast import TUESDAY, Cast
from tests.reading import fresh

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tuesday")]
DAY = timedelta(days=1)


def served(cast: Cast, on: date, *, typed_in: int) -> Case:
    """Invited on Tuesday 24 November, served on `on`, written down so many days after the invitation."""
    case = people.inviting(cast)
    at = TUESDAY + typed_in * DAY
    negotiation.serve(case, way="registered_mail", proof="1234", served_on=on, by=cast.zhao, at=at)
    return case


@pytest.mark.parametrize(
    ("on", "typed_in", "due"),
    [
        (date(2026, 11, 24), 0, date(2026, 12, 8)),  # ten working days, today
        (date(2026, 11, 25), 5, date(2026, 12, 9)),
        (date(2026, 11, 28), 5, date(2026, 12, 11)),  # a Saturday
        (date(2026, 11, 24), 30, date(2026, 12, 8)),  # over before it is typed in
    ],
)
def test_clocks_count_from_the_day_of_service(cast: Cast, on: date, typed_in: int, due: date) -> None:
    case = served(cast, on, typed_in=typed_in)

    running = clocks.running(case.record_key)
    assert running["negotiate"].due_on == due
    assert (
        running["silence"].due_on
        == deadlines.due(limits.SILENCE_IS_REFUSAL, on, calendar=clocks.calendar()).due_on
    )
    assert running["decide"].paused_on == on  # the time to decide stands still from that day
    assert local_day(fresh(case).served_at) == on  # type: ignore[arg-type]
    assert local_day(Clock.objects.get(subject=case.record_key, name="serve").ended_at) == on  # type: ignore[arg-type]


@pytest.mark.parametrize("on", [date(2026, 11, 23), date(2026, 11, 26)])
def test_not_before_the_invitation_and_not_in_the_future(cast: Cast, on: date) -> None:
    with pytest.raises(Unfit):
        served(cast, on, typed_in=1)


def test_the_page_asks_for_the_day_and_the_letter_does_not_contradict_it(
    zhao: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = people.inviting(cast)
    monkeypatch.setattr(clock, "now", lambda: TUESDAY + 3 * DAY)
    people.sign_in(zhao, cast.accounts["zhao"])

    assert (
        do(zhao, case, "service", way="call", proof="老板接的。", served_on="2026-11-23").status_code == 200
    )
    assert (
        do(zhao, case, "service", way="call", proof="老板接的。", served_on="2026-11-25").status_code == 302
    )

    assert "11 月 25 日" in zhao.get(case_url(case)).text
    page = zhao.get(reverse("letter-new", args=[case.pk])).text
    assert "输入答复码后" not in page
    assert "12 月 9 日" in page
