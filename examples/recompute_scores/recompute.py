"""Every score of a published file computed again, from its evidence and its criteria alone.

    python recompute.py FILE       0: all the same, 1: something differs, 2: the file cannot be used

Standard library only, and nothing of the platform: written after docs/guides/scores-file.md, to be read and checked.
"""

import hashlib
import json
import re
import sys
from collections import Counter
from datetime import date
from fractions import Fraction
from math import isqrt
from pathlib import Path
from typing import Any

Json = dict[str, Any]
Interval = tuple[Fraction, Fraction, Fraction]  # low, points, high
Row = tuple[Json, Fraction, Interval]  # a criterion, its weight out of 100, its points

HEARTS = ("safe", "ease", "care")
AXES = ("distinctive", "well-made", "reputed", "loved")
NUMBER = re.compile(r"(0|[1-9][0-9]{0,11})(\.[0-9]{1,12})?", re.ASCII)
Z = Fraction("1.96")
MILLION = 10**6


def main(arguments: list[str]) -> int:
    """Print each difference, and how many entries come out the same."""
    if len(arguments) != 1:
        print("usage: python recompute.py FILE", file=sys.stderr)
        return 2
    try:
        file = json.loads(Path(arguments[0]).read_bytes())
        misfits = around(file)
        count, wrong = compare(file)
    except OSError as error:
        print(f"this file cannot be opened: {error.strerror}", file=sys.stderr)
        return 2
    except (ValueError, TypeError, AttributeError, LookupError, ArithmeticError, RecursionError) as error:
        print(
            f"this file cannot be used, something in it is missing or not as written: {error!r}",
            file=sys.stderr,
        )
        return 2
    print(f"{count} entries, {count - wrong} the same")
    return 1 if wrong or misfits else 0


def around(file: Json) -> int:
    """How many things are wrong around the results: a basis that does not reach the day, an entry twice."""
    day, basis = date.fromisoformat(file["as_of"]), file["basis"]
    numbers = [entry["number"] for entry in file["entries"]]
    told = [f"{one}: stands {n} times" for one, n in Counter(numbers).items() if n > 1]
    if basis and date.fromisoformat(basis["from"]) > day:
        told.append("the legal basis began after that day")
    if basis and basis.get("until") and date.fromisoformat(basis["until"]) < day:
        told.append("the legal basis ended before that day")
    for line in told:
        print(line)
    return len(told)


def compare(file: Json) -> tuple[int, int]:
    """How many entries, and how many of them say something else."""
    if file["format"] != "huaihai-brands-scores-1":
        raise ValueError(file["format"])
    content = check_hash(file["criteria"]) if file["criteria"] else None
    if content is None or file["basis"] is None:
        print("no legal basis or no criteria on that day: there are no results")
        content = None
    wrong = 0
    for entry in file["entries"]:
        again = result_of(content, entry["kind"], entry["evidence"]) if content else {}
        held = entry["result"] or {}
        names = [name for name in again | held if again.get(name) != held.get(name)]
        for name in names:
            print(f"{entry['number']}: {name}: computed {again.get(name)}, in the file {held.get(name)}")
        wrong += bool(names)
    return len(file["entries"]), wrong


