"""A survey's plan: those to begin with, and one with one thing changed; each edit leaves the old one as it is."""

import tomllib
from collections.abc import Collection, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final

from huaihai.alliance import Alliance
from huaihai.packs import country_folder
from huaihai.supervision.surveying.file import STANDARD
from huaihai.supervision.surveying.questionnaire import CANNOT_SAY, MULTIPLE, OUT, SCALE

type Plan = dict[str, Any]


@dataclass(frozen=True)
class Wording:
    """A question as staff write it: answers as lines; `leads` says where an answer leads, by its key."""

    kind: str
    text: str
    hint: str = ""
    is_required: bool = True
    is_with_previous: bool = False
    lines: Sequence[str] = ()
    cannot_say: str = ""
    most: int = 0
    is_last_alone: bool = False
    low: str = ""
    high: str = ""
    unit: str = ""
    is_group: bool = False
    leads: Mapping[str, str] = field(default_factory=dict)


def next_key(plan: Mapping[str, Any]) -> str:
    """A key for a new question."""
    held = {row["key"] for row in plan.get("questions", ())}
    return next(key for key in (f"q{number}" for number in range(1, len(held) + 2)) if key not in held)


def with_question(plan: Mapping[str, Any], key: str, said: Wording) -> Plan:
    """The question with this key worded so; a new one comes last."""
    made = deepcopy(dict(plan))
    rows = made.setdefault("questions", [])
    before = next((row for row in rows if row["key"] == key), None)
    row = _row(key, said, before)
    if before is None:
        rows.append(row)
    else:
        rows[rows.index(before)] = row
    return made


def without_question(plan: Mapping[str, Any], key: str) -> Plan:
    """The plan without this question, its quotas, its shares and the rules that lead to it."""
    made = deepcopy(dict(plan))
    made["questions"] = [row for row in made.get("questions", ()) if row["key"] != key]
    for row in made["questions"]:
        row["rules"] = [rule for rule in row.get("rules", ()) if rule["to"] != key]
    made["quotas"] = [row for row in made.get("quotas", ()) if key not in row["when"]]
    made["targets"] = [row for row in made.get("targets", ()) if row["question"] != key]
    for part in (made.get("score") or {}).get("parts", ()):
        part["items"] = [item for item in part["items"] if item["question"] != key]
    return made


def moved_up(plan: Mapping[str, Any], key: str) -> Plan:
    """The question one place earlier. Rules that then lead back are found by `faults`."""
    made = deepcopy(dict(plan))
    rows = made.get("questions", [])
    place = next((place for place, row in enumerate(rows) if row["key"] == key), 0)
    if place:
        rows[place - 1], rows[place] = rows[place], rows[place - 1]
        rows[0].pop("with_previous", None)
    return made


def with_group(
    plan: Mapping[str, Any],
    key: str,
    *,
    quotas: Mapping[str, int | None],
    shares: Mapping[str, str],
    source: str,
) -> Plan:
    """At most so many of each answer, and the shares of the population (decimal strings; empty: none are known)."""
    made = deepcopy(dict(plan))
    made["quotas"] = [row for row in made.get("quotas", ()) if set(row["when"]) != {key}]
    made["quotas"] += [{"when": {key: answer}, "most": most} for answer, most in quotas.items() if most]
    made["targets"] = [row for row in made.get("targets", ()) if row["question"] != key]
    if shares:
        made["targets"].append({"question": key, "shares": dict(shares), "source": source})
    return made


def _row(key: str, said: Wording, before: Mapping[str, Any] | None) -> dict[str, Any]:
    row: dict[str, Any] = {
        "key": key,
        "kind": said.kind,
        "text": said.text,
        "hint": said.hint,
        "required": said.is_required,
        "with_previous": said.is_with_previous,
        "group": said.is_group,
    }
    if said.kind == SCALE:
        row["choices"] = [{"key": str(n), "text": text} for n, text in enumerate(said.lines, start=1)]
        if said.cannot_say:
            row["choices"].append({"key": CANNOT_SAY, "text": said.cannot_say})
    elif said.lines:
        row["choices"] = _choices(said.lines, (before or {}).get("choices") or [])
    if said.kind == MULTIPLE:
        row["most"] = said.most
        row["alone"] = [row["choices"][-1]["key"]] if said.is_last_alone and row.get("choices") else []
    row |= {
        name: value for name, value in (("min", said.low), ("max", said.high), ("unit", said.unit)) if value
    }
    held = {one["key"] for one in row.get("choices", ())}
    row["rules"] = [{"is": [answer], "to": to} for answer, to in said.leads.items() if to and answer in held]
    return row


def _choices(lines: Sequence[str], before: Sequence[Mapping[str, str]]) -> list[dict[str, str]]:
    """Answers keep their keys as long as they keep their words, else, if none was added or taken away, their place."""
    known = {one["text"]: one["key"] for one in before}
    kept = {known[line] for line in lines if line in known}
    places = [one["key"] for one in before] if len(lines) == len(before) else [""] * len(lines)
    taken, made = set(known.values()), []
    for line, place in zip(lines, places, strict=True):
        key = known.get(line) or (place if place not in kept else "") or _free_key(taken)
        taken.add(key)
        made.append({"key": key, "text": line})
    return made


def _free_key(taken: Collection[str]) -> str:
    return next(key for number in range(1, len(taken) + 2) if (key := f"c{number}") not in taken)


SATISFACTION, VISITORS, OWN = "satisfaction", "visitors", "own"
LEAST: Final = 30
ELSEWHERE: Final = "elsewhere"


@cache
def data() -> Mapping[str, Any]:
    """The file of the yearly measure and the poll, with its marks of sureness."""
    return tomllib.loads((country_folder() / "satisfaction.toml").read_text(encoding="utf-8"))


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
