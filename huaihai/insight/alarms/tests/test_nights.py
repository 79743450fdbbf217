"""A night raises, continues and ends alarms; it is looked at once, and a missed one is caught up."""

import json
import random
import subprocess
import sys
import zlib
from collections import Counter
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huaihai import cli
from huaihai.businesses.models import Business
from huaihai.cases.genuine import forgeries
from huaihai.cases.models import Case
from huaihai.education.models import TopicProposal
from huaihai.insight import apart
from huaihai.insight.alarms import facts, gathering, keys, nightly, plain, scores
from huaihai.insight.alarms.tests.scene import (
    DAY,
    NIGHT,
    SUQIAN,
    SUZHOU,
    XUZHOU,
    YESTERDAY,
    count,
    night,
    received,
    said,
)
from huaihai.insight.models import Alarm, AlarmPlace, Night
from huaihai.insight.scanning import jobs
from huaihai.insight.scanning.jobs import QUIET_DAYS
from huaihai.record import events
from tests.posts import load_tree

pytestmark = pytest.mark.django_db


@pytest.fixture
def tree(db: None) -> None:
    """The bodies."""
    load_tree()


@pytest.mark.usefixtures("tree")
class TestStoring:
    def test_an_alarm_that_goes_on_stays_the_same_with_the_numbers_of_the_night(self) -> None:
        night(said())
        first = Alarm.objects.get()
        night(
            said(places=["321300", "321322"], observed=14, until="2026-11-26", by_place={"321322": [5, 0.4]}),
            day=YESTERDAY + DAY,
        )

        alarm = Alarm.objects.get()
        assert (alarm.pk, alarm.number, alarm.raised_by_id) == (first.pk, "2026-1", YESTERDAY)
        assert (alarm.observed, alarm.places, alarm.seen_id) == (14, ["321300", "321322"], YESTERDAY + DAY)
        assert [row.said["observed"] for row in alarm.sightings.all()] == [9, 14]
        assert AlarmPlace.objects.filter(alarm=alarm, city__key=SUQIAN).count() == 2
        assert [event.verb for event in events.history(alarm.record_key)] == ["alarm_raised"]

    def test_an_alarm_that_is_quiet_for_long_enough_is_over_and_then_it_is_another(self) -> None:
        night(said())
        night(day=YESTERDAY + QUIET_DAYS * DAY)
        assert Alarm.objects.get().ended_on is None

        night(day=YESTERDAY + (QUIET_DAYS + 1) * DAY)

        alarm = Alarm.objects.get()
        assert alarm.ended_on == YESTERDAY + (QUIET_DAYS + 1) * DAY
        assert events.history(alarm.record_key).last().verb == "alarm_ended"  # type: ignore[union-attr]
        night(said(), day=YESTERDAY + 16 * DAY)

        assert sorted(Alarm.objects.values_list("number", flat=True)) == ["2026-1", "2026-2"]

    def test_places_that_nobody_knows_are_left_out(self) -> None:
        made = night(said("pair:G01:N07", "999999"), said("pair:G02:N07", "321300", "999999"))

        assert (made.found, made.raised) == (1, 1)
        assert Alarm.objects.get().places == ["321300"]

    def test_what_a_finer_alarm_explains_is_not_raised_again(self) -> None:
        fine = said("pair:G01:N07", observed=9, expected=2.0)
        trade = said("category:G01", observed=20, expected=12.0)
        night(trade, fine, said("all", observed=60, expected=52.0), said("all", "341300"))
        assert set(Alarm.objects.values_list("key", flat=True)) == {"pair:G01:N07", "all"}

    def test_what_a_finer_alarm_explains_in_part_is_raised(self) -> None:
        fine = said("pair:G01:N07", observed=5, expected=2.0)
        night(said("category:G01", observed=20, expected=12.0), fine, said("category:G02", observed=9))
        assert Alarm.objects.count() == 3

    def test_a_new_alarm_about_a_trade_is_proposed_as_a_topic_once_in_four_weeks(self) -> None:
        received(SUQIAN, "G01", *[1] * 9, 20, 40)
        received(SUZHOU, "G01", *[2] * 7)
        count()
        night(said("pair:G01:N07", "321300"), said("category:G01", "341300"), said("all", "320300"))
        night(said("pair:G01:N01"), day=YESTERDAY + DAY)

        topic = TopicProposal.objects.get()
        assert (topic.topics, topic.cities) == (["G01"], [SUQIAN, SUZHOU])
        first, second = topic.facts
        assert (first["last_week"], first["weekly_before"], first["alarms"]) == (
            9,
            0.25,
            ["2026-1", "2026-2"],
        )
        assert (second["last_week"], second["weekly_before"]) == (7, 0.0)


