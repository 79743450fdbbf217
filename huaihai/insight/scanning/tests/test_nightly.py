"""The nightly run: both detectors, one budget, one alarm an event."""

from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest

from huaihai.insight import apart
from huaihai.insight.scanning import cylinders, jobs
from tests.effort import examples

TODAY = date(2026, 11, 26)
DAYS, CITIES, COUNTIES, KEYS = 120, 5, 4, 6
NIGHTS = examples(6, long=12)


def _given(seed: int = 1, more: tuple[tuple[int, str, str, int], ...] = (), **others: Any) -> dict[str, Any]:
    rng = np.random.default_rng(seed)
    places = {f"p{number:02}": [number % 5, number // 5] for number in range(CITIES * COUNTIES)}
    groups = {
        f"c{city}": [f"p{city * COUNTIES + one:02}" for one in range(COUNTIES)] for city in range(CITIES)
    }
    counts = rng.poisson(0.15, (DAYS, KEYS, len(places)))
    first = TODAY - timedelta(days=DAYS - 1)
    cells = [
        [
            (first + timedelta(days=int(day))).isoformat(),
            f"p{place:02}",
            f"k{key}",
            int(counts[day, key, place]),
        ]
        for day, key, place in zip(*np.nonzero(counts), strict=True)
    ]
    cells += [[(TODAY - timedelta(days=ago)).isoformat(), place, key, n] for ago, place, key, n in more]
    return {"as_of": TODAY.isoformat(), "cells": cells, "places": places, "groups": groups, **others}


def test_a_cluster_in_one_county_is_named_with_its_days_and_cases_and_keeps_its_identity() -> None:
    more = tuple((ago, "p07", "k2", 3) for ago in range(4))
    (alarm,) = jobs.scan(_given(more=more))["alarms"]
    assert (alarm["detector"], alarm["key"], alarm["places"]) == ("scan", "k2", ["p07"])
    assert alarm["until"] == TODAY.isoformat()
    assert alarm["observed"] >= 9
    assert alarm["expected"] < 2
    assert list(alarm["by_place"]) == ["p07"]
    earlier = {
        "identity": "k2/2026-11-20/p07",
        "key": "k2",
        "places": ["p07"],
        "since": "2026-11-20",
        "until": "2026-11-24",
    }
    (alarm,) = jobs.scan(_given(more=more, open=[earlier]))["alarms"]
    assert (alarm["identity"], alarm["continues"]) == ("k2/2026-11-20/p07", True)


def test_what_is_spread_over_three_cities_is_found() -> None:
    more = tuple((ago, place, "k4", 2) for ago in range(6) for place in ("p01", "p09", "p17"))
    alarms = jobs.scan(_given(more=more))["alarms"]
    assert alarms[0]["key"] == "k4"
    assert {"p01", "p09", "p17"} <= set(alarms[0]["places"])


def test_quiet_nights_are_quiet() -> None:
    assert sum(len(jobs.scan(_given(seed))["alarms"]) for seed in range(10, 10 + NIGHTS)) <= NIGHTS // 6


def test_the_same_night_gives_the_same_answer_also_in_a_process_of_its_own() -> None:
    given = _given(more=tuple((ago, "p07", "k2", 3) for ago in range(4)))
    assert apart.run("huaihai.insight.scanning.jobs:scan", given) == jobs.scan(given)


def test_a_business_never_seen_before_is_told() -> None:
    sums = [[(TODAY - timedelta(days=ago)).isoformat(), "p03", "business:9", 4] for ago in range(3)]
    alarms = [one for one in jobs.scan(_given(sums=sums))["alarms"] if one["key"] == "business:9"]
    assert [(one["observed"], one["expected"], one["places"]) for one in alarms] == [(12, 0.0, ["p03"])]


def test_a_short_history_days_to_come_and_nothing_at_all_judge_nothing() -> None:
    given = _given(since=(TODAY - timedelta(days=20)).isoformat())
    answer = jobs.scan(given)
    assert (answer["too_short"], answer["alarms"]) == (True, [])
    assert jobs.scan({"as_of": "2026-11-26", "cells": [], "places": {}})["alarms"] == []
    later = [["2026-12-01", "p01", "k1", 500]]
    given = _given()
    assert jobs.scan({**given, "cells": given["cells"] + later}) == jobs.scan(given)


@pytest.mark.parametrize(
    "row", [["2026-11-26", "nowhere", "k1", 1], ["soon", "p01", "k1", 1], ["2026-11-26", "p01"]]
)
def test_rows_of_another_form_are_refused(row: list[Any]) -> None:
    with pytest.raises(ValueError, match=r"unknown place|rows are"):
        jobs.scan(_given() | {"cells": [row]})


def test_zones_hold_circles_groups_threes_of_groups_and_all() -> None:
    places = {f"p{number}": (number, 0) for number in range(8)} | {"x": None}
    groups = {"a": ["p0", "p1"], "b": ["p4"], "c": ["x"]}
    made = cylinders.make(places, groups)
    members = [made.members(zone) for zone in range(len(made.names))]
    for wanted in (["p2"], ["p1", "p2", "p3"], ["p0", "p1"], ["x"], ["p0", "p1", "p4", "x"], sorted(places)):
        assert wanted in members
    assert len({tuple(one) for one in members}) == len(members)


def test_a_handful_in_a_thin_feed_is_no_alarm() -> None:
    """Three of a rare key within ten days, in three counties: rare, but it tells nobody anything."""
    places = {f"p{one}": [float(one), 0.0] for one in range(12)}
    groups = {
        "g1": ["p0", "p1", "p2", "p3"],
        "g2": ["p4", "p5", "p6", "p7"],
        "g3": ["p8", "p9", "p10", "p11"],
    }
    first = date(2025, 1, 1)
    cells = [
        [(first + timedelta(days=day)).isoformat(), f"p{day % 12}", f"k{day % 30}", 1]
        for day in range(0, 300, 2)
    ]
    for day, place in ((290, "p1"), (294, "p5"), (299, "p9")):
        cells.append([(first + timedelta(days=day)).isoformat(), place, "rare", 1])
    given = {"as_of": "2025-10-27", "cells": cells, "places": places, "groups": groups}
    assert jobs.scan(given)["alarms"] == []
    cells += [["2025-10-27", "p9", "rare", 1]] * 4
    found = jobs.scan(given)["alarms"]
    assert "rare" in {alarm["key"] for alarm in found if alarm["observed"] >= 5}
