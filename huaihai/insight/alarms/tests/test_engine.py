"""A whole night with the real engine: an outbreak is found, goes on, and comes out of its own counts again."""

import json
import random
import zlib
from typing import Any

import pytest

from huaihai import cli
from huaihai.education.models import TopicProposal
from huaihai.insight import apart
from huaihai.insight.alarms import gathering, nightly
from huaihai.insight.alarms.tests.scene import DAY, NIGHT, YESTERDAY, count, received
from huaihai.insight.models import Alarm
from huaihai.insight.scanning import jobs
from tests.posts import load_tree

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same engine in this process: that it answers alike in one of its own, `scanning/tests/test_nightly` says."""

    def run(_job: str, given: Any) -> Any:
        return json.loads(json.dumps(jobs.scan(given)))

    monkeypatch.setattr(apart, "run", run)


def a_year_with_an_outbreak() -> None:
    """Two complaints a week in each of three counties; in the last six days fourteen more in one of them."""
    load_tree()
    dice = random.Random(8)  # the same in every run
    for county in ("county:321302", "county:321322", "county:341302"):
        received(county, "G01", *[dice.uniform(0.2, 300) for _ in range(85)], nature="N01")
    received("county:321322", "G01", *[dice.uniform(0.2, 6) for _ in range(14)], title="加盟费不退")
    count(days=330)


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
    assert cli.main(["insight", "alarms", "verify", "2099-1"]) == 2
    assert cli.main(["insight", "alarms", "verify"]) == 0
    assert "comes out again; 0 counts are other ones today" in capsys.readouterr().out

    sighting = alarm.sightings.get()
    sighting.said["observed"] += 5
    sighting.save()
    assert cli.main(["insight", "alarms", "verify", alarm.number]) == 1

    fed = json.loads(zlib.decompress(bytes(night.fed or b"")))
    fed["cells"].pop()
    night.fed = zlib.compress(gathering.Fed(fed).bytes)
    night.save()
    assert nightly.check(alarm).is_kept is False
