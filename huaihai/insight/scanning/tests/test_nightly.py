"""The nightly run: both detectors, one budget, one alarm an event."""

from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest

from benchmarks import scanning
from huaihai.insight import apart
from huaihai.insight.scanning import cylinders, jobs, nightly
from huaihai.insight.scanning.nightly import Raised
from huaihai.insight.scanning.periods import DAY, MONTH, WEEK, Grain
from huaihai.insight.scanning.tails import Floats
from tests.effort import IS_LONG, examples

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
    older = [*(f"k{key}" for key in range(KEYS)), "all", *(f"all/{group}" for group in groups)]
    told = {"as_of": TODAY.isoformat(), "cells": cells, "places": places, "groups": groups, "older": older}
    return told | others


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


def test_an_alarm_says_what_it_is_compared_with_and_what_would_have_been_none() -> None:
    more = tuple((ago, "p07", "k2", 3) for ago in range(4))
    (alarm,) = jobs.scan(_given(more=more))["alarms"]
    days = (date.fromisoformat(alarm["until"]) - date.fromisoformat(alarm["since"])).days + 1
    assert len(alarm["before"]) == 3
    assert sum(alarm["before"]) / 84 * days * 1.3 < alarm["observed"]
    assert alarm["based_on"][1] == str(date.fromisoformat(alarm["since"]) - timedelta(days=1))
    assert alarm["expected"] < alarm["ordinary"] < alarm["observed"]
    fewer = alarm["ordinary"] - alarm["observed"]
    given = _given(more=(*more, (0, "p07", "k2", fewer)))
    assert "k2" not in {one["key"] for one in jobs.scan(given)["alarms"]}


def test_nothing_is_said_of_a_series_in_its_first_year() -> None:
    sums = [[(TODAY - timedelta(days=ago)).isoformat(), "p03", "business:9", 4] for ago in range(3)]
    sums += [
        [(TODAY - timedelta(days=ago)).isoformat(), "p03", "business:9", 1] for ago in range(40, 100, 20)
    ]
    more = tuple((ago, "p07", "new", 3) for ago in (0, 1, 2, 3, 50, 80))
    given = _given(sums=sums, more=more)
    known = {**given, "older": [*given["older"], "new", "business:9"]}

    assert {"new", "business:9"} <= {one["key"] for one in jobs.scan(known)["alarms"]}
    assert not {"new", "business:9"} & {one["key"] for one in jobs.scan(given)["alarms"]}
    assert jobs.scan({**given, "older": []})["alarms"] == []


def test_what_was_silent_for_a_year_is_new_again() -> None:
    more = tuple((ago, "p07", "old", 3) for ago in range(4))
    given = _given(more=more)
    assert "old" not in {
        one["key"] for one in jobs.scan(given | {"older": [*given["older"], "old"]})["alarms"]
    }


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
    cells += [[(first + timedelta(days=day)).isoformat(), "p2", "rare", 1] for day in (20, 130)]
    older = [*(f"k{one}" for one in range(30)), "rare", "all"]
    given = {"as_of": "2025-10-27", "cells": cells, "places": places, "groups": groups, "older": older}
    assert jobs.scan(given)["alarms"] == []
    cells += [["2025-10-27", "p9", "rare", 1]] * 4
    found = jobs.scan(given)["alarms"]
    assert "rare" in {alarm["key"] for alarm in found if alarm["observed"] >= 5}


def _starts(grain: Grain, periods: int) -> Any:
    if grain is MONTH:
        return (np.datetime64("2015-01") + np.arange(periods).astype("timedelta64[M]")).astype(
            "datetime64[D]"
        )
    step = 7 if grain is WEEK else 1
    return np.datetime64("2024-01-01") + (step * np.arange(periods)).astype("timedelta64[D]")


def _alarms(counts: Floats, grain: Grain) -> list[Raised]:
    return list(nightly.replay(np.asarray(counts, np.float32), _starts(grain, len(counts)), grain))


