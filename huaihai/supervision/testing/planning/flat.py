"""Items and downgrade rules as flat rows of words, as forms and spreadsheets hold them, and back."""

import re
import unicodedata
from collections.abc import Mapping
from typing import Any, Final

from huaihai.supervision.testing.planning.numbers import spelt

type Flat = dict[str, Any]

ITEM_WORDS: Final = (
    "key",
    "name",
    "group",
    "standard",
    "clause",
    "unit",
    "combine",
    "better",
    "below_detection",
)
ITEM_COLUMNS: Final = (
    *("key", "name", "group", "standard", "clause", "unit", "replicates", "combine", "better", "weight"),
    *("scale", "steps", "else", "best", "worst", "limit", "is_safety"),
    *("error_kind", "error_u", "detection", "below_detection"),
)
RULE_COLUMNS: Final = ("key", "name", "when", "of", "number", "at_best")
_BETWEEN = re.compile("[,:\u3001]")  # the third: an enumeration comma
FAILED, POINTS, GROUP = "failed", "points", "group"


def flat_item(item: Mapping[str, Any]) -> Flat:
    """An item of the plan as a flat row."""
    scale, limit, error = (_object(item.get(name)) for name in ("scale", "limit", "error"))
    flat = {name: item.get(name, "") for name in (*ITEM_WORDS, "replicates", "weight", "detection")}
    return flat | {
        "scale": scale.get("type", ""),
        "steps": _steps_text(scale.get("steps")),
        **{name: scale.get(name, "") for name in ("else", "best", "worst")},
        "limit": next((limit[name] for name in ("max", "min") if name in limit), ""),
        "is_safety": item.get("is_safety") is True,
        "error_kind": error.get("kind", ""),
        "error_u": error.get("u", ""),
        "detection": item.get("detection") or "",
    }


def item_of(flat: Mapping[str, Any]) -> Flat:
    """The item of the plan that a flat row says. A limit is the most where low is better, else the least."""
    item: Flat = {name: flat.get(name, "") for name in ITEM_WORDS}
    limit = spelt(flat.get("limit") or "")
    detection = spelt(flat.get("detection") or "")
    kind, uncertainty = str(flat.get("error_kind") or ""), spelt(flat.get("error_u") or "")
    return item | {
        "replicates": flat.get("replicates", ""),
        "weight": spelt(flat.get("weight", "")),
        "scale": _scale(flat),
        "limit": {"max" if item["better"] == "low" else "min": limit} if limit else None,
        "is_safety": flat.get("is_safety") is True,
        "error": {"kind": kind, "u": uncertainty} if kind or uncertainty else None,
        "detection": detection or None,
        "below_detection": flat.get("below_detection") or "half",
    }


def flat_rule(rule: Mapping[str, Any]) -> Flat:
    """A downgrade rule as a flat row: when it holds ("failed", "points", "group"), of what, how many."""
    when = _object(rule.get("when"))
    flat = {name: rule.get(name, "") for name in ("key", "name", "at_best")}
    if "group" in when:
        return flat | {"when": GROUP, "of": when["group"], "number": when.get("failed_at_least", "")}
    if "points_below" in when:
        return flat | {"when": POINTS, "of": when.get("item", ""), "number": when["points_below"]}
    return flat | {"when": FAILED, "of": when.get("item", ""), "number": ""}


def rule_of(flat: Mapping[str, Any]) -> Flat:
    """The downgrade rule that a flat row says."""
    rule = {name: flat.get(name, "") for name in ("key", "name", "at_best")}
    of, number = flat.get("of", ""), flat.get("number", "")
    if flat.get("when") == GROUP:
        return rule | {"when": {"group": of, "failed_at_least": whole(number)}}
    if flat.get("when") == POINTS:
        return rule | {"when": {"item": of, "points_below": spelt(number)}}
    return rule | {"when": {"item": of, "is": FAILED}}


def steps_of(text: object) -> list[list[str]]:
    """Steps as they are written, one a line or after a semicolon: a bound and its points, with a space, comma,
    colon or tab between."""
    return [[spelt(part) for part in _BETWEEN.sub(" ", line).split()] for line in step_lines(text)]


def step_lines(text: object) -> list[str]:
    """The lines of steps, in ordinary characters; empty ones are left out."""
    typed = unicodedata.normalize("NFKC", str(text or ""))
    return [line.strip() for line in typed.replace(";", "\n").splitlines() if line.strip(" \t,")]


def whole(value: object) -> object:
    """A whole number, if this is one in any spelling; else what it was."""
    if isinstance(value, bool) or value is None:
        return value
    text = spelt(value)
    return int(text) if text.removeprefix("-").isdecimal() and len(text) < 16 else value


def _scale(flat: Mapping[str, Any]) -> Flat:
    kind = str(flat.get("scale") or "")
    if kind == "steps":
        return {"type": kind, "steps": steps_of(flat.get("steps")), "else": spelt(flat.get("else") or "0")}
    if kind == "linear":
        return {"type": kind, "best": spelt(flat.get("best") or ""), "worst": spelt(flat.get("worst") or "")}
    return {"type": kind}


def _steps_text(steps: object) -> str:
    rows = steps if isinstance(steps, list) else []
    return "\n".join(" ".join(map(str, row)) for row in rows if isinstance(row, list))


def _object(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}
