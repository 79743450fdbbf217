"""Agreement with numbers that others printed. Facts, cited at each test."""

import csv
import os
from pathlib import Path

import numpy as np
import pytest

from huaihai.insight.scanning import tails
from huaihai.insight.scanning.tests import published

# Salmonella Newport in Germany, cases a week, weeks 2010-45 to 2011-04: series `salmNewport` of the R package
# surveillance (Salmon, Schumacher and Höhle, J. Stat. Softw. 70(10), 2016), from Robert Koch Institute, SurvStat.
# Its test `test-earsC.R` prints the upper bounds of C1 at alpha 0.05 for the first weeks of 2011.
NEWPORT_BOUNDS = [3.278854, 3.278854, 3.436517, 3.855617]


def test_ears_c1_has_the_bounds_that_the_package_surveillance_prints_and_c3_lower_ones() -> None:
    weeks = [3, 1, 1, 1, 3, 3, 1, 2, 1, 0, 3, 3]
    bounds = [published.ears_bound(weeks[: 9 + week], method="C1", alpha=0.05) for week in range(4)]
    assert bounds == pytest.approx(NEWPORT_BOUNDS, abs=1e-6)
    days = [3, 5, 4, 4, 3, 5, 4, 4, 5, 12]
    second = published.ears_bound([*days, 4], method="C2", alpha=0.05)
    third = published.ears_bound([*days, 4], method="C3", alpha=0.05)
    assert third < second


def test_weights_of_farrington_are_those_that_the_package_checked_by_hand() -> None:
    # surveillance, test-farringtonFlexible.R: "A case that was checked by hand"
    weights = published.farrington_weights([0] * 5 + [2] * 5, threshold=0)
    assert weights.tolist() == pytest.approx([1.6] * 5 + [0.4] * 5)


@pytest.mark.parametrize(
    ("power", "low", "high"),
    [("none", 1.3073128, 8.6926872), ("1/2", 1.9891097, 9.3744842), ("2/3", 1.8084477, 9.1154825)],
)
def test_bounds_of_farrington_are_those_that_the_package_prints(power: str, low: float, high: float) -> None:
    # surveillance, test-farringtonFlexible.R: fitted 5, standard error 0.2, dispersion 1, alpha 0.05
    bounds = published.farrington_bounds(5.0, 0.2, 1.0, power, 0.05)
    assert bounds == pytest.approx((low, high), abs=1e-6)


@pytest.mark.parametrize(("spread", "chance"), [(1.5, 0.03763657), (1.0, 0.01369527)])
def test_tails_are_those_of_the_flexible_algorithm(spread: float, chance: float) -> None:
    # the same file, "nbPlugin" (Noufaily et al., Stat. Med. 32, 2013): fitted 5, observed 11
    log_p = tails.log_tail(np.array(11.0), np.array(5.0), np.array(5.0 * spread))
    assert float(np.exp(log_p)) == pytest.approx(chance, abs=1e-7)


@pytest.mark.parametrize(
    ("people", "cases", "ratio"), [(95249, 85, 11.577255), (34083, 38, 9.019716), (8839, 11, 3.209485)]
)
def test_ratios_of_the_new_york_leukaemia_clusters_are_satscans(
    people: int, cases: int, ratio: float
) -> None:
    # R package smerc, test-scan.test.R, "check accuracy for scan.test with SatScan for NY data": 552 cases among
    # 1,057,673 people (Waller and Gotway, Applied Spatial Statistics for Public Health Data, 2004)
    expected = np.array(552 * people / 1057673)
    found = published.conditional_ratio(np.array(float(cases)), expected, 552.0)
    assert float(found) == pytest.approx(ratio, abs=1e-6)


def test_new_york_fever_has_no_cluster_below_five_percent() -> None:
    """rsatscan's vignette: 194 cases, 192 zip codes, 2001-11-01 to 24, circles of 3 km, 7 days: none with p < .05."""
    folder = Path(os.environ.get("HUAIHAI_SATSCAN_SAMPLES", "/nowhere"))
    if not (folder / "NYCfevercas.csv").exists():
        pytest.skip("HUAIHAI_SATSCAN_SAMPLES names no folder with NYCfevercas.csv and NYCfevergeo.csv")
    counts, inside = _fever(folder)
    scan = published.Permutation(inside, range(1, 8))
    assert counts.sum() == 194
    assert scan.p(counts, 99, seed=8) > 0.05


def _fever(folder: Path) -> tuple[tails.Floats, tails.Floats]:
    with (folder / "NYCfevergeo.csv").open() as file:
        points = {row["zip"]: (float(row["lat"]), float(row["long"])) for row in csv.DictReader(file)}
    names = list(points)
    lat, long = np.radians(np.array(list(points.values())).T)
    unit = np.stack([np.cos(lat) * np.cos(long), np.cos(lat) * np.sin(long), np.sin(lat)], axis=1)
    away = np.linalg.norm(unit[:, None] - unit[None], axis=2) * 6371.3
    circles = {frozenset(np.flatnonzero(row <= radius)) for row in away for radius in row[row <= 3]}
    inside = np.zeros((len(circles), len(names)))
    for number, circle in enumerate(circles):
        inside[number, list(circle)] = 1
    counts = np.zeros((24, len(names)))
    with (folder / "NYCfevercas.csv").open() as file:
        for row in csv.DictReader(file):
            counts[int(row["date"].split("/")[2]) - 1, names.index(row["zip"])] += int(row["cases"])
    return counts, inside


def test_a_cluster_that_is_there_is_found_by_the_permutation_scan() -> None:
    rng = np.random.default_rng(5)
    counts = rng.poisson(0.3, (30, 20)).astype(float)
    counts[-4:, 3] += 4
    scan = published.Permutation(np.eye(20), range(1, 8))
    assert int(scan.ratios(counts)[0].max(axis=1).argmax()) == 3
    assert scan.p(counts, 99, seed=8) <= 0.02
