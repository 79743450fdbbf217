"""A plan as a file: JSON, or a spreadsheet with one sheet a part, written to be filled in and read back."""

import io
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime, time
from functools import cache
from typing import Any, Final

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from huaihai.desk.lives import Unfit
from huaihai.supervision.testing.laboratory.sheets import NoSheet, sheets_of
from huaihai.supervision.testing.planning import reading
from huaihai.supervision.testing.planning.reading import rows_of
from huaihai.supervision.testing.planning.shape import (
    ITEM_COLUMNS,
    RULE_COLUMNS,
    flat_item,
    flat_rule,
    item_of,
    rule_of,
    shaped,
)

OPTIONS: Final = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
FACTS: Final = (
    *("what", "category", "question", "main", "spare", "not_applicable", "digits", "mode"),
    *("reply_working_days", "budget_fen", "seed", "draws"),
)
PRODUCT_COLUMNS: Final = (
    *("key", "brand", "model", "maker", "maker_code", "price_fen", "channel", "city", "where"),
)
COLUMNS: Final[Mapping[str, Sequence[str]]] = {
    "products": PRODUCT_COLUMNS,
    "groups": ("key", "name"),
    "items": ITEM_COLUMNS,
    "downgrades": RULE_COLUMNS,
    "grades": ("key", "name", "from"),
}
_TO_FLAT: Final[Mapping[str, Callable[[Mapping[str, Any]], dict[str, Any]]]] = {
    "items": flat_item,
    "downgrades": flat_rule,
}
_FROM_FLAT: Final[Mapping[str, Callable[[Mapping[str, Any]], dict[str, Any]]]] = {
    "items": item_of,
    "downgrades": rule_of,
}
MARKS: Final = frozenset(
    {"1", "yes", "true", "x", "√"}
)  # as people mark a cell, beside the word "yes" itself
LANGUAGES: Final = ("zh-hans", "zh-hant", "en")


def workbook(plan: Mapping[str, Any]) -> bytes:
    """The plan as an xlsx file. Every cell is text, so that 0.10 stays 0.10."""
    import xlsxwriter

    written = io.BytesIO()
    book = xlsxwriter.Workbook(written, OPTIONS)
    bold, text = book.add_format({"bold": True, "bottom": 1}), book.add_format({"num_format": "@"})
    _write(book.add_worksheet("plan"), ("name", "value"), _fact_rows(plan), bold, text)
    for name, columns in COLUMNS.items():
        to_flat = _TO_FLAT.get(name, dict)
        rows = (
            [_cell_text(to_flat(row).get(column, "")) for column in columns] for row in rows_of(plan, name)
        )
        _write(book.add_worksheet(name), columns, rows, bold, text)
    book.close()
    return written.getvalue()


def read(content: bytes) -> dict[str, Any]:
    """What a workbook says, to be brought into shape by `shape.shaped`. Raises Unfit("file", …)."""
    try:
        sheets = sheets_of(content)
    except NoSheet as error:
        raise Unfit("file", str(error)) from error
    if not {"plan", *COLUMNS} & set(sheets):
        raise Unfit("file", _("This is not a plan. Please fill in the file that this page gives you."))
    found = _facts(sheets.get("plan", []))
    for name, columns in COLUMNS.items():
        flats = _flats(sheets.get(name, []), columns)
        from_flat = _FROM_FLAT.get(name, dict)
        found[name] = [from_flat(flat) for flat in flats]
    return found


def _write(sheet: Any, columns: Sequence[str], rows: Iterable[Sequence[str]], bold: Any, text: Any) -> None:
    for column, key in enumerate(columns):
        sheet.set_column(column, column, 18, text)
        sheet.write_string(0, column, f"{reading.heading_of(key)} [{key}]", bold)
    for number, row in enumerate(rows, start=1):
        for column, value in enumerate(row):
            sheet.write_string(number, column, value, text)
    sheet.freeze_panes(1, 1)


