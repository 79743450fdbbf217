"""What is not enough of an entry, named one by one; and what would not be enough even with full points by assessors."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from huaihai.brands import standing
from huaihai.brands.assessing.sheet import AXES, WHOLE
from huaihai.brands.evidence import current
from huaihai.brands.models import AssessmentRound, Entry
from huaihai.brands.programme import content
from huaihai.brands.scoring import engine, results

type Lacks = list[dict[str, str]]
FULL = {axis: {"points": str(WHOLE)} for axis in AXES}


def missing(held: Mapping[str, Any], result: Mapping[str, Any]) -> Lacks:
    """What a result is short of by the criteria `held`: the total, a heart, a criterion; each with its points and how
    many are needed."""
    short, asked = result["short"], held.get("admission", {})
    found = [_lack("total", "", result["total"], asked.get("total", ""))] if short["total"] else []
    found += [
        _lack("heart", name, result["hearts"][name]["points"], asked.get("heart", ""))
        for name in short["hearts"]
    ]
    points = {part["key"]: part["points"] for part in result["parts"]}
    needed = {one["key"]: one["threshold"] for one in held.get("criteria", ())}
    return found + [
        _lack("criterion", key, points.get(key, ""), needed.get(key) or "") for key in short["criteria"]
    ]


def disagreement(held: AssessmentRound) -> Lacks:
    """That two assessors agree less than the round's criteria ask of a single entry, as their first format did."""
    wanted, found = held.criteria.content.get("admission", {}).get("agreement"), held.result["alpha"]
    if wanted is None or found is None or Fraction(found) >= Fraction(wanted):
        return []
    return [_lack("agreement", "", found, wanted)]


def missing_before(entry: Entry, on: date) -> Lacks:
    """What would be missing even if the assessors gave full points: nobody assesses in vain. Two queries."""
    version, snapshot = standing.criteria_on(on), current.snapshot_of(entry)
    if version is None:
        return []
    evidence = (snapshot.evidence if snapshot is not None else {}) | FULL
    score = engine.score(content.criteria_of(version), entry.kind, evidence)
    return missing(version.content, results.as_json(score))


def _lack(what: str, key: str, points: object, needed: object) -> dict[str, str]:
    return {"what": what, "key": key, "points": str(points), "needed": str(needed)}
