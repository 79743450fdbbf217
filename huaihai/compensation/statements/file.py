"""Reading a bank's statement: CSV in UTF-8 or GB18030, its columns found by their names.

A day, and either one column of sums (above nothing what came in) or two (what came in, what went out). Sums are yuan.
"""

import base64
import csv
import io
import json
import zlib
from collections.abc import Iterator
from datetime import date, datetime

from django.contrib.sessions.backends.base import SessionBase
from django.utils.translation import gettext as _

from huaihai.compensation.models import Fund
from huaihai.compensation.statements.verbs import Line
from huaihai.desk.lives import Unfit
from huaihai.kit import money_field
from huaihai.kit.text import files

NAMES: dict[str, tuple[str, ...]] = {
    "day": ("date", "day", "交易日期", "记账日期", "日期", "入账日期", "交易时间"),
    "sum": ("amount", "sum", "金额", "交易金额", "发生额"),
    "in": ("credit", "in", "收入", "贷方发生额", "贷方金额", "收入金额", "存入"),
    "out": ("debit", "out", "支出", "借方发生额", "借方金额", "支出金额", "支取"),
    "reference": ("reference", "流水号", "交易流水号", "凭证号", "参考号"),
    "text": ("text", "摘要", "附言", "用途", "备注", "对方户名"),
}
FORMATS = ("%Y-%m-%d", "%Y/%m/%d", "%Y%m%d", "%Y年%m月%d日", "%Y.%m.%d")
LARGEST = 5_000_000  # bytes
MOST_LINES = 20_000


def read_file(raw: bytes) -> list[Line]:
    """The lines of a statement, in the bank's order. Raises Unfit("file") in plain words."""
    if len(raw) > LARGEST:
        raise Unfit("file", _("This file is too large. Please read in a month at a time."))
    try:
        text = files.decode(raw, "statement")
    except files.UnreadableFileError as error:
        raise Unfit("file", _("This is not a table (CSV) in UTF-8 or GBK.")) from error
    try:
        rows = [row for row in csv.reader(io.StringIO(text, newline="")) if any(cell.strip() for cell in row)]
    except csv.Error as error:
        raise Unfit("file", _("This is not a table (CSV) in UTF-8 or GBK.")) from error
    if len(rows) > MOST_LINES:
        raise Unfit("file", _("This file is too large. Please read in a month at a time."))
    head, places = _head(rows)
    return list(_lines(rows[head + 1 :], places, head + 2))


def _head(rows: list[list[str]]) -> tuple[int, dict[str, int]]:
    """The row that names the columns: banks write some lines about the account above it."""
    for number, row in enumerate(rows[:20]):
        names = [cell.strip().lower() for cell in row]
        places = {
            what: names.index(name)
            for what, known in NAMES.items()
            for name in reversed(known)
            if name in names
        }
        if "day" in places and ("sum" in places or {"in", "out"} <= places.keys()):
            return number, places
    raise Unfit("file", _("No row names the columns: a date, and an amount or what came in and went out."))


def _lines(rows: list[list[str]], places: dict[str, int], first: int) -> Iterator[Line]:
    for number, row in enumerate(rows, start=first):
        cells = {what: row[place].strip() if place < len(row) else "" for what, place in places.items()}
        try:
            fen = _sum(cells.get("sum", "")) or _sum(cells.get("in", "")) - _sum(cells.get("out", ""))
            day = _day(cells["day"])
        except ValueError as error:
            raise Unfit(
                "file", _("Line %(n)s cannot be read: a day or a sum is wrong.") % {"n": number}
            ) from error
        yield Line(day, fen, cells.get("reference", ""), cells.get("text", ""))


def _sum(typed: str) -> int:
    plain = typed.replace("+", "").strip()
    if not plain:
        return 0
    fen = money_field.read(plain.removeprefix("-"))
    if fen is None:
        raise ValueError(typed)
    return -fen if plain.startswith("-") else fen


def _day(typed: str) -> date:
    for form in FORMATS:
        try:
            return datetime.strptime(typed[:11].split(" ", maxsplit=1)[0], form).date()  # noqa: DTZ007 -- a day, not a moment
        except ValueError:
            continue
    raise ValueError(typed)


KEY = "bank_statement"


def keep_statement(session: SessionBase, fund: Fund, lines: list[Line]) -> None:
    """Keep what was read; one statement at a time."""
    rows = [[line.booked_on.isoformat(), line.fen, line.reference, line.text] for line in lines]
    packed = base64.b64encode(zlib.compress(json.dumps(rows, ensure_ascii=False).encode())).decode()
    session[KEY] = {"fund": str(fund.pk), "lines": packed}


def kept_statement(session: SessionBase, fund: Fund) -> list[Line]:
    """What was kept for this fund; nothing if nothing was."""
    kept = session.get(KEY) or {}
    if kept.get("fund") != str(fund.pk):
        return []
    rows = json.loads(zlib.decompress(base64.b64decode(kept["lines"])))
    return [Line(date.fromisoformat(day), fen, reference, text) for day, fen, reference, text in rows]


def drop_statement(session: SessionBase) -> None:
    """It was read in, or is not wanted."""
    session.pop(KEY, None)
