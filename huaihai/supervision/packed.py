"""Looking through a spreadsheet (.xlsx, a ZIP of XML) before its reader opens it, so that nothing small becomes huge.

Sizes are counted while unpacking: what a ZIP says of itself may be a lie. Readers make room for all between the first
and the last cell, and a last cell costs ten bytes.
"""

import io
import lzma
import re
import zipfile
import zlib
from dataclasses import dataclass
from typing import Final

MOST_CELLS: Final = 1_000_000
_CELL: Final = re.compile(rb"""\br\s*=\s*["']([A-Za-z]{1,9})([0-9]{1,19})["']""")
_ROW: Final = re.compile(rb"""<(?:\w+:)?row\b[^<>]*?\br\s*=\s*["']([0-9]{1,19})["']""")
_ELEMENT: Final = re.compile(rb"<(?:\w+:)?(?:c|row|si)[\s/>]")
_BROKEN: Final = (
    zipfile.BadZipFile,
    OSError,
    RuntimeError,
    NotImplementedError,
    EOFError,
    ValueError,
    zlib.error,
    lzma.LZMAError,
)


class CannotOpen(ValueError):
    """Not to be opened; `why` is "other" (no workbook), "big", "cells" or "broken"."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True)
class Limits:
    """Bytes when unpacked, rows, columns, cells: those written down, and all between the first and the last."""

    unpacked: int
    rows: int
    columns: int
    cells: int = MOST_CELLS


def require_small(content: bytes, limits: Limits) -> None:
    """Unpack it part by part and look at each. Raises CannotOpen."""
    left = limits.unpacked
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if "xl/workbook.xml" not in packed.namelist():
                raise CannotOpen("other")
            for info in packed.infolist():  # a name may stand there twice
                with packed.open(info) as part:
                    held = part.read(left + 1)
                left -= len(held)
                if left < 0:
                    raise CannotOpen("big")
                _require_near(held, limits)  # a sheet may have any name
    except CannotOpen:
        raise
    except _BROKEN as error:
        raise CannotOpen("broken") from error


def _require_near(part: bytes, limits: Limits) -> None:
    if sum(1 for _found in _ELEMENT.finditer(part)) > limits.cells:
        raise CannotOpen("cells")
    last_row, last_column = 0, 0
    for found in _ROW.finditer(part):
        last_row = max(last_row, int(found[1]))
    for found in _CELL.finditer(part):
        last_row, last_column = max(last_row, int(found[2])), max(last_column, _column(found[1]))
    is_near = last_row <= limits.rows and last_column <= limits.columns
    if not is_near or last_row * last_column > limits.cells:
        raise CannotOpen("cells")


def _column(letters: bytes) -> int:
    """A → 1, AA → 27."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - ord("A") + 1
    return number
