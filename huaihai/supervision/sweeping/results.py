"""What came out, counted from the rows of the file alone, so that anybody can count again.

A share is a string with four digits after the point, with the ends of its interval (Wilson, 95 %). "Before" is the
share of the places checked on an item where it was not in order; "after" the share where it still is not as far as is
known: whatever was not found cured counts as not cured.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from huaihai.kit.intervals import wilson
from huaihai.supervision.sweeping.lives import RESULTS, SEVERITIES

type Row = Mapping[str, Any]


def counted(
    items: Sequence[Row], cities: Sequence[Row], places: Sequence[Row], findings: Sequence[Row]
) -> dict[str, Any]:
    """The results: of each item, of each city, of each severity, of all."""
    return {
        "items": [_of_item(item, places, findings) for item in items],
        "cities": [_of_city(city, places, findings) for city in cities],
        "severities": [
            {"severity": key} | _fate(row for row in findings if row["severity"] == key) for key in SEVERITIES
        ],
        "all": _of_places(places) | _fate(findings),
    }


def share(hits: int, of: int) -> dict[str, str] | None:
    """A share with its interval; None where nothing was counted."""
    if of == 0:
        return None
    low, high = wilson(hits, of)
    return {"share": f"{hits / of:.4f}", "low": f"{low:.4f}", "high": f"{high:.4f}"}


def _of_item(item: Row, places: Sequence[Row], findings: Sequence[Row]) -> dict[str, Any]:
    marks = Counter(place["marks"].get(item["key"], "") for place in places)
    checked, found = marks["ok"] + marks["found"], marks["found"]
    fate = _fate(row for row in findings if row["item"] == item["key"])
    left = found - fate["cured"]
    return {
        "item": item["key"],
        "checked": checked,
        "na": marks["na"],
        "before": share(found, checked),
        "left": left,
        "after": share(left, checked),
        **fate,
    }


def _of_city(city: Row, places: Sequence[Row], findings: Sequence[Row]) -> dict[str, Any]:
    own = [place for place in places if place["city"] == city["key"]]
    numbers = {place["n"] for place in own}
    return {
        "city": city["key"],
        "target": city["target"],
        **_of_places(own),
        **_fate(row for row in findings if row["place"] in numbers),
    }


def _of_places(places: Sequence[Row]) -> dict[str, Any]:
    hit = sum("found" in place["marks"].values() for place in places)
    return {"places": len(places), "places_with_findings": hit, "places_share": share(hit, len(places))}


def _fate(findings: Iterable[Row]) -> dict[str, Any]:
    """What became of these findings. `rechecked` are those that somebody went to see again."""
    rows = list(findings)
    again = [row for row in rows if row["rechecks"]]
    last = Counter(row["rechecks"][-1]["result"] for row in again)
    stages = Counter(row["stage"] for row in rows)
    return {
        "found": len(rows),
        "rechecked": len(again),
        **{result: last[result] for result in RESULTS},
        "not_rechecked": len(rows) - len(again),
        "exposed": stages["exposed"],
        "handed": stages["handed"],
        "cured_share": share(last["cured"], len(again)),
    }
