"""docs/speed.md: the measured part of the page, and its two pictures, made from the rows."""

import os
import platform
import time
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from math import log10
from pathlib import Path
from typing import Any

from benchmarks import musts

DOCS = Path(__file__).resolve().parents[1] / "docs"
PAGE, PICTURES = DOCS / "speed.md", DOCS / "pictures"
BEGIN, END = "<!-- made by make bench -->", "<!-- end of what make bench made -->"
NAMES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
OURS = "Huaihai"
GROWING = ("intake", "case page, desk", "list, own", "list, ended", "search, frequent", "search, rare")
COLOURS = ("#1f5fa8", "#b0482f", "#3d7d45", "#8a5a9e", "#a67c1f", "#4a8b99")

type Row = Mapping[str, Any]


def machine() -> dict[str, Any]:
    """On what and when it was measured."""
    return {
        "day": time.strftime("%Y-%m-%d"),
        "cores": os.cpu_count(),
        "python": platform.python_version(),
    }


def write(whole: Mapping[str, Any], page: Path = PAGE, pictures: Path = PICTURES) -> None:
    """Put the rows into the page between its two marks, and draw the pictures."""
    text = page.read_text(encoding="utf-8")
    before, after = text.partition(BEGIN)[0], text.partition(END)[2]
    page.write_text(f"{before}{BEGIN}\n\n{measured(whole)}\n{END}{after}", encoding="utf-8")
    rows = whole["rows"]
    (pictures / "speed-peers.svg").write_text(peers_picture(rows), encoding="utf-8")
    (pictures / "speed-growth.svg").write_text(growth_picture(rows), encoding="utf-8")


def measured(whole: Mapping[str, Any]) -> str:
    """The tables, as Markdown."""
    rows, at = whole["rows"], whole["machine"]
    versions = {
        world["database"]: f"{NAMES[world['database']]} {world['version']}" for world in whole["worlds"]
    }
    begin = (
        f"{at['day']}, {at['cores']} cores, Python {at['python']}, {', '.join(versions.values())}; "
        f"{whole['seconds'] / 60:.0f} minutes."
    )
    return "\n".join(
        [
            begin,
            *_section("Beside what a city would otherwise run", _peers(rows)),
            *_section("What is asked, and whether it holds", _verdicts(rows)),
            *_section("How it grows", _growth(rows)),
            *_section("The process", _values(rows)),
            *_section("What was measured on", _worlds(whole["worlds"])),
            *(
                line
                for database, cases in _places(rows)
                for line in _section(
                    f"{NAMES.get(database, database)}, {cases:,} cases", _whole(rows, database, cases)
                )
            ),
        ]
    )


def _section(heading: str, lines: Iterable[str]) -> list[str]:
    held = list(lines)
    return ["", f"### {heading}", "", *held] if held else []


def _peers(rows: Sequence[Row]) -> list[str]:
    columns = list(next(iter(musts.PEERS.values())))
    lines = [["100,000 cases, processor ms a request", *columns]]
    lines += [[name, *(f"{held[one]:g}" for one in columns)] for name, held in musts.PEERS.items()]
    for database in ("postgresql", "sqlite"):
        ours = [_one(rows, database, musts.BIG, one) for one in columns]
        if any(ours):
            cells = [f"**{row['cpu_ms']:.1f}**" if row else "" for row in ours]
            lines.append([f"{OURS}, {NAMES[database]}", *cells])
    return [*table(lines), "", "![processor time beside peers](pictures/speed-peers.svg)"]


def _verdicts(rows: Sequence[Row]) -> list[str]:
    """One line a path and must; a column for each place it is asked in."""
    places = _places(rows)
    asked: dict[tuple[str, str], dict[tuple[str, int], str]] = {}
    for row in rows:
        for name in filter(None, str(row.get("must") or "").split(", ")):
            what = name.split(" ")[0]
            at = f" at c={row['concurrency']}" if row.get("concurrency") else ""
            mark = "✗" if name in row["missed"] else "✓"
            label = (f"{row['path']}{at}", name)
            asked.setdefault(label, {})[row["database"], row["cases"]] = (
                f"{round(row[what], 2):g} {mark}" if what in row else mark
            )
    heads = [
        "path",
        "must",
        *(f"{NAMES.get(database, database)} {_short(cases)}" for database, cases in places),
    ]
    return table(
        [heads, *([*label, *(found.get(one, "") for one in places)] for label, found in asked.items())]
    )