def _noise(seed: int, mean: Floats, spread: float = 1.5) -> Any:
    rng = np.random.default_rng(seed)
    return rng.negative_binomial(np.asarray(mean) / (spread - 1), 1 / spread).astype(np.float32)


def test_a_burst_is_seen_in_its_first_month_and_told_once_and_so_is_the_next() -> None:
    counts = _noise(1, np.full((40, 1), 40.0))
    counts[30:33] += 60
    alarms = [alarm for alarm in _alarms(counts, MONTH) if 30 <= alarm.period < 34]
    assert [alarm.period for alarm in alarms] == [30]
    assert alarms[0].observed == counts[30, 0]
    assert 30 < alarms[0].expected < 50
    assert alarms[0].score > 3
    counts = _noise(6, np.full((80, 1), 30.0))
    counts[30:32] += 90
    counts[60:62] += 60
    periods = [alarm.period for alarm in _alarms(counts, MONTH)]
    assert 30 in periods
    assert 60 in periods
    counts = _noise(2, np.full((500, 1), 3.0))
    counts[450:465] += 5
    assert any(450 <= alarm.period < 460 for alarm in _alarms(counts, DAY))


def test_what_happens_later_changes_nothing_earlier() -> None:
    counts = _noise(3, np.full((100, 4), 20.0))
    counts[85, 2] += 60
    later = counts.copy()
    later[90:] = 500
    before = [alarm for alarm in _alarms(counts, WEEK) if alarm.period < 90]
    assert before == [alarm for alarm in _alarms(later, WEEK) if alarm.period < 90]
    assert any(alarm.period == 85 and alarm.series == 2 for alarm in before)


@pytest.mark.parametrize("periods", [1, 5, 8])
def test_too_little_history_is_never_judged(periods: int) -> None:
    counts = np.full((periods, 2), 5.0)
    counts[-1] = 900
    assert _alarms(counts, MONTH) == []


def test_growth_season_and_a_new_level_are_no_flood_of_alarms() -> None:
    t = np.arange(120)
    growing = 60 * np.exp(0.015 * t)
    seasonal = 80 * np.exp(0.4 * np.sin(2 * np.pi * t / 12))
    stepping = np.where(t < 70, 50.0, 75.0)
    counts = _noise(4, np.stack([growing, seasonal, stepping], axis=1))
    assert len(_alarms(counts, MONTH)) <= 9  # in ten years of three series


def test_weekends_are_no_news_and_do_not_hide_an_outbreak() -> None:
    week = np.tile([12.0, 12, 12, 12, 12, 3, 3], 80)
    alarms = _alarms(_noise(5, week[:, None]), DAY)
    assert len(alarms) <= 2
    counts = _noise(10, np.tile([40.0, 40, 40, 40, 40, 0.001, 0.001], 70)[:, None])
    counts[448:453] += 20
    periods = [alarm.period for alarm in _alarms(counts, DAY)]
    assert any(448 <= period < 453 for period in periods)
    assert len(periods) <= 3


