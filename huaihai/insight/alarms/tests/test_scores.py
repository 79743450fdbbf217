"""A year's file: registered before anybody looks, scored by a second program as the page scores it, closed once."""

import json
import subprocess
import sys
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from huaihai.education.content import Content
from huaihai.education.models import Publication
from huaihai.education.publications import publishing
from huaihai.insight import apart
from huaihai.insight.alarms import scores
from huaihai.insight.alarms.tests.scene import (
    NIGHT,
    SUQIAN,
    an_alarm,
    count,
    judge,
    night,
    received,
    said,
    warned,
)
from huaihai.insight.models import Alarm, ScoredYear
from huaihai.insight.releases import verifying
from huaihai.insight.scanning import jobs
from huaihai.insight.scanning.scores import gained, is_plain
from huaihai.kit import clock, signing
from huaihai.kit.canonical import canonical
from huaihai.kit.clock import ZONE
from huaihai.members.actors import Actor
from huaihai.record.models import Event

pytestmark = pytest.mark.django_db
SCRIPT = Path(__file__).resolve().parents[4] / "examples" / "score_alarms" / "score_alarms.py"


def second_program(file: bytes, folder: Path, *, compare: dict[str, Any] | None = None) -> Any:
    """What the other program says of this file; with `compare` how it leaves."""
    path, other = folder / "year.json", folder / "figures.json"
    path.write_bytes(file)
    asked = [sys.executable, str(SCRIPT), str(path)]
    if compare is not None:
        other.write_text(json.dumps(compare))
        asked += ["--compare", str(other)]
    done = subprocess.run(asked, capture_output=True, text=True, check=False, timeout=60)  # our own program
    return done.returncode if compare is not None else json.loads(done.stdout)