def _fact_rows(plan: Mapping[str, Any]) -> list[list[str]]:
    held = {name: plan.get(name, "") for name in FACTS}
    for name in ("samples", "rounding", "clocks"):
        part = plan.get(name)
        held |= (
            {key: value for key, value in part.items() if key in FACTS} if isinstance(part, Mapping) else {}
        )
    rows = [[f"{reading.heading_of(name)} [{name}]", _cell_text(held[name])] for name in FACTS]
    basis = plan.get("basis")
    lines = basis if isinstance(basis, list) else []
    return [*rows, *([f"{reading.heading_of('basis')} [basis]", _cell_text(line)] for line in lines)]


def _facts(rows: Sequence[Sequence[Any]]) -> dict[str, Any]:
    held: dict[str, Any] = {"basis": []}
    for row in rows:
        name, value = _key(row[0]) if row else "", _cell(row[1]) if len(row) > 1 else ""
        if name == "basis" and value:
            held["basis"].append(value)
        elif name in FACTS and value:
            held[name] = value
    samples = {kind: held.pop(kind, "") for kind in ("main", "spare")}
    rounding = {name: held.pop(name, "") for name in ("digits", "mode")}
    clocks = {"reply_working_days": held.pop("reply_working_days", "")}
    return held | {"samples": samples, "rounding": rounding, "clocks": clocks}


def _flats(rows: Sequence[Sequence[Any]], columns: Sequence[str]) -> list[dict[str, Any]]:
    """The rows below the head that say anything; columns stand in any order."""
    if not rows:
        return []
    places = {_key(cell): place for place, cell in reversed(list(enumerate(rows[0])))}
    found = []
    for row in rows[1:]:
        flat: dict[str, Any] = {
            name: _cell(row[places[name]]) for name in columns if name in places and places[name] < len(row)
        }
        if any(flat.values()):
            if "is_safety" in columns:
                flat["is_safety"] = flat.get("is_safety", "").casefold() in _yes()
            found.append(flat)
    return found


@cache
def _yes() -> frozenset[str]:
    """What stands in a cell that says yes, in any of the languages."""
    found = set(MARKS)
    for language in LANGUAGES:
        with translation.override(language):
            found.add(pgettext("cell of a spreadsheet", "yes").casefold())
    return frozenset(found)


def _key(cell: object) -> str:
    """The name in brackets: "Brand [brand]" → brand; a cell without brackets is a name by itself."""
    return str(cell).rpartition("[")[2].rstrip("] ").strip()


def _cell(value: object) -> str:
    if isinstance(value, bool):
        return "1" if value else ""
    if isinstance(value, float):
        return f"{value:.12f}".rstrip("0").rstrip(".")
    if isinstance(value, date | datetime | time):
        return value.isoformat()
    return str(value).strip()


def _cell_text(value: object) -> str:
    if isinstance(value, bool):
        return "1" if value else ""
    return "" if value is None else str(value)


LARGEST: Final = 8 * 1024 * 1024


def plan_in(content: bytes) -> dict[str, Any]:
    """The plan in this file, in the plan's shape. Raises Unfit("file", …)."""
    if len(content) > LARGEST:
        raise Unfit("file", _("This file is larger than 8 MB."))
    if content.startswith(b"PK"):
        return shaped(read(content))
    return shaped(_json(content))


def _json(content: bytes) -> dict[str, Any]:
    """JSON, a published test file too: then its last plan. Numbers keep the spelling that they have."""
    try:
        found = json.loads(
            content.decode("utf-8-sig"), parse_float=str, parse_int=_whole, parse_constant=_refused
        )
    except (ValueError, RecursionError) as error:
        raise Unfit("file", _("This file is neither a spreadsheet (.xlsx) nor JSON.")) from error
    if isinstance(found, dict) and isinstance(found.get("plans"), list) and found["plans"]:
        last = found["plans"][-1]
        found = last.get("plan") if isinstance(last, dict) else None
    if not isinstance(found, dict):
        raise Unfit("file", _("There is no plan in this file."))
    return found


def _whole(text: str) -> int | str:
    """Thousands of figures are no number of anything here, and slow to read."""
    return int(text) if len(text) < 20 else text


def _refused(text: str) -> None:
    raise ValueError(text)
