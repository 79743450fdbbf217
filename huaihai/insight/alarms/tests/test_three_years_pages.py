"""Three years of nights, scored by a second program as the page scores them. What they count needs one database."""

import json
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.test import Client

from huaihai.insight.alarms.tests import three_years
from huaihai.insight.alarms.tests.test_scores import _at_once, second_program, today_is
from huaihai.insight.alarms.tests.three_years import PLANTED, is_planted
from huaihai.insight.models import Alarm
from huaihai.insight.scanning.scores import figures
from huaihai.kit.clock import ZONE
from huaihai.record import events
from tests.effort import examples

__all__ = ["_at_once"]  # the fixture
pytestmark = pytest.mark.django_db
EVERY = examples(21, long=1)  # nights; what was planted lasts 18 days and is told for another 7


def test_three_years_replayed_are_scored_by_a_second_program_as_the_page_scores_them(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    three_years.live()
    three_years.play(every=EVERY)
    today_is(monkeypatch, datetime(2027, 5, 1, 9, 0, tzinfo=ZONE))

    assert Alarm.objects.filter(raised_at__year=2024).count() == 0  # everything was new
    found = [one for one in PLANTED[1:] if any(_tells(alarm, one) for alarm in Alarm.objects.all())]
    assert found == list(PLANTED[1:])
    false = [alarm for alarm in Alarm.objects.all() if not is_planted(alarm)]
    assert len(false) <= 52  # the budget of two years, a fortnight each
    _all_were_registered_before_anybody_looked()
    for year in (2024, 2025, 2026):
        file = Client().get(f"/early-warning/{year}.json").content
        page = Client().get(f"/early-warning/{year}/")
        assert page.status_code == 200
        scored = second_program(file, tmp_path)
        assert scored == page.context["figures"] == figures(json.loads(file)["content"])
        assert second_program(file, tmp_path, compare=scored) == 0
        assert second_program(file, tmp_path, compare=scored | {"found": 99}) == 1
    assert scored["found"] >= 3
    assert scored["events"] >= 2
    assert scored["caught"] == scored["events"]
    assert scored["days_known"] >= 1
    assert scored["harm_known"] + scored["harm_unknown"] == scored["found"]


def _tells(alarm: Alarm, planted: three_years.Planted) -> bool:
    last = planted.begin + timedelta(days=planted.days + 7)
    return planted.begin <= alarm.raised_by_id <= last and planted.county in alarm.places


def _all_were_registered_before_anybody_looked() -> None:
    for alarm in Alarm.objects.all():
        chain = list(events.history(alarm.record_key))
        assert chain[0].verb == "alarm_raised"
        assert chain[0].facts["said"]["observed"] > 0
        assert events.broken_at(alarm.record_key) is None
        assert all(event.at > chain[0].at for event in chain if event.verb == "alarm_judged")
