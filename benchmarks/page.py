"""docs/speed.md: the measured part of the page, and its two pictures, made from the rows."""

import os
import platform
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from math import log10
from pathlib import Path
from typing import Any

from benchmarks import musts
from benchmarks.results import Place, Results, place_of

DOCS = Path(__file__).resolve().parents[1] / "docs"
PAGE, PICTURES = DOCS / "speed.md", DOCS / "pictures"
BEGIN, END = "<!-- made by make bench -->", "<!-- end of what make bench made -->"
NAMES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
OURS, BESIDE = "Huaihai", "beside"
GROWING = ("intake", "case page, desk", "list, own", "list, ended", "search, frequent", "search, rare")
COLOURS = ("#1f5fa8", "#b0482f", "#3d7d45", "#8a5a9e", "#a67c1f", "#4a8b99")

WORDS = {
    "cpu_ms": "processor ms",
    "p99_ms": "p99 ms",
    "floor_ratio": "of floor",
    "growth": "growth",
    "times_rt": "× RT",
    "times_helpdesk": "× helpdesk",
    "value": "",
}

type Row = Mapping[str, Any]


def machine() -> dict[str, Any]:
    """On what it was measured."""
    return {"cores": os.cpu_count(), "python": platform.python_version()}


def write(results: Results, page: Path = PAGE, pictures: Path = PICTURES) -> None:
    """Put the rows into the page between its two marks, and draw the pictures."""
    text = page.read_text(encoding="utf-8")
    before, after = text.partition(BEGIN)[0], text.partition(END)[2]
    page.write_text(f"{before}{BEGIN}\n{measured(results)}\n{END}{after}", encoding="utf-8")
    (pictures / "speed-peers.svg").write_text(peers_picture(results.rows), encoding="utf-8")
    (pictures / "speed-growth.svg").write_text(growth_picture(results.rows), encoding="utf-8")


def measured(results: Results) -> str:
    """The tables, as Markdown."""
    rows = results.rows
    parts = {
        "Measured on": _worlds(results),
        "Beside what a city would otherwise run": _peers(rows),
        "What is asked, and whether it holds": _verdicts(rows),
        "What each path costs": _costs(rows),
        "The process, the index, the night": _values(rows),
        "What failed": _failed(rows),
    }
    return "\n".join(line for heading, lines in parts.items() for line in _section(heading, lines))


def _failed(rows: Sequence[Row]) -> list[str]:
    return [f"- {_name(*place_of(row))}, {row['path']}: {row['failed']}" for row in rows if "failed" in row]


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
    """A line a path with all that is asked of it; a column for each place it is asked in."""
    told = [row for row in rows if row.get("must") and "failed" not in row]
    columns = _columns(told)
    asked: dict[tuple[str, str], dict[str, dict[str, str]]] = {}
    for row in told:
        at = f", c={row['concurrency']}" if row.get("concurrency") not in (None, 8) else ""
        names = row["must"].split(", ")
        own = any(
            one.database for one in musts.MUSTS[row["path"]] if str(one) in names
        )  # asked of one database
        line = asked.setdefault((row["path"] + at, row["database"] if own else ""), {})
        for name in names:
            mark = "✗" if name in row["missed"] else "✓"
            line.setdefault(name, {})[_name(*place_of(row))] = f"{round(row[name.split(' ')[0]], 2):g} {mark}"
    lines = [["path", "must", *columns]]
    for (path, _database), musts_of in asked.items():
        cells = ["; ".join(filter(None, (found.get(one) for found in musts_of.values()))) for one in columns]
        lines.append([path, "; ".join(map(_worded, musts_of)), *cells])
    return table(lines)


def _worded(must: str) -> str:
    """`cpu_ms ≤ 15` as somebody says it."""
    what, rest = must.split(" ", 1)
    return f"{WORDS.get(what, what)} {rest}".strip()


