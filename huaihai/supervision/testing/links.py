"""Secret links for people without an account: nothing of them is stored but how often one was made and until when.

The token is a keyed fingerprint (HMAC-SHA-256, 128 bits) of the row and the number of the link, so that staff can print
the same letter again, and that the next link ends the earlier one.
"""

import secrets
from datetime import datetime
from typing import Any, Final, Protocol

from huaihai.kit import sealing

LENGTH: Final = 32  # hexadecimal digits: 128 bits
NOTHING: Final = "0" * LENGTH


class Linked(Protocol):
    """A row with a secret link: `link_issue` is 0 while it has none."""

    pk: Any
    link_issue: int
    link_until: datetime | None


def token_of(row: Linked, *, purpose: str) -> str:
    """The token of its link in force; empty if it has none."""
    if not row.link_issue:
        return ""
    return sealing.fingerprint_of_code(f"{row.pk}:{row.link_issue}", purpose=purpose)[:LENGTH]


def opens(row: Linked | None, token: str, *, purpose: str, at: datetime) -> bool:
    """Whether this token opens the row now; takes as long either way."""
    wanted = token_of(row, purpose=purpose) if row is not None else ""
    fits = secrets.compare_digest((wanted or NOTHING).encode(), token.encode(errors="replace"))
    return fits and bool(wanted) and row is not None and row.link_until is not None and at < row.link_until
