"""Plans to begin with: the yearly satisfaction measure, the poll of visitors, an own survey."""

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final

from huaihai.alliance import Alliance
from huaihai.supervision.surveying.cleaning import STANDARD
from huaihai.supervision.surveying.questionnaire import OUT

SATISFACTION, VISITORS, OWN = "satisfaction", "visitors", "own"
LEAST: Final = 30
DATA: Final = Path(__file__).resolve().parent.parent / "data" / "satisfaction.toml"
ELSEWHERE: Final = "elsewhere"


@cache
def data() -> Mapping[str, Any]:
    """The file of the yearly measure and the poll, with its marks of sureness."""
    return tomllib.loads(DATA.read_text(encoding="utf-8"))


def plan(measure: str, alliance: Alliance) -> dict[str, Any]:
    """The plan that a survey of this measure begins with; all of it can be changed until it is registered."""
    if measure == SATISFACTION:
        return _satisfaction(alliance)
    if measure == VISITORS:
        return _visitors(alliance)
    return _frame("", "", measure="", how="") | {"questions": _profile(alliance, "city", "age", "sex")}


def choices(pairs: Sequence[Sequence[str]]) -> list[dict[str, str]]:
    """Choices in the form of a plan."""
    return [{"key": key, "text": text} for key, text in pairs]


def _frame(intro: str, thanks: str, *, measure: str, how: str) -> dict[str, Any]:
    return {
        "measure": measure,
        "intro": intro,
        "thanks": thanks,
        "full": "",
        "sample": {"kind": "open", "how": how, "population": None},
        "least": LEAST,
        "cleaning": dict(STANDARD),
        "quotas": [],
        "targets": [],
        "trim": {"low": "0.3", "high": "3"},
    }


def _satisfaction(alliance: Alliance) -> dict[str, Any]:
    held = data()
    steps = choices([(step["key"], step["text"]) for step in held["scale"]])
    questions = _profile(alliance, "city", "age", "sex", "lives")
    questions[0]["rules"] = [{"is": [ELSEWHERE], "to": OUT}]
    parts = []
    for part in held["parts"]:
        questions += [
            {
                "key": item["key"],
                "kind": "scale",
                "text": item["text"],
                "hint": held["hint"],
                "choices": steps,
            }
            for item in part["items"]
        ]
        items = [{"question": item["key"], "weight": "1"} for item in part["items"]]
        parts.append({"key": part["key"], "name": part["name"], "weight": part["weight"], "items": items})
    points = {step["key"]: step["points"] for step in held["scale"] if "points" in step}
    return _frame(held["intro"], held["thanks"], measure=SATISFACTION, how="") | {
        "questions": questions,
        "score": {"points": points, "parts": parts},
    }


def _visitors(alliance: Alliance) -> dict[str, Any]:
    held, cities = data()["visitors"], "、".join(city.name for city in alliance.cities)
    questions = [
        {
            **row,
            "text": row["text"],
            "hint": row.get("hint", "").replace("{cities}", cities),
            "choices": choices(row["choices"]),
            "group": row["kind"] == "single",
            "required": row["kind"] == "single",
        }
        for row in held["questions"]
    ]
    return _frame(held["intro"], held["thanks"], measure=VISITORS, how=held["how"]) | {
        "questions": questions,
        "cleaning": {**STANDARD, "fast_seconds": 3},
    }


def _profile(alliance: Alliance, *keys: str) -> list[dict[str, Any]]:
    """Questions about the person, all on one page; none of them finds anybody."""
    held = data()["profile"]
    cities = [[city.code, city.name] for city in alliance.cities]
    rows = []
    for place, key in enumerate(keys):
        given = [*cities, [ELSEWHERE, held["city"]["elsewhere"]]] if key == "city" else held[key]["choices"]
        rows.append(
            {
                "key": key,
                "kind": "single",
                "text": held[key]["text"],
                "choices": choices(given),
                "group": True,
                "with_previous": place > 0,
            }
        )
    return rows