@pytest.mark.parametrize("grain", [DAY, WEEK, MONTH])
def test_a_new_series_is_learnt_from_for_a_year_and_judged_from_then_on(grain: Grain) -> None:
    year = grain.first_year
    counts = _noise(7, np.full((3 * year, 5), 30.0))
    born = year + 3
    counts[:born, 4] = 0
    counts[born : born + 4, 4] += 300
    counts[born + year - 2, 4] = 900
    assert [alarm for alarm in _alarms(counts, grain) if alarm.period < min(born, year)] == []
    assert [one for one in _alarms(counts, grain) if one.series == 4 and one.period < born + year] == []
    counts[born + year + year // 2 :, 4] += 200
    assert [one for one in _alarms(counts, grain) if one.series == 4 and one.period >= born + year]


def test_what_comes_back_after_a_year_is_new_again_and_after_some_months_is_not() -> None:
    for silent, is_told in ((13, False), (6, True)):
        counts = _noise(7, np.full((80, 3), 30.0))
        counts[40 : 40 + silent, 2] = 0
        counts[40 + silent, 2] = 400
        periods = [alarm.period for alarm in _alarms(counts, MONTH) if alarm.series == 2]
        assert (40 + silent in periods) == is_told


def test_an_alarm_stands_at_least_a_third_above_the_three_months_before_it() -> None:
    rng = np.random.default_rng(8)
    counts = _noise(8, np.exp(rng.uniform(1, 7, 30)) * np.exp(rng.normal(0, 0.3, (90, 30))), 2.0)
    alarms = _alarms(counts, MONTH)
    assert len(alarms) > 20
    for alarm in alarms:
        before = counts[alarm.period - 3 : alarm.period, alarm.series].mean()
        assert alarm.observed >= 1.3 * before - 1e-3
        assert alarm.before == pytest.approx(before, rel=1e-4)
        assert 0 <= alarm.ordinary < alarm.observed


def test_wild_weeks_are_no_flood_of_alarms() -> None:
    rng = np.random.default_rng(12)
    counts = rng.poisson(30 * rng.gamma(4.0, 0.25, (160, 12))).astype(np.float32)  # half the mean to and fro
    assert len(_alarms(counts, WEEK)) <= 0.02 * 12 * 108


@pytest.mark.parametrize("seed", range(examples(4, long=40)))
def test_what_would_have_been_ordinary_is_no_alarm_and_one_more_is(seed: int) -> None:
    rng = np.random.default_rng(seed)
    counts = _noise(seed, np.exp(rng.uniform(2, 5, 6)) * np.exp(rng.normal(0, 0.1, (40, 6))))
    counts[38:, 3] *= 3.0
    told = [alarm for alarm in _alarms(counts[:39], MONTH) if alarm.series == 3 and alarm.period >= 36]
    if [alarm.period for alarm in told] != [38]:
        return
    for more, is_told in ((0, False), (1, True)):
        counts[38, 3] = told[0].ordinary + more
        again = [one for one in _alarms(counts[:39], MONTH) if (one.period, one.series) == (38, 3)]
        assert bool(again) == is_told


def test_what_rises_everywhere_at_once_is_the_files_and_a_hole_in_it_is_no_baseline() -> None:
    counts = _noise(8, np.full((60, 12), 50.0))
    counts[40:46] = 0
    counts[52] *= 1.6
    assert len([alarm for alarm in _alarms(counts, MONTH) if 46 <= alarm.period <= 52]) <= 2


def test_a_higher_count_never_scores_lower() -> None:
    scores = []
    for more in (30, 60, 200, 5_000, 1_000_000):
        counts = _noise(9, np.full((30, 1), 20.0))
        counts[29] = 20 + more
        scores.append(_alarms(counts, MONTH)[-1].score)
    assert scores == sorted(scores)
    assert len(set(scores)) == len(scores)


@pytest.mark.parametrize(("grain", "periods"), [(MONTH, 60), (WEEK, 150), (DAY, 565)])
def test_quiet_files_stay_within_the_budget(grain: Grain, periods: int) -> None:
    alarms = 0
    for seed in range(4):
        rng = np.random.default_rng(seed)
        mean = np.exp(rng.uniform(0, 4, 20)) * np.exp(rng.normal(0, 0.05, (periods, 20)))
        alarms += len(_alarms(_noise(seed, mean), grain))
    fortnights = 4 * (periods - grain.first_year) * grain.days / 14
    assert alarms / fortnights <= (1.0 if grain is DAY else 0.5)


YEARS = 20 if IS_LONG else 1


def test_outbreaks_are_found_and_false_alarms_stay_within_the_budget() -> None:
    found = scanning.Found()
    for seed in range(5001, 5001 + YEARS):
        scanning.one_year(seed, found)
    days = [day for kind in scanning.KINDS for day in found.days[kind]]
    assert sum(day is not None for day in days) >= 0.9 * len(days) - (0 if IS_LONG else 0.5)
    assert sum(found.false.values()) / found.fortnights <= (1.0 if IS_LONG else 1.5)


def test_one_night_of_a_hundred_places_and_two_hundred_keys_takes_seconds() -> None:
    assert scanning.one_night(draws=9) <= 15
