"""Score a year of early warning from its published file alone.

    python score_alarms.py 2026.json
    python score_alarms.py https://SITE/early-warning/2026.json --compare figures.json

Python 3.10 or later, nothing else. The rules are in docs/guides/early-warning-scores.md. With --compare it leaves
with 0 if all figures are the same, with 1 if not; with 2 if the file cannot be read.
"""
# Read by people who check us, on any Python; its result is compared in a test.
# mypy: ignore-errors

import argparse
import datetime
import json
import sys
import urllib.request
from pathlib import Path

SCHEMA = "huaihai-early-warning/1"


def load(where):
    """The JSON of a file or an address."""
    if where.startswith(("https://", "http://")):
        with urllib.request.urlopen(where, timeout=60) as answer:
            return json.load(answer)
    return json.loads(Path(where).read_text(encoding="utf-8"))


def rounded(part, whole):
    """part / whole to a whole number, a half upwards; None of nothing."""
    if whole == 0:
        return None
    down, rest = divmod(part, whole)
    return down + 1 if rest * 2 >= whole else down


def day(text):
    return datetime.date.fromisoformat(text)


def gain(row):
    """Days gained by one row, None if unknown."""
    if not row["acts"] or not row["plain_on"]:
        return None
    first = min(day(act["on"]) for act in row["acts"])
    return (day(row["plain_on"]) - first).days


def count(rows, outcome):
    return len([row for row in rows if row["outcome"] == outcome])


def gains(prefix, rows):
    """The four figures about days gained."""
    known = sorted(gain(row) for row in rows if row["outcome"] == "found" and gain(row) is not None)
    middle = known[(len(known) + 1) // 2 - 1] if known else None
    return {
        prefix + "_known": len(known),
        prefix + "_least": min(known, default=None),
        prefix + "_middle": middle,
        prefix + "_most": max(known, default=None),
    }


def score(content):
    """All figures of the page."""
    alarms = [row for row in content["rows"] if row["kind"] == "alarm"]
    warnings = [row for row in content["rows"] if row["kind"] != "alarm"]
    found, other, false = (count(alarms, name) for name in ("found", "other_cause", "false"))
    days = (day(content["until"]) - day(content["since"])).days + 1
    sums = [row["harm_fen"] for row in alarms if row["outcome"] == "found"]
    known = [fen for fen in sums if fen is not None]
    foretold = [event for event in content["events"] if event["alarm"] is not None]
    figures = {
        "alarms": len(alarms),
        "found": found,
        "other_cause": other,
        "false": false,
        "not_judged": len(alarms) - found - other - false,
        "found_percent": rounded(100 * found, found + other + false),
        "false_in_1400_days": rounded(1400 * false, days),
        "acted": len([row for row in alarms if row["outcome"] == "found" and row["acts"]]),
        "harm_fen": sum(known) if known else None,
        "harm_known": len(known),
        "harm_unknown": len(sums) - len(known),
        "events": len(content["events"]),
        "caught": len(foretold),
        "missed": len(content["events"]) - len(foretold),
        "warnings": len(warnings),
        "borne_out": count(warnings, "found"),
        "taken_back": count(warnings, "withdrawn"),
        "too_early": count(warnings, "open"),
        "not_known": count(warnings, "unknown"),
        "before_harm": len([row for row in warnings if row["outcome"] == "found" and (gain(row) or 0) >= 1]),
    }
    return {**figures, **gains("days", alarms), **gains("warning_days", warnings)}


def main():
    parser = argparse.ArgumentParser(description="Score a year of early warning.")
    parser.add_argument("file", help="a file or an address")
    parser.add_argument("--compare", metavar="FIGURES", help="a file or an address with figures")
    asked = parser.parse_args()
    try:
        content = load(asked.file)["content"]
        if content["schema"] != SCHEMA:
            raise ValueError("another format: " + str(content["schema"]))
        figures = score(content)
        others = load(asked.compare) if asked.compare else figures
    except (OSError, ValueError, KeyError, TypeError) as error:
        print("cannot be read:", error, file=sys.stderr)
        return 2
    if figures == others:
        if not asked.compare:
            print(json.dumps(figures, indent=1, sort_keys=True))
        return 0
    for name in sorted(set(figures) | set(others)):
        if figures.get(name) != others.get(name):
            print(name, "is", figures.get(name), "and not", others.get(name), file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
