"""Lists of penalties and licences for tests."""

import csv
import io
from collections.abc import Sequence
from typing import Any

import xlsxwriter

from huaihai.law.credit_code import check_character

HEADS = (
    "统一社会信用代码",
    "处罚机关",
    "决定书文号",
    "处罚决定日期",
    "处罚类别",
    "轻重",
    "违法事实",
    "公示网址",
    "更正",
)
LICENCE_HEADS = ("统一社会信用代码", "发证机关", "许可证编号", "许可证名称", "有效期至", "更正")


def code(number: int = 1) -> str:
    """A made-up credit code with a right check character."""
    body = f"91320300MA1T{number:04d}X"
    return body + check_character(body)


def row(serial: int = 1, **said: str) -> list[str]:
    """One decision: fields by their heads' English names."""
    facts = {
        "code": code(),
        "authority": "演示市场监督管理局",
        "number": f"演示罚〔2026〕{serial}号",
        "day": "2026-03-05",
        "kind": "罚款",
        "gravity": "较轻",
        "what": "价签与实际不符",
        "source": "https://example.org/1",
        "change": "",
    } | said
    return list(facts.values())


def csv_of(*rows: Sequence[Any], heads: Sequence[str] = HEADS, encoding: str = "utf-8") -> bytes:
    written = io.StringIO()
    csv.writer(written).writerows([heads, *rows])
    return written.getvalue().encode(encoding)


def xlsx_of(*rows: Sequence[Any], heads: Sequence[str] = HEADS) -> bytes:
    held = io.BytesIO()
    with xlsxwriter.Workbook(held, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for place, cells in enumerate([heads, *rows]):
            for column, cell in enumerate(cells):
                sheet.write_string(place, column, str(cell))
    return held.getvalue()