def check_hash(criteria: Json) -> Json:
    """The content of the criteria, if the hash is its own."""
    text = json.dumps(criteria["content"], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    if hashlib.sha256(text.encode()).hexdigest() != criteria["hash"]:
        raise ValueError("the hash is not that of the criteria")
    return dict(criteria["content"])


def result_of(content: Json, kind: str, evidence: Json) -> Json:
    """The `result` of an entry."""
    asked = [one for one in content["criteria"] if not one["kinds"] or kind in one["kinds"]]
    hundredth = Fraction(sum(number(one["weight"]) for one in asked), 100)
    known = [evidence.get(one["evidence"]) for one in asked]
    rows = [
        (o, number(o["weight"]) / hundredth, interval_of(o, k)) for o, k in zip(asked, known, strict=True)
    ]
    low, total, high = mean(rows)
    hearts = {name: part([row for row in rows if row[0]["heart"] == name]) for name in HEARTS}
    axes = {name: part([row for row in rows if row[0]["axis"] == name]) for name in AXES}
    least = content["admission"]
    return {
        "total": half_up(total),
        "exact": exact(total),
        "low": down(low),
        "high": up(high),
        "hearts": hearts,
        "axes": axes,
        "parts": [said(row, k) for row, k in zip(rows, known, strict=True)],
        "short": {
            "total": is_short(total, least["total"]),
            "hearts": [name for name in HEARTS if is_short(hearts[name]["points"], least["heart"])],
            "criteria": [one["key"] for one, _weight, i in rows if is_short(i[1], one["threshold"])],
        },
    }


def is_short(points: Fraction | str, least: str | None) -> bool:
    """Whether the points, as published, are below what is asked."""
    return least is not None and Fraction(half_up(Fraction(points))) < number(least)


def interval_of(one: Json, known: Json | None) -> Interval:
    """Low, points and high of one criterion."""
    if one["shape"] == "share":
        return share(one["prior"], known or {"hits": 0, "of": 0})
    if known is None:
        return Fraction(0), Fraction(0), Fraction(100)
    if one["shape"] == "steps":
        points = stepped(one, known["count"])
    else:
        points = Fraction(100 * known["yes"]) if one["shape"] == "yes" else number(known["points"])
    return points, points, points


def share(prior: Json, known: Json) -> Interval:
    """A share with the imagined cases added, and Wilson's interval of it."""
    strength = number(prior["strength"])
    n = known["of"] + strength
    p = (known["hits"] + strength * number(prior["share"])) / n
    spread = p * (1 - p) / n + Z**2 / (4 * n**2)
    reach = Z * Fraction(ceil_root(spread * 10**24), 10**12)  # upwards
    middle, divisor = p + Z**2 / (2 * n), 1 + Z**2 / n
    return widened(100 * p, 100 * (middle - reach) / divisor, 100 * (middle + reach) / divisor)


def stepped(one: Json, count: int) -> Fraction:
    """The points of a count."""
    is_met = int.__le__ if one["better"] == "low" else int.__ge__
    met = [points for bound, points in one["steps"] if is_met(count, int(bound))]
    return number(met[0] if met else one["else"])


def mean(rows: list[Row]) -> Interval:
    """The weighted mean; the half-widths of both sides join as the root of the sum of their squares."""
    whole = Fraction(sum(weight for _one, weight, _interval in rows))
    points = sum(weight * i[1] for _one, weight, i in rows) / whole
    sides = []
    for side in (0, 2):
        halves = [ceiling(weight * abs(i[1] - i[side]) / whole * MILLION) for _one, weight, i in rows]
        sides.append(Fraction(ceil_root(Fraction(sum(half * half for half in halves))), MILLION))
    return widened(points, points - sides[0], points + sides[1])


def part(rows: list[Row]) -> Json:
    """One heart or one axis."""
    low, points, high = mean(rows)
    return {"points": half_up(points), "low": down(low), "high": up(high)}


def said(row: Row, known: Json | None) -> Json:
    """One of the parts that add up to the total."""
    one, weight, (low, points, high) = row
    return {
        "key": one["key"],
        "points": exact(points),
        "low": down(low),
        "high": up(high),
        "weight": exact(weight),
        "contribution": exact(weight * points / 100),
        "known": known is not None and known.get("of") != 0,
    }


def widened(points: Fraction, low: Fraction, high: Fraction) -> Interval:
    """Both ends in whole millionths of a point, outwards, and within 0 to 100."""
    below = Fraction(-ceiling(-low * MILLION), MILLION)
    above = Fraction(ceiling(high * MILLION), MILLION)
    return max(below, Fraction(0)), points, min(above, Fraction(100))


def number(text: str) -> Fraction:
    """A number that counts, as the guide writes them."""
    if not NUMBER.fullmatch(text):
        raise ValueError(f"no number: {text[:40]!r}")
    return Fraction(text)


def ceiling(value: Fraction) -> int:
    return -(-value.numerator // value.denominator)


def ceil_root(value: Fraction) -> int:
    """The least whole number whose square is not below the value."""
    return isqrt(ceiling(value) - 1) + 1 if value > 0 else 0


def half_up(value: Fraction) -> str:
    return down(value + Fraction("0.05"))


def down(value: Fraction) -> str:
    number = -ceiling(-value * 10)
    return f"{number // 10}.{number % 10}"


def up(value: Fraction) -> str:
    return down(Fraction(ceiling(value * 10), 10))


def exact(value: Fraction) -> str:
    """A decimal as long as it must be, or a fraction in lowest terms."""
    digits = 0
    while (10**digits) % value.denominator and digits < value.denominator.bit_length():
        digits += 1
    if (10**digits) % value.denominator:
        return str(value)
    whole, rest = divmod(int(value * 10**digits), 10**digits)
    return f"{whole}.{rest:0{digits}}" if digits else str(whole)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
