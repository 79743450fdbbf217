"""Compute every derived number of /statistics/figures.json again, from the published data alone.

    python recompute_figures.py latest.json > figures.json
    python recompute_figures.py https://SITE/data/latest.json --compare https://SITE/statistics/figures.json

Python 3.10 or later, nothing else. The rules are in README.md beside this file. All numbers are whole; nothing is ever
a floating-point number. With --compare it leaves with 0 if both are the same, byte for byte, and with 1 if not.
"""
# Read by people who check us, on any Python; its result is compared in a test.
# mypy: ignore-errors

import argparse
import hashlib
import json
import sys
import urllib.request
from pathlib import Path

OUTCOMES = ("open", "confirmed", "not_solved", "unknown", "withdrawn", "elsewhere")
SHARED = ("category", "nature", "channel", "remedy", "amount", "days")
TOLD = ("all", "category", "nature")
LEAST_BEFORE = 10


def load(where):
    """The bytes of a file or an address."""
    if where.startswith(("https://", "http://")):
        with urllib.request.urlopen(where, timeout=60) as answer:
            return answer.read()
    return Path(where).read_bytes()


def fraction(part, whole, digits=1):
    """part / whole, rounded half away from zero, as text with so many digits after the point."""
    scale = 10**digits
    units, rest = divmod(abs(part) * scale, whole)
    if 2 * rest >= whole:
        units += 1
    sign = "-" if part < 0 and units else ""
    return f"{sign}{units // scale}.{units % scale:0{digits}d}"


def earlier(period):
    """The period before, and the same one a year before."""
    year, _, part = period.partition("-")
    year = int(year)
    if not part:
        return f"{year - 1:04d}", None
    prefix, size = ("Q", 1) if part[0] == "Q" else ("", 2)
    number, last = int(part.lstrip("Q")), 4 if prefix else 12
    one_before = (year, number - 1) if number > 1 else (year - 1, last)
    return f"{one_before[0]:04d}-{prefix}{one_before[1]:0{size}d}", f"{year - 1:04d}-{part}"


class Release:
    """The numbers of one file."""

    def __init__(self, content):
        self.content = content
        self.told = json.loads(content)
        self.cells = {tuple(line[:5]): line[5] for line in self.told["cells"]}
        cities = [place["population"] for place in self.told["places"].values() if "city" not in place]
        self.everybody = sum(cities) if cities and all(cities) else None

    def number(self, axis, period, place, key, measure):
        """The number, None if it is withheld or there is none."""
        return self.cells.get((axis, period, place, key, measure))

    def residents(self, place):
        """How many live there, None if that is not known."""
        if place == "all":
            return self.everybody
        return self.told["places"].get(place, {}).get("population")

    def figures(self, axis, period, place, key):
        """Name and value of each figure of one line."""
        received = self.number(axis, period, place, key, "received")
        people = self.residents(place)
        if axis in TOLD and received is not None and people:
            yield "rate", fraction(received * 100_000, people, 2)
        whole = self.number("all", period, place, "all", "received")
        if axis in SHARED and received is not None and whole:
            yield "share", fraction(received * 100, whole)
        if axis in TOLD and received is not None:
            yield from self.outcomes(axis, period, place, key, received)
        if (axis in TOLD or axis in SHARED) and received is not None:
            one_before, a_year_before = earlier(period)
            for name, then in (("change_before", one_before), ("change_year", a_year_before)):
                count = self.number(axis, then, place, key, "received") if then else None
                if count is not None and count >= LEAST_BEFORE:
                    yield name, fraction((received - count) * 100, count)

    def outcomes(self, axis, period, place, key, received):
        """Shares of the outcomes, and how many of those that could be solved were."""
        names = (*OUTCOMES, "estimated", "estimated_low", "estimated_high")
        of = {name: self.number(axis, period, place, key, name) for name in names}
        for name in OUTCOMES:
            if of[name] is not None and received:
                yield f"share_{name}", fraction(of[name] * 100, received)
        if of["withdrawn"] is None or of["elsewhere"] is None or of["confirmed"] is None:
            return
        base = received - of["withdrawn"] - of["elsewhere"]
        if base <= 0:
            return
        yield "solved_low", fraction(of["confirmed"] * 100, base)
        for figure, name in (
            ("solved_high", "unknown"),
            ("solved_estimate", "estimated"),
            ("solved_from", "estimated_low"),
            ("solved_to", "estimated_high"),
        ):
            if of[name] is not None:
                yield figure, fraction((of["confirmed"] + of[name]) * 100, base)

    def file(self):
        """The whole file, as bytes."""
        lines = {name[:4] for name in self.cells}
        figures = sorted([figure, *line, value] for line in lines for figure, value in self.figures(*line))
        told = {
            "schema": "huaihai-figures/1",
            "release": self.told["number"],
            "file": hashlib.sha256(self.content).hexdigest(),
            "figures": figures,
        }
        return json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def main():
    reader = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    reader.add_argument("release", help="file or address of a release")
    reader.add_argument("--compare", metavar="FIGURES", help="file or address to compare with")
    asked = reader.parse_args()
    made = Release(load(asked.release)).file()
    if not asked.compare:
        sys.stdout.buffer.write(made)
        return 0
    is_same = made == load(asked.compare)
    print("the same, byte for byte" if is_same else "different")
    return 0 if is_same else 1


if __name__ == "__main__":
    sys.exit(main())