def _growth(rows: Sequence[Row]) -> list[str]:
    sizes = sorted(
        {row["cases"] for row in rows if row["database"] == "postgresql" and row["cases"] <= musts.HUGE}
    )
    if len(sizes) < 2:
        return []
    lines = [["PostgreSQL, processor ms", *map(_short, sizes), "last over first"]]
    for path in dict.fromkeys(row["path"] for row in rows if row.get("concurrency") == 8):
        found = [_one(rows, "postgresql", size, path) for size in sizes]
        if found[0] and found[-1]:
            ratio = found[-1]["cpu_ms"] / found[0]["cpu_ms"]
            lines.append([path, *(f"{row['cpu_ms']:.1f}" if row else "" for row in found), f"{ratio:.2f}"])
    return [*table(lines), "", "![growth with the number of cases](pictures/speed-growth.svg)"]


def _values(rows: Sequence[Row]) -> list[str]:
    places = _places(rows)
    paths = dict.fromkeys(
        f"{row['path']} ({row['unit']})".replace(" ()", "") for row in rows if "value" in row
    )
    lines = [["", *(f"{NAMES.get(database, database)} {_short(cases)}" for database, cases in places)]]
    for path in paths:
        found = {
            (row["database"], row["cases"]): f"{row['value']:g}"
            for row in rows
            if "value" in row and path in (row["path"], f"{row['path']} ({row['unit']})")
        }
        lines.append([path, *(found.get(one, "") for one in places)])
    return table(lines) if len(lines) > 1 else []


def _worlds(worlds: Sequence[Mapping[str, Any]]) -> list[str]:
    lines = [["database", "cases", "businesses", "size MB", "filled in s"]]
    for one in worlds:
        held = one["held"]
        numbers = (
            f"{held['cases']:,}",
            f"{held['businesses']:,}",
            f"{one['size_mb']:,.0f}",
            f"{one['seconds']:.0f}",
        )
        lines.append([NAMES[one["database"]], *numbers])
    return table(lines)


def _whole(rows: Sequence[Row], database: str, cases: int) -> list[str]:
    lines = [
        ["path", "c", "cpu ms", "server", "database", "p50 ms", "p99 ms", "of floor", "statements", "kB"]
    ]
    for row in rows:
        if (row["database"], row["cases"]) == (database, cases) and ("cpu_ms" in row or "p99_ms" in row):
            numbers = [
                _shown(row, name) for name in ("cpu_ms", "app_ms", "db_ms", "p50_ms", "p99_ms", "floor_ratio")
            ]
            weight = f"{row['bytes'] / 1000:.1f}" if "bytes" in row else ""
            one = [
                row["path"],
                str(row.get("concurrency") or ""),
                *numbers,
                str(row.get("statements", "")),
                weight,
            ]
            lines.append(one)
    return table(lines) if len(lines) > 1 else []


def _shown(row: Row, name: str) -> str:
    value = row.get(name)
    return "" if value is None else f"{value:.2f}"


def _one(rows: Sequence[Row], database: str, cases: int, path: str) -> Row | None:
    """At eight connections."""
    for row in rows:
        if (row["database"], row["cases"], row["path"], row.get("concurrency")) == (database, cases, path, 8):
            return row
    return None


def _places(rows: Sequence[Row]) -> list[tuple[str, int]]:
    return list(dict.fromkeys((row["database"], row["cases"]) for row in rows))


def _short(cases: int) -> str:
    return (
        f"{cases // 1_000_000}M"
        if cases >= musts.HUGE
        else f"{cases // 1000}k"
        if cases >= 1000
        else str(cases)
    )


