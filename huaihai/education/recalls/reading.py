"""A list of recalled goods (xlsx, xls, csv) → products; columns by their Chinese or English heads."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from django.utils.translation import gettext as _

from huaihai.desk import spreadsheets
from huaihai.kit.text.files import UnreadableFileError
from huaihai.kit.text.normalise import fold

HEADS: Final[Mapping[str, tuple[str, ...]]] = {
    "name": ("产品名称", "商品名称", "名称", "product", "name"),
    "brand": ("品牌", "商标", "brand"),
    "model": ("型号", "规格型号", "产品型号", "规格", "model"),
    "maker": ("生产者", "生产企业", "召回实施者", "企业名称", "生产商", "maker"),
    "barcode": ("条码", "商品条码", "条形码", "barcode"),
    "batches": ("批号", "批次", "生产批次", "涉及批次", "batches"),
    "made": ("生产日期", "生产时间", "涉及生产日期", "made"),
    "made_from": ("生产日期起", "生产开始日期", "made_from"),
    "made_until": ("生产日期止", "生产结束日期", "made_until"),
    "defect": ("缺陷", "缺陷情况", "缺陷描述", "召回原因", "defect"),
    "remedy": ("召回措施", "处理措施", "措施", "remedy"),
    "address": ("网址", "链接", "公告链接", "address"),
}
LONGEST_NAME: Final = 200  # characters
LONGEST_BRAND: Final = 120
_LONGEST: Final = 300  # characters of a web address
_DAY: Final = re.compile(r"(\d{4})\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})")
_BARCODE: Final = re.compile(r"\d{8}|\d{12,14}")
_BETWEEN: Final = re.compile(r"[、，,；;\n]+")


@dataclass(frozen=True)
class Product:
    """One row."""

    name: str
    brand: str = ""
    model: str = ""
    maker: str = ""
    barcode: str = ""
    batches: str = ""
    made_from: date | None = None
    made_until: date | None = None
    defect: str = ""
    remedy: str = ""
    address: str = ""


def read(raw: bytes) -> list[Product]:
    """The products of a file, in its order. Raises UnreadableFileError with a sentence for whoever loads it."""
    try:
        rows = [
            [spreadsheets.plain_words(cell).strip() for cell in row] for row in spreadsheets.cells_of(raw)
        ]
    except spreadsheets.CannotRead as error:
        raise UnreadableFileError(str(spreadsheets.REFUSALS[error.why])) from error
    if len(rows) > spreadsheets.MOST_ROWS + 1:
        raise UnreadableFileError(str(spreadsheets.REFUSALS["rows"]))
    columns = _columns(rows[0] if rows else [])
    if "name" not in columns:
        raise UnreadableFileError(
            _("No column holds the name of the product. The first row has to name the columns.")
        )
    held = enumerate(rows[1:], start=2)
    found = [
        _product({name: _cell(row, at) for name, at in columns.items()}, line)
        for line, row in held
        if any(row)
    ]
    if not found:
        raise UnreadableFileError(str(spreadsheets.REFUSALS["empty"]))
    return found


def _columns(heads: Sequence[str]) -> dict[str, int]:
    folded = [fold(head) for head in heads]
    return {
        name: folded.index(fold(head))
        for name, known in HEADS.items()
        for head in reversed(known)
        if fold(head) in folded
    }


def _cell(row: Sequence[str], at: int) -> str:
    return row[at] if at < len(row) else ""


def _product(cells: Mapping[str, str], line: int) -> Product:
    if not cells["name"]:
        raise UnreadableFileError(_("Line %(n)s has no name of a product.") % {"n": line})
    product = Product(
        name=cells["name"][:LONGEST_NAME],
        brand=cells.get("brand", "")[:LONGEST_BRAND],
        model=cells.get("model", "")[:LONGEST_NAME],
        maker=cells.get("maker", "")[:LONGEST_NAME],
        barcode=_barcode(cells.get("barcode", "")),
        batches="\n".join(part.strip() for part in _BETWEEN.split(cells.get("batches", "")) if part.strip()),
        defect=cells.get("defect", ""),
        remedy=cells.get("remedy", ""),
        address=_address(cells.get("address", "")),
    )
    first, last = _days(cells, line)
    return replace(product, made_from=first, made_until=last)


def _barcode(written: str) -> str:
    digits = re.sub(r"[\s-]", "", written)
    return digits if _BARCODE.fullmatch(digits) else ""


def _address(written: str) -> str:
    return written if written.startswith(("https://", "http://")) and len(written) <= _LONGEST else ""


def _days(cells: Mapping[str, str], line: int) -> tuple[date | None, date | None]:
    """The first and the last day; where one column has a span, its two days; a single day is both."""
    try:
        span = [_day(found) for found in _DAY.finditer(cells.get("made", ""))]
        first = [_day(found) for found in _DAY.finditer(cells.get("made_from", ""))] or span[:1]
        last = [_day(found) for found in _DAY.finditer(cells.get("made_until", ""))] or span[-1:]
    except ValueError as error:
        raise UnreadableFileError(_("Line %(n)s has a day that does not exist.") % {"n": line}) from error
    made_from, made_until = (first[0] if first else None), (last[0] if last else None)
    if made_from and made_until and made_until < made_from:
        raise UnreadableFileError(_("Line %(n)s ends before it begins: check its days.") % {"n": line})
    return made_from, made_until


def _day(found: re.Match[str]) -> date:
    return date(int(found[1]), int(found[2]), int(found[3]))
