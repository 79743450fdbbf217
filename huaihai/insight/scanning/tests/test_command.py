"""The command over files as people have them."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from huaihai import cli
from huaihai.insight.scanning import commands, nightly, reading
from huaihai.kit.text.tests.shared import shared_file
from tests.effort import examples

KEYS = ["by", "period", "observed", "expected", "score"]


def _file(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    path = folder / "counts.csv"
    path.write_bytes(text.encode(encoding))
    return path


def _months(burst: int) -> str:
    lines = ["month,company,n"]
    for number in range(36):
        month = f"{2023 + number // 12}-{number % 12 + 1:02}"
        usual = 40 + number * 7 % 5
        lines += [f"{month},甲,{usual + (burst if number == 30 else 0)}", f"{month},乙,{usual + 3}"]
    return "\n".join(lines) + "\n"


def _scan(path: Path, *more: str) -> int:
    return cli.main(
        ["insight", "scan", str(path), "--date-column", "month", "--count-column", "n", "--lang", "en", *more]
    )


def test_json_lines_have_exactly_the_five_keys_and_the_table_says_what_was_looked_at(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _scan(_file(tmp_path, _months(80)), "--by", "company", "--json") == 0
    out, err = capsys.readouterr()
    assert err == ""
    rows = [json.loads(line) for line in out.splitlines()]
    assert [list(row) for row in rows] == [KEYS]
    assert (rows[0]["by"], rows[0]["period"]) == ("甲", "2025-07")
    assert rows[0]["observed"] == 120
    assert 38 <= rows[0]["expected"] <= 47
    assert rows[0]["score"] > 5
    assert _scan(_file(tmp_path, _months(80)), "--by", "company") == 0
    out = capsys.readouterr().out
    assert out.splitlines()[0].split() == ["company", "period", "observed", "expected", "score"]
    assert "2 series, 36 months" in out


def test_without_by_it_is_one_series_and_with_two_columns_by_is_a_list(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = _file(tmp_path, _months(200))
    assert _scan(path, "--json") == 0
    assert [json.loads(line)["by"] for line in capsys.readouterr().out.splitlines()] == [None]
    assert _scan(path, "--by", "company", "--by", "company", "--json") == 0
    assert json.loads(capsys.readouterr().out.splitlines()[0])["by"] == ["甲", "甲"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
def test_encodings_are_recognised(tmp_path: Path, encoding: str) -> None:
    table = reading.read(_file(tmp_path, _months(0), encoding), "month", "n", ["company"])
    assert table.keys == [("乙",), ("甲",)]
    assert table.counts.shape == (36, 2)


@pytest.mark.parametrize(
    ("spelt", "name", "periods"),
    [
        (["2024-11", "2025-01"], "month", 3),
        (["2024年11月", "2025年1月"], "month", 3),
        (["202411", "202501"], "month", 3),
        (["2024-11-01", "2024-12-01", "2025-01-01"], "month", 3),
        (["2024-W52", "2025-W01", "2025-W03"], "week", 4),
        (["2025-01-06", "2025-01-13", "2025-01-20", "2025-02-03"], "week", 5),
        (["2025-01-06", "2025-01-07", "2025-01-09"], "day", 4),
        (["2025/1/6", "2025/1/7", "2025/1/9"], "day", 4),
        (["01/06/2025", "01/07/2025", "01/29/2025"], "day", 24),
        (["2025-01-06T00:00:00", "2025-01-07T00:00:00"], "day", 2),
    ],
)
def test_days_weeks_and_months_are_recognised(
    tmp_path: Path, spelt: list[str], name: str, periods: int
) -> None:
    text = "month,n\n" + "".join(f"{one},2\n" for one in spelt)
    table = reading.read(_file(tmp_path, text), "month", "n", [])
    assert (table.grain.name, len(table.starts)) == (name, periods)
    assert table.spelt[0] == spelt[0]
    assert table.spelt[-1] == spelt[-1]
    assert table.counts.sum() == 2 * len(spelt)


def test_rows_of_one_period_are_added_and_large_counts_printed_as_they_are(tmp_path: Path) -> None:
    table = reading.read(
        _file(tmp_path, 'month;n\n2025-01;"1,200"\n2025-01;3\n\n2025-02;\n'), "month", "n", []
    )
    assert table.counts.tolist() == [[1203.0], [0.0]]
    rows = [f"{2020 + number // 12}-{number % 12 + 1:02},{1_000_000 + number}" for number in range(30)]
    path = _file(tmp_path, "month,n\n" + "\n".join([*rows, "2022-07,123456789"]) + "\n")
    assert [alarm["observed"] for alarm in commands.alarms(reading.read(path, "month", "n", []))] == [
        123456789
    ]


def _many_series() -> list[str]:
    rng = np.random.default_rng(11)
    means = rng.uniform(2, 60, 14)
    rows = []
    for number in range(60):
        counts = rng.poisson(means * (3 if number in (31, 32) else 1))
        month = f"{2021 + number // 12}-{number % 12 + 1:02}"
        rows += [f"{month},s{one},{n}" for one, n in enumerate(counts) if one < 8 or number >= 4 * one]
    return rows


def test_what_comes_later_and_the_order_of_rows_change_nothing(tmp_path: Path) -> None:
    rows = _many_series()

    def found(some: list[str]) -> list[dict[str, object]]:
        path = _file(tmp_path, "month,company,n\n" + "\n".join(some) + "\n")
        return list(commands.alarms(reading.read(path, "month", "n", ["company"])))

    whole = found(rows)
    assert len(whole) >= 5
    for last in ("2022-06", "2023-09", "2024-03"):
        cut = found([row for row in rows if row[:7] <= last])
        assert cut == [alarm for alarm in whole if str(alarm["period"]) <= last]
    assert found(np.random.default_rng(3).permutation(rows).tolist()) == whole


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "empty"),
        ("day,n\n2025-01-01,3\n", "no column “month”; there are: day, n"),
        ("month,n\n2025-01,3\nsoon,4\n", "line 3: “soon” is not a day, a week or a month"),
        ("month,n\n2025-13,3\n", "line 2"),
        ("month,n\n2025-01,3\n2025-02,many\n", "line 3: “many” is not a count"),
        ("month,n\n2025-01,-3\n", "line 2: “-3” is not a count"),
        ("month,n\n2025-01,3\n2025-02\n", "line 3: 1 columns are too few"),
        ("month,n\n2025-01,3\n2025-02-03,3\n", "mixed"),
        ("month,n\n", "no counts"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str, said: str
) -> None:
    assert _scan(_file(tmp_path, text)) == 2
    out, err = capsys.readouterr()
    assert (out, said in err) == ("", True), err


def test_what_is_not_there_too_short_or_not_over_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _scan(tmp_path / "none.csv") == 2
    assert "there is no" in capsys.readouterr().err
    assert _scan(_file(tmp_path, "month,n\n2025-01,3\n2025-02,90\n")) == 0
    assert "Too short" in capsys.readouterr().out
    assert _scan(_file(tmp_path, _months(0) + "2026-01,甲,3\n"), "--by", "company") == 0
    assert "2026-01 holds far less" in capsys.readouterr().out


# Tuned on the products; the companies were kept apart. What is well known to have happened (guide, "The months of
# the US consumer bureau"): a lawsuit against the largest servicer of student loans, cards that did not work for days,
# relief in the spring of 2020, a broker that stopped trading in single shares.
KNOWN = {
    "product": {("Student loan", "2017-01"), ("Prepaid card", "2015-10")},
    "company_sample": {("PNC Bank", "2020-04"), ("Robinhood", "2021-02")},
}


def _months_of(by: str) -> reading.Table:
    return reading.read(shared_file(f"cfpb_monthly_by_{by}.csv"), "month", "n", [by.removesuffix("_sample")])


@pytest.mark.parametrize("by", ["product", "company_sample"])
def test_real_months_known_events_few_alarms_none_in_a_first_year_and_none_that_hardly_rises(by: str) -> None:
    table = _months_of(by)
    names = [key[0] for key in table.keys]
    first = dict(zip(names, (table.counts > 0).argmax(axis=0), strict=True))
    alarms = list(commands.alarms(table, explain=True))
    assert KNOWN[by] <= {(alarm["by"], alarm["period"]) for alarm in alarms}
    assert len(alarms) <= 0.03 * sum(len(table.starts) - begin for begin in first.values())
    for alarm in alarms:
        assert table.spelt.index(alarm["period"]) >= first[alarm["by"]] + 12
        assert alarm["observed"] >= 1.3 * alarm["before"] - 0.01
        assert alarm["ordinary"] < alarm["observed"]


@pytest.mark.parametrize("by", ["product", "company_sample"])
def test_real_months_that_double_at_once_are_told_in_their_month(by: str) -> None:
    table = _months_of(by)
    raised = list(nightly.replay(table.counts, np.array(table.starts, "datetime64[D]"), table.grain))
    told = {(alarm.series, alarm.period) for alarm in raised}
    jumps = list(_jumps(table.counts))
    assert len(jumps) >= 6
    assert [jump for jump in jumps if jump not in told] == []


def _jumps(counts: Any) -> Iterator[tuple[int, int]]:
    """Months with thirty cases or more, twice the three months before, in series that count each month of a year."""
    for series in range(counts.shape[1]):
        last = -9
        for month in range(12, counts.shape[0]):
            before = counts[month - 3 : month, series].mean()
            if counts[month, series] >= max(30, 2 * before) and counts[month - 12 : month, series].min() > 0:
                if month - last > 3:
                    yield series, month
                last = month


@pytest.mark.parametrize("by", ["product", "company_sample"])
def test_jumps_planted_in_real_months_are_found(by: str) -> None:
    table = _months_of(by)
    counts, starts = table.counts, np.array(table.starts, "datetime64[D]")
    rng = np.random.default_rng(3)
    places = [
        (month, series)
        for series in range(counts.shape[1])
        for month in range(24, len(counts) - 6)
        if counts[month - 24 : month + 6, series].min() > 0
        and counts[month - 12 : month, series].mean() >= 10
    ]
    planted = found = 0
    for number in rng.permutation(len(places))[: examples(20, long=160)]:
        month, series = places[number]
        for more in (1, 2):
            counts_then = counts.copy()
            counts_then[month : month + 3, series] += more * counts[month - 3 : month, series].mean()
            told = nightly.replay(np.round(counts_then), starts, table.grain)
            planted += 1
            found += any(alarm.series == series and month <= alarm.period < month + 3 for alarm in told)
    assert found >= 0.9 * planted
