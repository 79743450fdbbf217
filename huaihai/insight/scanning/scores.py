"""How good a year of alarms and warnings was, from the published file alone. Plain: no Django, whole numbers only.

The file and every figure are described in docs/guides/early-warning-scores.md; `examples/score_alarms` computes the
same from that page.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Final

SCHEMA: Final = "huaihai-early-warning/1"
LEAST, TIMES, MONTHS = (
    10,
    2,
    3,
)  # a month that anybody sees: so many cases, so many times the mean of the months before
WITHIN: Final = 6  # months, beginning with that of the alarm or warning, in which such a month is looked for

type Row = Mapping[str, Any]


def is_plain(count: int, before: Sequence[int]) -> bool:
    """Whether a month is one that anybody sees without an alarm, after the months before it."""
    return len(before) == MONTHS and count >= LEAST and MONTHS * count >= TIMES * sum(before)


def figures(content: Mapping[str, Any]) -> dict[str, int | None]:
    """Every figure of the year's page; None where there is nothing to say."""
    rows = content["rows"]
    alarms = [row for row in rows if row["kind"] == "alarm"]
    warnings = [row for row in rows if row["kind"] != "alarm"]
    return {
        **_of_alarms(alarms, _days(content["since"], content["until"])),
        **_of_gains("days", _gains(alarms)),
        **_of_harm([row for row in alarms if row["outcome"] == "found"]),
        **_of_events(content["events"]),
        **_of_warnings(warnings),
        **_of_gains("warning_days", _gains(warnings)),
    }


def gained(row: Row) -> int | None:
    """Days from the first public act to the day on which anybody would have seen it; below zero if it came later."""
    days = [act["on"] for act in row["acts"]]
    if not days or row["plain_on"] is None:
        return None
    return (date.fromisoformat(row["plain_on"]) - date.fromisoformat(min(days))).days


def _days(since: str, until: str) -> int:
    return (date.fromisoformat(until) - date.fromisoformat(since)).days + 1


def _of_alarms(alarms: Sequence[Row], days: int) -> dict[str, int | None]:
    came = Counter(row["outcome"] for row in alarms)
    judged = came["found"] + came["other_cause"] + came["false"]
    return {
        "alarms": len(alarms),
        "found": came["found"],
        "other_cause": came["other_cause"],
        "false": came["false"],
        "not_judged": len(alarms) - judged,
        "found_percent": _share(100 * came["found"], judged),
        "false_in_1400_days": _share(1400 * came["false"], days),
        "acted": sum(bool(row["acts"]) for row in alarms if row["outcome"] == "found"),
    }


def _gains(rows: Iterable[Row]) -> list[int]:
    counted = (gained(row) for row in rows if row["outcome"] == "found")
    return sorted(days for days in counted if days is not None)


def _of_gains(name: str, days: Sequence[int]) -> dict[str, int | None]:
    return {
        f"{name}_known": len(days),
        f"{name}_least": days[0] if days else None,
        f"{name}_middle": days[(len(days) - 1) // 2] if days else None,
        f"{name}_most": days[-1] if days else None,
    }


def _of_harm(found: Sequence[Row]) -> dict[str, int | None]:
    known = [row["harm_fen"] for row in found if row["harm_fen"] is not None]
    return {
        "harm_fen": sum(known) if known else None,
        "harm_known": len(known),
        "harm_unknown": len(found) - len(known),
    }


def _of_events(events: Sequence[Row]) -> dict[str, int | None]:
    caught = sum(bool(event["alarm"]) for event in events)
    return {"events": len(events), "caught": caught, "missed": len(events) - caught}


def _of_warnings(warnings: Sequence[Row]) -> dict[str, int | None]:
    came = Counter(row["outcome"] for row in warnings)
    return {
        "warnings": len(warnings),
        "borne_out": came["found"],
        "taken_back": came["withdrawn"],
        "too_early": came["open"],
        "not_known": came["unknown"],
        "before_harm": sum((gained(row) or 0) > 0 for row in warnings if row["outcome"] == "found"),
    }


def _share(part: int, whole: int) -> int | None:
    """Rounded, a half upwards."""
    return (2 * part + whole) // (2 * whole) if whole else None
