"""A cell of a table that a spreadsheet opens as text, never as a formula. No Django."""

import unicodedata
from typing import Any, Final

STARTS_A_FORMULA: Final = "=+-@\t\r\n"


def cell(value: Any) -> str:
    """The value as text; an apostrophe before what a spreadsheet would take for a formula, full-width signs too."""
    text = "" if value is None else str(value)
    first = unicodedata.normalize("NFKC", text[:1])
    return f"'{text}" if first and first in STARTS_A_FORMULA else text
