"""A plan from outside, brought into the plan's shape; items and rules as flat rows of words, and back.

Nothing is refused for being wrong: a word where a number belongs stays a word, and the check list says so.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.utils.translation import gettext as _

from huaihai.desk.lives import Unfit
from huaihai.kit.text.normalise import UnstorableTextError, storable_name
from huaihai.supervision.grading.items import MOST_ITEMS
from huaihai.supervision.grading.plan import MOST_PRODUCTS
from huaihai.supervision.grading.shape import KEY, LONGEST_TEXT
from huaihai.supervision.testing.planning.reading import PREFIXES, next_key, spelt

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
        "scale": _scale_of(flat),
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


def _scale_of(flat: Mapping[str, Any]) -> Flat:
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


MOST_ROWS: Final = {
    "products": MOST_PRODUCTS,
    "groups": 40,
    "items": MOST_ITEMS,
    "downgrades": 100,
    "grades": 20,
}
PRODUCT_WORDS: Final = ("brand", "model", "maker", "maker_code", "channel", "city", "where")
ITEM_TEXTS: Final = ("name", "group", "standard", "clause", "unit", "combine", "better", "below_detection")
WORDS: Final = ("what", "category", "question", "not_applicable", "seed")


def shaped(found: Mapping[str, Any]) -> Flat:
    """The plan that this says. Raises Unfit("file", …) if it has too many rows or text that cannot be stored."""
    try:
        return _shaped(found)
    except UnstorableTextError as error:
        raise Unfit("file", _(error.message_id)) from error


def _shaped(found: Mapping[str, Any]) -> Flat:
    samples, rounding, clocks = (_object(found.get(name)) for name in ("samples", "rounding", "clocks"))
    basis = found.get("basis")
    plan: Flat = {name: _text(found.get(name)) for name in WORDS}
    plan |= {
        "basis": [_text(line) for line in basis[:100]] if isinstance(basis, list) else [],
        "samples": {kind: whole(_plain(samples.get(kind))) for kind in ("main", "spare")},
        "products": [_product(row) for row in _rows(found, "products")],
        "groups": [
            {"key": _text(row.get("key")), "name": _text(row.get("name"))} for row in _rows(found, "groups")
        ],
        "items": [_item(row) for row in _rows(found, "items")],
        "downgrades": [_downgrade(row) for row in _rows(found, "downgrades")],
        "rounding": {"digits": whole(_plain(rounding.get("digits"))), "mode": _text(rounding.get("mode"))},
        "grades": [_grade(row) for row in _rows(found, "grades")],
        "clocks": {"reply_working_days": whole(_plain(clocks.get("reply_working_days")))},
        "draws": whole(_plain(found.get("draws"))),
    }
    if found.get("budget_fen") is not None:
        plan["budget_fen"] = whole(_plain(found["budget_fen"]))
    called = {name: _give_keys(plan[name], prefix) for name, prefix in PREFIXES.items()}
    _refer(plan, called)
    return plan


def _product(row: Mapping[str, Any]) -> Flat:
    price = whole(_plain(row.get("price_fen")))
    return _words(row, ("key", *PRODUCT_WORDS)) | {"price_fen": price}


def _item(row: Mapping[str, Any]) -> Flat:
    return _words(row, ("key", *ITEM_TEXTS)) | {
        "replicates": whole(_plain(row.get("replicates"))),
        "weight": spelt(_plain(row.get("weight"))),
        "scale": _scale(_object(row.get("scale"))),
        "limit": _numbers(row.get("limit"), ("max", "min")),
        "is_safety": row.get("is_safety") is True,
        "error": _error(row.get("error")),
        "detection": None if row.get("detection") is None else spelt(_plain(row["detection"])),
    }


def _scale(scale: Mapping[str, Any]) -> Flat:
    made: Flat = {"type": _text(scale.get("type"))}
    if isinstance(scale.get("steps"), list):
        rows = [row for row in scale["steps"][:MOST_ITEMS] if isinstance(row, list)]
        made["steps"] = [[spelt(_plain(part)) for part in row[:2]] for row in rows]
    return made | {name: spelt(_plain(scale[name])) for name in ("else", "best", "worst") if name in scale}


def _error(value: object) -> Flat | None:
    error = _object(value)
    return {"kind": _text(error.get("kind")), "u": spelt(_plain(error.get("u")))} if error else None


def _numbers(value: object, names: Sequence[str]) -> Flat | None:
    held = _object(value)
    return {name: spelt(_plain(held[name])) for name in names if name in held} or None


def _downgrade(row: Mapping[str, Any]) -> Flat:
    when = _object(row.get("when"))
    made: Flat = {name: _text(when[name]) for name in ("item", "is", "group") if name in when}
    if "points_below" in when:
        made["points_below"] = spelt(_plain(when["points_below"]))
    if "failed_at_least" in when:
        made["failed_at_least"] = whole(_plain(when["failed_at_least"]))
    return _words(row, ("key", "name", "at_best")) | {"when": made}


def _grade(row: Mapping[str, Any]) -> Flat:
    return _words(row, ("key", "name")) | {"from": spelt(_plain(row.get("from")))}


def _words(row: Mapping[str, Any], names: Sequence[str]) -> Flat:
    return {name: _text(row.get(name)) for name in names}


def _rows(found: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    rows = found.get(name)
    held = [row for row in rows if isinstance(row, Mapping)] if isinstance(rows, list) else []
    if len(held) > MOST_ROWS[name]:
        said = {"name": name, "most": MOST_ROWS[name]}
        raise Unfit("file", _("There are too many rows in “%(name)s”; %(most)d are possible.") % said)
    return held


def _give_keys(rows: list[Flat], prefix: str) -> dict[str, str]:
    """A proper key for each row without one. Returned: how a row may be called (its name, its old key) → its key."""
    called: dict[str, str] = {}
    taken = [row["key"] for row in rows if KEY.fullmatch(row["key"])]
    for row in rows:
        old = row["key"]
        if not KEY.fullmatch(old):
            row["key"] = next_key(prefix, taken)
            taken.append(row["key"])
        for name in (row.get("name", ""), old):
            called.setdefault(name, row["key"])
    return called


def _refer(plan: Flat, called: Mapping[str, Mapping[str, str]]) -> None:
    """Who fills in a spreadsheet writes names; the plan refers by keys."""
    grades = {row["name"]: row["key"] for row in plan["grades"]}
    keys = {row["key"] for row in plan["grades"]}
    for item in plan["items"]:
        item["group"] = called["groups"].get(item["group"], item["group"])
    for rule in plan["downgrades"]:
        when = rule["when"]
        for name, part in (("item", "items"), ("group", "groups")):
            if name in when:
                when[name] = called[part].get(when[name], when[name])
        if rule["at_best"] not in keys:
            rule["at_best"] = grades.get(rule["at_best"], rule["at_best"])


def _text(value: object) -> str:
    return storable_name(str(_plain(value)))[:LONGEST_TEXT]


def _plain(value: object) -> object:
    """A text or number; anything else is shown as nothing."""
    if isinstance(value, str | int | float) and not isinstance(value, bool):
        return value[:LONGEST_TEXT] if isinstance(value, str) else value
    return ""
