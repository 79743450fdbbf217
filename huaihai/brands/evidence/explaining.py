"""A snapshot as people read it: every criterion with its evidence, how sure it is, and what it contributes.

The contributions are rounded so that they add up to the published total. Without a title there are no points at all:
the evidence alone.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.urls import reverse

from huaihai.brands.evidence.evidence_words import NAMES, words
from huaihai.brands.models import Entry, Snapshot
from huaihai.brands.scoring.names import EVIDENCE
from huaihai.brands.scoring.results import one_digit
from huaihai.kit import local_words

TENTH = 10


@dataclass(frozen=True)
class Line:
    """One criterion. Points, interval, weight (per cent) and contribution are empty where there is no title."""

    name: str
    said: str
    urls: tuple[str, ...]
    is_known: bool
    heart: str = ""
    axis: str = ""
    points: str = ""
    low: str = ""
    high: str = ""
    weight: str = ""
    contribution: str = ""


@dataclass(frozen=True)
class Explanation:
    """All lines; total with its interval is empty where there is no title or no criteria."""

    lines: tuple[Line, ...]
    beside: tuple[Line, ...] = ()  # what is told and weighs nothing by itself
    total: str = ""
    low: str = ""
    high: str = ""


def explain(snapshot: Snapshot, entry: Entry, *, with_points: bool) -> Explanation:
    """What the snapshot says. `with_points` only where a title exists on the day of the reader."""
    beside = (_told(snapshot, "exposures"),)
    criteria = snapshot.criteria
    if criteria is None or not snapshot.result or not with_points:
        kept = _names(snapshot, entry)
        return Explanation(tuple(_told(snapshot, name) for name in kept), beside)
    result = snapshot.result
    parts: Sequence[Mapping[str, Any]] = result["parts"]
    rows = {row["key"]: row for row in criteria.content["criteria"]}
    shown = rounded_to([Fraction(part["contribution"]) for part in parts], Fraction(result["exact"]))
    lines = [_line(snapshot, part, rows[part["key"]], told) for part, told in zip(parts, shown, strict=True)]
    return Explanation(tuple(lines), beside, result["total"], result["low"], result["high"])


def rounded_to(parts: Sequence[Fraction], total: Fraction) -> list[str]:
    """Each part with one digit, so that they add up to the total with one digit: the largest remainders go up."""
    wanted = int(Fraction(one_digit(total)) * TENTH)
    tenths = [part.numerator * TENTH // part.denominator for part in parts]
    by_rest = sorted(range(len(parts)), key=lambda place: (tenths[place] - parts[place] * TENTH, place))
    for place in by_rest[: max(wanted - sum(tenths), 0)]:
        tenths[place] += 1
    return [f"{tenth // TENTH}.{tenth % TENTH}" for tenth in tenths]


def _line(snapshot: Snapshot, part: Mapping[str, Any], row: Mapping[str, Any], contribution: str) -> Line:
    told = _told(snapshot, row["evidence"])
    return Line(
        name=local_words.either(zh=row["name"]["zh"], en=row["name"]["en"]),
        said=told.said,
        urls=told.urls,
        is_known=part["known"],
        heart=row["heart"],
        axis=row["axis"],
        points=one_digit(Fraction(part["points"])),
        low=part["low"],
        high=part["high"],
        weight=one_digit(Fraction(part["weight"])),
        contribution=contribution,
    )


def _told(snapshot: Snapshot, name: str) -> Line:
    evidence, source = snapshot.evidence.get(name, {}), snapshot.sources.get(name, {})
    said = words(name, evidence, source)
    staff = reverse("businesses")  # older snapshots name pages that the public may not read
    urls = tuple(url for url in source.get("urls", ()) if not url.startswith(staff))
    return Line(str(NAMES[name]), said, urls, bool(evidence))


def _names(snapshot: Snapshot, entry: Entry) -> list[str]:
    """The evidence that the criteria ask for at this kind of entry; without criteria all that is known."""
    if snapshot.criteria is None:
        return [name for name in EVIDENCE if name in snapshot.evidence]
    asked = [
        row["evidence"]
        for row in snapshot.criteria.content["criteria"]
        if not row.get("kinds") or entry.kind in row["kinds"]
    ]
    # what assessors give are points alone: without a title there are none
    return [name for name in dict.fromkeys(asked) if EVIDENCE.get(name) != "points" or name == "tests"]
