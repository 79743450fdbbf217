"""The short-history detector: what it must see, and what it must leave alone."""

from typing import Any

import numpy as np
import pytest

from huaihai.insight.scanning import nightly
from huaihai.insight.scanning.nightly import Raised
from huaihai.insight.scanning.periods import DAY, MONTH, WEEK, Grain
from huaihai.insight.scanning.tails import Floats


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
    counts = _noise(2, np.full((200, 1), 3.0))
    counts[150:165] += 5
    assert any(150 <= alarm.period < 160 for alarm in _alarms(counts, DAY))


def test_what_happens_later_changes_nothing_earlier() -> None:
    counts = _noise(3, np.full((60, 4), 20.0))
    counts[45, 2] += 60
    later = counts.copy()
    later[50:] = 500
    before = [alarm for alarm in _alarms(counts, WEEK) if alarm.period < 50]
    assert before == [alarm for alarm in _alarms(later, WEEK) if alarm.period < 50]
    assert any(alarm.period == 45 and alarm.series == 2 for alarm in before)


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
    week = np.tile([12.0, 12, 12, 12, 12, 3, 3], 40)
    alarms = _alarms(_noise(5, week[:, None]), DAY)
    assert len(alarms) <= 2
    counts = _noise(10, np.tile([40.0, 40, 40, 40, 40, 0.001, 0.001], 20)[:, None])
    counts[98:103] += 20
    periods = [alarm.period for alarm in _alarms(counts, DAY)]
    assert any(98 <= period < 103 for period in periods)
    assert len(periods) <= 3


def test_a_series_never_seen_before_is_told_once() -> None:
    counts = _noise(7, np.full((100, 5), 10.0))
    counts[:60, 4] = 0
    counts[60:, 4] += 15
    mine = [alarm for alarm in _alarms(counts, DAY) if alarm.series == 4]
    assert [(alarm.period, alarm.expected) for alarm in mine][:1] == [(60, 0.0)]
    assert len(mine) <= 2


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


@pytest.mark.parametrize(("grain", "periods"), [(MONTH, 60), (WEEK, 104), (DAY, 200)])
def test_quiet_files_stay_within_the_budget(grain: Grain, periods: int) -> None:
    alarms = 0
    for seed in range(4):
        rng = np.random.default_rng(seed)
        mean = np.exp(rng.uniform(0, 4, 20)) * np.exp(rng.normal(0, 0.05, (periods, 20)))
        alarms += len(_alarms(_noise(seed, mean), grain))
    fortnights = 4 * periods * grain.days / 14
    assert alarms / fortnights <= (1.0 if grain is DAY else 0.5)
