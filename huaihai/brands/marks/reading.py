"""What people paste, scan and type about a mark, in the form that is compared. No Django."""

import re
from typing import Final

ENDING: Final = 6  # so many last characters of the credit code are enough
_IN_TEXT: Final = re.compile(r"HH\d+\.[A-Za-z0-9_.-]+", re.ASCII)


def text_in(pasted: str) -> str:
    """The text of a mark in something that was pasted or scanned, such as the whole address; empty if there is none."""
    found = _IN_TEXT.search(pasted)
    return found[0].rstrip(".") if found else ""


def typed(code: str) -> str:
    """What was typed of a credit code, without spaces and in capitals."""
    return re.sub(r"[\s-]", "", code).upper()


def fits_code(code: str, credit_code: str) -> bool:
    """Whether what was typed is this credit code, whole or its last six characters."""
    said = typed(code)
    return said == credit_code or (len(said) == ENDING and credit_code.endswith(said))