def _costs(rows: Sequence[Row]) -> list[str]:
    """Processor time with eight connections; how it grows; statements, waiting and weight with a hundred thousand."""
    at_eight = [row for row in rows if row.get("concurrency") == 8 and "cpu_ms" in row]
    places = _places(at_eight)
    sizes = [cases for database, cases in places if database == musts.POSTGRESQL]
    heads = ["processor ms a request", *(_name(*one) for one in places), "PostgreSQL, last over first"]
    lines = [[*heads, "statements", "p99 ms, c=8", "c=32", "kB, packed"]]
    for path in dict.fromkeys(row["path"] for row in at_eight):
        found = {place_of(row): row for row in at_eight if row["path"] == path}
        ends = [found.get((musts.POSTGRESQL, size)) for size in (sizes[0], sizes[-1])] if sizes else [None]
        grown = (
            f"{ends[-1]['cpu_ms'] / ends[0]['cpu_ms']:.2f}" if len(sizes) > 1 and ends[0] and ends[-1] else ""
        )
        one = found.get((musts.POSTGRESQL, musts.BIG)) or next(iter(found.values()))
        many = [row for row in rows if place_of(row) == place_of(one) and row["path"] == path]
        waits = [_shown(row, "p99_ms", 0) for row in many if row.get("concurrency") == 32]
        weight = f"{one['packed'] / 1000:.1f}" if one.get("packed") else ""
        cells = [_shown(found.get(place, {}), "cpu_ms") for place in places]
        statements = str(one.get("statements", ""))
        lines.append([path, *cells, grown, statements, _shown(one, "p99_ms", 0), *(waits or [""]), weight])
    more = ["", "![growth with the number of cases](pictures/speed-growth.svg)"] if len(sizes) > 1 else []
    return [*table(lines), *more] if len(lines) > 1 else []


def _values(rows: Sequence[Row]) -> list[str]:
    """What has no requests: one number a world, or milliseconds of one who asks by themselves."""
    found: dict[str, dict[str, str]] = {}
    for row in rows:
        if "value" in row:
            name, shown = f"{row['path']} ({row['unit']})".replace(" ()", ""), f"{row['value']:g}"
        elif row.get("concurrency") == 1 and "app_ms" not in row and "p50_ms" in row:
            name, shown = f"{row['path']} (p50 / p99 ms)", f"{row['p50_ms']:.1f} / {row['p99_ms']:.1f}"
        elif row.get("concurrency") is None and "cpu_ms" in row and "failed" not in row:
            name, shown = f"{row['path']} (processor ms)", f"{row['cpu_ms']:.1f}"
        else:
            continue
        found.setdefault(name, {})[_name(*place_of(row))] = shown
    columns = [one for one in _columns(rows) if any(one in cells for cells in found.values())]
    lines = [["", *columns]]
    lines += [[name, *(cells.get(one, "") for one in columns)] for name, cells in found.items()]
    return table(lines) if len(lines) > 1 else []


def _worlds(results: Results) -> list[str]:
    lines = [["database", "cases", "businesses", "size MB", "filled in s", "measured", "cores", "Python"]]
    for one in results.worlds:
        held, place = one["held"], place_of(one)
        days = {row["day"] for row in results.rows if place_of(row) == place and row.get("day")}
        later = max(days, default=one["day"])
        day = one["day"] if later <= one["day"] else f"{one['day']}, single rows until {later}"
        numbers = [
            f"{held['cases']:,}",
            f"{held['businesses']:,}",
            f"{one['size_mb']:,.0f}",
            f"{one['seconds']:.0f}",
        ]
        lines.append(
            [f"{NAMES[one['database']]} {one['version']}", *numbers, day, str(one["cores"]), one["python"]]
        )
    return table(lines) if len(lines) > 1 else []


def _shown(row: Row, name: str, digits: int = 1) -> str:
    """Two digits more where one would say nothing."""
    number = row.get(name)
    return "" if number is None else f"{number:.{digits if number >= 1 else 2}f}"


def _one(rows: Sequence[Row], database: str, cases: int, path: str) -> Row | None:
    """At eight connections."""
    for row in rows:
        if (row["database"], row["cases"], row["path"], row.get("concurrency")) == (database, cases, path, 8):
            return row
    return None


def _places(rows: Sequence[Row]) -> list[Place]:
    return list(dict.fromkeys(map(place_of, rows)))


def _columns(rows: Sequence[Row]) -> list[str]:
    return sorted(dict.fromkeys(_name(*one) for one in _places(rows)), key=lambda name: name == BESIDE)


def _name(database: str, cases: int) -> str:
    """Of a world; what is measured without one stands in a column together."""
    if not cases or cases > musts.HUGE:
        return BESIDE
    size = f"{cases // musts.HUGE}M" if cases >= musts.HUGE else f"{cases // 1000}k"
    return f"{NAMES[database]} {size}"


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