@pytest.mark.usefixtures("tree")
class TestCatchingUp:
    def test_a_missed_night_is_not_made_up_and_days_that_are_not_counted_wait(self) -> None:
        assert nightly.missing(NIGHT) == YESTERDAY
        night(day=YESTERDAY - 3 * DAY)
        assert nightly.missing(NIGHT) == YESTERDAY
        for act in nightly.due_acts(NIGHT):
            act()

        assert nightly.missing(NIGHT) == YESTERDAY

    def test_each_night_is_looked_at_once(self) -> None:
        count()
        night(day=YESTERDAY - 2 * DAY)
        for act in nightly.due_acts(NIGHT):
            act()

        assert list(Night.objects.values_list("day", flat=True)) == [YESTERDAY, YESTERDAY - 2 * DAY]
        assert list(nightly.due_acts(NIGHT)) == []
        assert nightly.look_at(YESTERDAY, at=NIGHT) is None
        assert events.history(scores.SUBJECT).count() == 1


@pytest.mark.usefixtures("tree")
class TestFeeding:
    def test_every_case_is_counted_by_trade_and_nature_in_its_county(self) -> None:
        received("county:321322", "G01", 3, 3.1, nature="N07")
        received(SUQIAN, "G01", 3, consumer_at="321324")
        received(SUQIAN, "G01", 3, consumer_at="320302")  # lives elsewhere: no county of this city
        received(XUZHOU, "", 4, nature="")
        received(XUZHOU, "G01", 0)  # today is not over
        received(XUZHOU, "G01", 800)
        count(days=900)

        fed = gathering.gather(YESTERDAY)

        day, before = "2026-11-23", "2026-11-22"
        assert fed.given["cells"] == [
            [before, "320300", "pair:none:none", 1],
            ["2026-11-22", "321322", "pair:G01:N07", 1],
            [day, "321300", "pair:G01:N07", 1],
            [day, "321322", "pair:G01:N07", 1],
            [day, "321324", "pair:G01:N07", 1],
        ]
        assert [day, "321322", "category:G01", 1] in fed.given["sums"]
        assert (fed.cases, fed.given["since"]) == (5, (YESTERDAY - 364 * DAY).isoformat())

    def test_what_strangers_sent_in_our_name_is_counted_where_it_was_handed_in(self) -> None:
        for city in ("321300", "321300", "320300"):
            forgeries.hand_in(got="12315 退费，请扫码", city=city, at=NIGHT - DAY)
        forgeries.hand_in(got="12315 退费，请扫码", city="321300", at=NIGHT)  # today is not over
        count()

        key = keys.of_word(forgeries.WORD)
        sums = {
            (place, n) for _day, place, word, n in gathering.gather(YESTERDAY).given["sums"] if word == key
        }
        assert sums == {("321300", 2), ("320300", 1)}
        assert facts.about(key) != facts.about(keys.of_word("退费"))

    def test_businesses_are_counted_where_trades_are(self) -> None:
        business = Business.objects.create(
            name="演示水壶店", kind=Business.Kind.UNIDENTIFIED, words="演示水壶店", created_at=NIGHT
        )
        for key, consumer_at in (
            ("county:321322", "320302"),  # lives in another city
            ("county:321322", "321300"),
            ("county:321322", ""),
            (SUQIAN, "321324"),
            (SUQIAN, "320302"),
        ):
            received(key, "G01", 3, business=business, consumer_at=consumer_at)
        count()

        fed, known = gathering.gather(YESTERDAY), keys.load()

        counted = {family: Counter[str]() for family in ("pair", "business")}
        for _day, place, key, n in [*fed.given["cells"], *fed.given["sums"]]:
            if (family := key.partition(":")[0]) in counted:
                counted[family][place] += n
        assert counted["pair"] == counted["business"] == {"321300": 2, "321322": 2, "321324": 1}
        for place, n in counted["pair"].items():
            assert Case.objects.filter(known.cases([place])).count() == n

    def test_words_that_many_titles_share_are_counted_without_their_parts_alike_each_time(self) -> None:
        received(SUQIAN, "G01", *range(1, 10), title="加盟费不退")
        count()

        words = {key for _day, _place, key, _n in gathering.gather(YESTERDAY).given["sums"] if "word:" in key}

        assert words == {"word:加盟费不", "word:盟费不退"}

        assert gathering.gather(YESTERDAY).hash == gathering.gather(YESTERDAY).hash

    def test_more_cases_ask_no_more_of_the_database(self) -> None:
        gathering.gather(YESTERDAY)  # what a process reads but once
        asked = []
        for number in range(2):
            received(SUQIAN, f"G0{number + 1}", *range(1, 60))
            count()
            with CaptureQueriesContext(connection) as found:
                gathering.gather(YESTERDAY)
            asked.append(len(found))
        assert 0 < asked[1] <= asked[0] <= 18  # PostgreSQL declares its cursors