def today_is(monkeypatch: pytest.MonkeyPatch, at: datetime) -> None:
    monkeypatch.setattr(clock, "now", lambda: at)
    monkeypatch.setattr(clock, "today", at.date)


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same engine in this process."""
    monkeypatch.setattr(apart, "run", lambda _job, given: json.loads(json.dumps(jobs.scan(given))))


@pytest.mark.usefixtures("alliance")
class TestFile:
    def test_it_is_signed_names_the_registration_and_says_nothing_of_what_an_alarm_is_about(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        alarm = an_alarm("321322")
        text = warned(alarm)
        judge(alarm, harm_fen=500_000, harm_method="三位消费者没有再付的定金")
        today_is(monkeypatch, NIGHT + timedelta(days=1))

        answer = Client().get("/early-warning/2026.json")
        told = json.loads(answer.content)

        assert answer["Access-Control-Allow-Origin"] == "*"
        content, signature = told["content"], told["signature"]
        assert signing.is_genuine(canonical(content), **signature)
        row, _warning = content["rows"]
        registered = Event.objects.get(subject=alarm.record_key, verb="alarm_raised")
        assert row["sha256"] == registered.hash
        assert (row["outcome"], row["looked_on"], row["harm_fen"]) == ("found", "2026-11-26", 500_000)
        said_of_it = {row[name] for name in row if isinstance(row[name], str)}
        assert not said_of_it & {alarm.key, "G01", "321322", str(alarm.pk)}
        assert row.keys().isdisjoint({"key", "places", "observed", "expected", "since", "by_place"})
        Publication.objects.filter(pk=text.pk).update(first_out_at=None)
        (row,) = scores.content_of(2026, today=NIGHT.date() + timedelta(days=1))["rows"]
        assert (row["acts"], row["harm_fen"], row["harm_method"]) == ([], None, "")

    def test_the_page_names_each_warning_the_latest_first_and_says_no_percent_of_few(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        alarm = an_alarm("321322")
        text = warned(alarm, at=NIGHT + timedelta(days=2))
        judge(alarm)
        today_is(monkeypatch, NIGHT + timedelta(days=3))

        answer = Client().get("/early-warning/2026/")
        found = answer.content.decode()

        assert [one.row["kind"] for one in answer.context["page"].rows] == ["warning", "alarm"]
        assert found.count(text.title) == 2  # its own row, and that of the alarm
        assert "已查清的共 1 次" in found
        assert "100%" not in found
        assert found.count("/early-warning/2026.json") == 2

    def test_years_without_a_night_have_no_page(self, monkeypatch: pytest.MonkeyPatch) -> None:
        today_is(monkeypatch, NIGHT)
        client = Client()
        assert client.get("/early-warning/2026/").status_code == 404
        an_alarm()
        assert client.get("/early-warning/2026/").status_code == 200
        for path in ("2025/", "2027/", "2025.json", "1999/", "2026x/"):
            assert client.get(f"/early-warning/{path}").status_code == 404

    def test_a_year_is_closed_once_in_april_and_changes_no_more(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        alarm = an_alarm()
        assert list(scores.due_acts(datetime(2027, 3, 31, 12, tzinfo=ZONE))) == []
        april = datetime(2027, 4, 1, 12, tzinfo=ZONE)
        (act,) = scores.due_acts(april)
        act()
        scores.close(2026, at=april)

        assert list(scores.due_acts(april)) == []
        judge(alarm, at=april)
        today_is(monkeypatch, april + timedelta(days=9))
        content = json.loads(Client().get("/early-warning/2026.json").content)["content"]
        assert (content["is_final"], content["made_on"], content["rows"][0]["outcome"]) == (
            True,
            "2027-04-01",
            "open",
        )
        (noted,) = Event.objects.filter(subject=scores.SUBJECT, verb="early_warning_scored")
        assert len(noted.facts["sha256"]) == 64
        closed = ScoredYear.objects.get()
        assert closed.year == 2026
        assert list(verifying.findings()) == []
        closed.file = closed.file.replace('"open"', '"found"')
        closed.save()
        assert len(list(verifying.findings())) == 1

    def test_more_alarms_ask_no_more_of_the_database(self) -> None:
        asked = []
        for number in range(2):
            night(
                *(said(f"pair:G0{n}:N0{number + 1}") for n in range(1, 6)),
                day=date(2026, 11, 20 + number),
            )
            for alarm in Alarm.objects.unjudged():
                judge(alarm)
            with CaptureQueriesContext(connection) as found:
                scores.content_of(2026, today=NIGHT.date())
            asked.append(len(found))
        assert 0 < asked[1] <= asked[0] <= 25


@pytest.mark.usefixtures("alliance")
class TestWarnings:
    def _published(self, out: datetime) -> Publication:
        office = Actor.system("test")
        content = Content(title="当心", topics=("G01",), cities=(SUQIAN,))
        made = publishing.draft(content, kind="warning", slug=f"w-{out:%Y%m%d}", by=office, at=out)
        publishing.publish(made, on=out.date(), by=office, at=out)
        Publication.objects.filter(pk=made.pk).update(first_out_at=out, out_at=out)
        return made

    def _row(self, today: date) -> dict[str, Any]:
        (row,) = scores.content_of(2026, today=today)["rows"]
        return dict(row)

    def test_a_warning_is_right_when_complaints_about_its_trade_rise_plainly_in_its_cities(self) -> None:
        out = datetime(2026, 9, 7, 10, tzinfo=ZONE)
        text = self._published(out)
        received(SUQIAN, "G01", *[45 + n / 2 for n in range(12)])  # October of 2026
        received("city:320300", "G01", *[80 + n / 2 for n in range(12)])  # another city's September
        count()

        row = self._row(NIGHT.date())
        registered = Event.objects.get(subject=text.record_key, verb="publication_published")
        assert (row["kind"], row["sha256"], row["outcome"]) == ("warning", registered.hash, "found")
        assert (row["plain_on"], gained(row)) == ("2026-11-01", 55)

    def test_before_half_a_year_it_is_open_then_nobody_can_tell_and_what_was_taken_back_is_named(
        self,
    ) -> None:
        text = self._published(datetime(2026, 3, 2, 10, tzinfo=ZONE))
        assert self._row(date(2026, 8, 31))["outcome"] == "open"
        assert self._row(date(2026, 9, 2))["outcome"] == "unknown"
        Publication.objects.filter(pk=text.pk).update(state="withdrawn")
        assert self._row(date(2026, 9, 2))["outcome"] == "withdrawn"

    def test_a_month_that_anybody_sees_is_caught_by_an_alarm_or_missed(self) -> None:
        received(SUQIAN, "G01", *[45 + n / 2 for n in range(12)], 430)  # in October
        received(SUQIAN, "G02", *[45 + n / 2 for n in range(12)])  # its first year
        count(days=500)

        assert scores.content_of(2026, today=NIGHT.date())["events"] == [{"month": "2026-10", "alarm": None}]
        an_alarm("321322")
        Alarm.objects.update(raised_at=datetime(2026, 10, 9, tzinfo=ZONE))
        told = scores.content_of(2026, today=NIGHT.date())["events"]
        assert told == [{"month": "2026-10", "alarm": "2026-1"}]


@pytest.mark.parametrize(
    ("n", "before", "is_it"),
    [
        (10, [5, 5, 5], True),
        (9, [1, 1, 1], False),
        (10, [0, 0, 0], True),
        (20, [10, 10, 11], False),
        (21, [10, 10, 11], True),
        (50, [], False),
    ],
)
def test_a_plain_month_is_ten_and_twice_the_three_before(n: int, before: list[int], is_it: bool) -> None:
    assert is_plain(n, before) == is_it
