"""A cell of a table that a spreadsheet opens as text, never as a formula. No Django."""

import unicodedata
from typing import Any, Final

STARTS_A_FORMULA: Final = "=+-@\t\r\n"


def cell(value: Any) -> str:
    """The value as text; an apostrophe before what a spreadsheet would take for a formula, full-width signs too, also
    behind spaces and signs that nobody sees, which some spreadsheets drop."""
    text = "" if value is None else str(value)
    first = text[:1]
    if first and (first in STARTS_A_FORMULA or _first_seen(text) in STARTS_A_FORMULA):
        return f"'{text}"
    return text


def _first_seen(text: str) -> str:
    """The first character that is seen, at its usual width; a letter for none."""
    seen = (char for char in text if not char.isspace() and unicodedata.category(char) not in {"Cf", "Cc"})
    return unicodedata.normalize("NFKC", next(seen, "a"))