def test_what_serves_pages_never_loads_numpy() -> None:
    program = (
        "import os, sys; os.environ['DJANGO_SETTINGS_MODULE'] = 'tests.settings'; import django; django.setup(); "
        "from importlib import import_module; import huaihai.insight.alarms.urls; "
        "from huaihai import reactions; "
        "[import_module(n.rpartition('.')[0]) for n in "
        "(*reactions.DUE, *reactions.OFFICE_WAITING, *reactions.TEXT_DOORS) if '.alarms.' in n]; "
        "loaded = {'numpy', 'scipy'} & set(sys.modules); print(sorted(loaded))"
    )
    done = subprocess.run(  # our own program
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=300
    )
    assert done.stdout.strip() == "[]"


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same engine in this process: that it answers alike in one of its own, `scanning/tests/test_nightly` says."""

    def run(_job: str, given: Any) -> Any:
        return json.loads(json.dumps(jobs.scan(given)))

    monkeypatch.setattr(apart, "run", run)


def a_year_with_an_outbreak() -> None:
    """Two complaints a week in each of three counties; in the last six days fourteen of a rare kind in one of them."""
    load_tree()
    dice = random.Random(8)  # the same in every run
    received("county:321322", "G01", 60, 150, 240, 320, 400, 480)
    for county in ("county:321302", "county:321322", "county:341302"):
        received(county, "G01", *[dice.uniform(0.2, 300) for _ in range(85)], nature="N01")
    received("county:321322", "G01", *[dice.uniform(0.2, 6) for _ in range(14)], title="加盟费不退")
    count(days=500)


@pytest.mark.both_databases
def test_an_outbreak_is_found_goes_on_and_comes_out_again() -> None:
    a_year_with_an_outbreak()

    night = nightly.look_at(YESTERDAY, at=NIGHT)

    assert night is not None
    alarm = Alarm.objects.get(key="pair:G01:N07")
    assert alarm.places == ["321322"]
    assert alarm.observed == 14
    assert alarm.expected < 2
    assert YESTERDAY - 7 * DAY < alarm.since <= alarm.until <= YESTERDAY
    assert TopicProposal.objects.get().topics == ["G01"]
    checked = nightly.check(alarm)
    assert (checked.is_well, checked.changed) == (True, 0)

    nightly.look_at(YESTERDAY + DAY, at=NIGHT + DAY)

    alarm.refresh_from_db()
    assert (alarm.seen_id, alarm.sightings.count()) == (YESTERDAY + DAY, 2)
    assert Alarm.objects.filter(key="pair:G01:N07").count() == 1
    assert nightly.check(alarm).is_well


def test_what_was_altered_afterwards_is_seen(capsys: pytest.CaptureFixture[str]) -> None:
    a_year_with_an_outbreak()
    night = nightly.look_at(YESTERDAY, at=NIGHT)
    alarm = Alarm.objects.get(key="pair:G01:N07")
    assert night is not None
    assert cli.main(["insight", "alarms", "verify", "2099-1", "--lang", "en"]) == 2
    assert cli.main(["insight", "alarms", "verify", "--lang", "en"]) == 0
    assert "comes out again; 0 counts are other ones today" in capsys.readouterr().out

    sighting = alarm.sightings.get()
    sighting.said["observed"] += 5
    sighting.save()
    assert cli.main(["insight", "alarms", "verify", alarm.number, "--lang", "en"]) == 1

    fed = json.loads(zlib.decompress(bytes(night.fed or b"")))
    fed["cells"].pop()
    night.fed = zlib.compress(gathering.Fed(fed).bytes)
    night.save()
    assert nightly.check(alarm).is_kept is False


@pytest.mark.usefixtures("tree")
class TestFirstYear:
    def test_what_had_cases_in_the_year_before_is_older(self) -> None:
        shop = Business.objects.create(
            name="演示水壶店", kind=Business.Kind.UNIDENTIFIED, words="演示水壶店", created_at=NIGHT
        )
        received(SUQIAN, "G01", *range(1, 10), 400, title="加盟费不退", business=shop)
        received(XUZHOU, "G02", *range(1, 10), title="贷款不还")
        received(XUZHOU, "G03", 800)
        forgeries.hand_in(got="12315 退费，请扫码", city="321300", at=NIGHT - DAY)
        count(days=900)

        older = set(gathering.gather(YESTERDAY).given["older"])

        assert {"pair:G01:N07", "category:G01", "all", "all/321300", f"business:{shop.pk}"} <= older
        assert keys.of_word("加盟费不") in older
        assert older.isdisjoint({"pair:G02:N07", "category:G03", "all/320300", keys.of_word("贷款不还")})
        assert keys.of_word(forgeries.WORD) not in older

    def test_an_outbreak_of_something_new_is_no_alarm(self) -> None:
        received("county:321322", "G01", *range(1, 300, 3), 400, nature="N01")
        received("county:321322", "G01", *[n / 3 for n in range(1, 40)])
        count(days=500)

        nightly.look_at(YESTERDAY, at=NIGHT)

        assert not Alarm.objects.filter(key="pair:G01:N07").exists()


@pytest.mark.usefixtures("tree")
def test_the_month_that_anybody_would_have_seen_is_noted_once_it_is_over() -> None:
    received(SUQIAN, "G01", *range(60, 160, 12), *[13.5] * 12)
    count()
    night(said("pair:G01:N07", since="2026-11-12", until="2026-11-25"))
    plain.note(YESTERDAY)
    assert Alarm.objects.get().plain_on is None

    plain.note(YESTERDAY + 5 * DAY)

    assert str(Alarm.objects.get().plain_on) == "2026-12-01"