def table(cells: Sequence[Sequence[str]]) -> list[str]:
    """The first row is its head."""
    lines = [f"| {' | '.join(row)} |" for row in cells]
    return [lines[0], "|" + "---|" * len(cells[0]), *lines[1:]]


def peers_picture(rows: Sequence[Row]) -> str:
    """Bars: who takes how much for what, on a scale of tens."""
    paths = list(next(iter(musts.PEERS.values())))
    named: dict[str, Mapping[str, float]] = dict(musts.PEERS)
    for database in ("postgresql", "sqlite"):
        found = {path: _one(rows, database, musts.BIG, path) for path in paths}
        held = {path: row["cpu_ms"] for path, row in found.items() if row}
        if held:
            named[f"{OURS}, {NAMES[database]}"] = held
    drawn, y = [], 20
    for path in paths:
        drawn.append(f'<text x="8" y="{y}" class="h">{escape(path)}</text>')
        for turn, (name, values) in enumerate(named.items()):
            y += 18
            if path in values:
                width = _logarithm(values[path], 1, 1000) * 420
                drawn.append(f'<text x="190" y="{y}" text-anchor="end">{escape(name)}</text>')
                colour = COLOURS[turn % len(COLOURS)]
                drawn.append(f'<rect x="198" y="{y - 11}" width="{width:.0f}" height="13" fill="{colour}"/>')
                drawn.append(f'<text x="{204 + width:.0f}" y="{y}">{values[path]:.1f} ms</text>')
        y += 28
    return _svg(700, y, drawn)


def growth_picture(rows: Sequence[Row]) -> str:
    """Lines: processor time by the number of cases, both on a scale of tens."""
    sizes = sorted(
        {row["cases"] for row in rows if row["database"] == "postgresql" and row["cases"] <= musts.HUGE}
    )
    drawn, left, right, top, bottom = [], 72, 460, 20, 300
    x = {size: left + (right - left) * turn / max(len(sizes) - 1, 1) for turn, size in enumerate(sizes)}
    for value in (1, 10, 100, 1000):
        y = bottom - _logarithm(value, 1, 1000) * (bottom - top)
        drawn.append(f'<line x1="{left}" x2="{right}" y1="{y:.0f}" y2="{y:.0f}" stroke="#ddd"/>')
        drawn.append(f'<text x="{left - 8}" y="{y + 4:.0f}" text-anchor="end">{value} ms</text>')
    drawn += [f'<text x="{x[size]:.0f}" y="320" text-anchor="middle">{size:,}</text>' for size in sizes]
    for turn, path in enumerate(GROWING):
        found = [(size, row["cpu_ms"]) for size in sizes if (row := _one(rows, "postgresql", size, path))]
        points = [(x[size], bottom - _logarithm(value, 1, 1000) * (bottom - top)) for size, value in found]
        colour = COLOURS[turn % len(COLOURS)]
        line = " ".join(f"{a:.0f},{b:.0f}" for a, b in points)
        drawn.append(f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="2"/>')
        drawn.append(f'<rect x="490" y="{30 + 22 * turn}" width="12" height="12" fill="{colour}"/>')
        drawn.append(f'<text x="508" y="{40 + 22 * turn}">{escape(path)}</text>')
    return _svg(700, 335, drawn)


def _logarithm(value: float, least: float, most: float) -> float:
    """Where it stands between the two, from 0 to 1, on a scale of tens."""
    return min(max(log10(max(value, least) / least) / log10(most / least), 0.004), 1.0)


def _svg(width: int, height: int, drawn: Sequence[str]) -> str:
    style = "text{font:13px sans-serif;fill:#222}.h{font-weight:bold}"
    size = f'viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
    ground = f'<style>{style}</style><rect width="{width}" height="{height}" fill="#fff"/>'
    return "\n".join([f'<svg xmlns="http://www.w3.org/2000/svg" {size}>', ground, *drawn, "</svg>", ""])
