"""The released file of a sweep: places without names, what followed; what came out, counted from its rows alone.

What came out, counted from the rows of the file alone, so that anybody can count again.
A share is a string with four digits after the point, with the ends of its interval (Wilson, 95 %). "Before" is the
share of the places checked on an item where it was not in order; "after" the share where it still is not as far as is
known: whatever was not found cured counts as not cured.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Prefetch

from huaihai.kit.clock import local_day
from huaihai.kit.intervals import wilson
from huaihai.supervision.models import Finding, Inspection, ItemMark, Measure, Project, ProjectCity, Recheck
from huaihai.supervision.sweeping.life import RESULTS, SEVERITIES
from huaihai.supervision.sweeping.plan import Plan, parse

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


METHOD = {
    "interval": "Wilson 1927, 95 %",
    "before": "found / (in order + found)",
    "after": "(found - cured) / (in order + found)",
    "cured_share": "cured / rechecked",
}


def built(project: Project, *, at: datetime) -> dict[str, Any]:
    """Everything but the frame. A handful of queries, however many places there are."""
    plan = parse(project.registered.plan if project.registered else {})
    places, numbers = _places(project)
    findings = list(_findings(project))
    rows, order = _rows(findings, numbers)
    cities = [
        {"key": part.body.key, "name": part.body.short_name, "target": target_of(part, plan)}
        for part in project.cities.select_related("body")
    ]
    items = [
        {"key": item.key, "name": item.name, "severity": item.severity, "basis": list(item.basis)}
        for item in plan.items
    ]
    return {
        "as_of": local_day(at).isoformat(),
        "items": items,
        "cities": cities,
        "places": places,
        "findings": rows,
        "measures": _measures(project, order),
        "results": counted(items, cities, places, rows),
        "method": METHOD,
    }


def target_of(part: ProjectCity, plan: Plan) -> int:
    """How many places a city checks: its own share, or what the plan says for each."""
    return part.share or plan.target


def _places(project: Project) -> tuple[list[dict[str, Any]], dict[UUID, int]]:
    marks = Prefetch("marks", ItemMark.objects.order_by("item"))
    rows = (
        Inspection.objects.filter(project=project).standing().select_related("city").prefetch_related(marks)
    )
    ordered = list(rows.order_by("checked_at", "pk"))
    numbers = {row.pk: number for number, row in enumerate(ordered, 1)}
    return [
        {
            "n": numbers[row.pk],
            "city": row.city.key,
            "on": local_day(row.checked_at).isoformat(),
            "marks": {mark.item: mark.mark for mark in row.marks.all()},
        }
        for row in ordered
    ], numbers


def _findings(project: Project) -> Iterable[Finding]:
    rows = Finding.objects.filter(project=project).exclude(stage="withdrawn").select_related("clock")
    return rows.prefetch_related(
        Prefetch("rechecks", Recheck.objects.order_by("at", "pk")), "measures", "words"
    ).order_by("found_at", "item", "pk")


def _rows(findings: list[Finding], numbers: dict[UUID, int]) -> tuple[list[dict[str, Any]], dict[UUID, int]]:
    order = {finding.pk: number for number, finding in enumerate(findings, 1)}
    return [
        {
            "n": order[finding.pk],
            "place": numbers[finding.inspection_id],
            "item": finding.item,
            "severity": finding.severity,
            "found_on": local_day(finding.found_at).isoformat(),
            "stage": finding.stage,
            "due_on": finding.clock.due_on.isoformat() if finding.clock else "",
            "measures": sorted({measure.kind for measure in finding.measures.all()}),
            "said_cured": any(word.claims_cure for word in finding.words.all()),
            "rechecks": [
                {"on": local_day(one.at).isoformat(), "result": one.result} for one in finding.rechecks.all()
            ],
        }
        for finding in findings
    ], order


def _measures(project: Project, order: dict[UUID, int]) -> list[dict[str, Any]]:
    rows = Measure.objects.filter(project=project).select_related("body")
    rows = rows.prefetch_related("joined", "findings", "parties").order_by("issued_at", "pk")
    return [
        {
            "kind": row.kind,
            "stage": row.stage,
            "city": row.body.key,
            "joined": sorted(body.key for body in row.joined.all()),
            "on": local_day(row.issued_at).isoformat(),
            "by_on": row.by_on.isoformat() if row.by_on else "",
            "businesses": len(row.parties.all()),
            "came": Counter(str(party.came).lower() for party in row.parties.all())["true"],
            "findings": sorted(order[one.pk] for one in row.findings.all() if one.pk in order),
        }
        for row in rows
    ]
