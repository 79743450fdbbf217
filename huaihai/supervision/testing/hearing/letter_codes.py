"""The code on the letter of a notice, for whoever cannot scan: with the test's number it opens the page of the QR.

It follows from the notice and the number of its link, as the link does, and so ends with it; nothing of it is stored.
"""

import secrets
from datetime import datetime
from typing import Final

from huaihai.cases.letters import codes
from huaihai.kit import sealing
from huaihai.supervision.models import MakerNotice

PURPOSE: Final = "test-notice-code"
DIGITS: Final = codes.BITS // 4  # of the fingerprint, hexadecimal


def code_of(row: MakerNotice) -> str:
    """The code of its link in force, without dashes; empty if it has none."""
    if not row.link_issue:
        return ""
    mark = sealing.fingerprint_of_code(f"{row.pk}:{row.link_issue}", purpose=PURPOSE)
    return codes.code_of(int(mark[:DIGITS], 16))


def found_by(number: str, code: str, *, at: datetime) -> MakerNotice | None:
    """The notice of this test that the code (as `codes.checked_code` returns it) opens now; None: no such one."""
    rows = MakerNotice.objects.filter(project__number=number, link_issue__gt=0, link_until__gt=at)
    fitting = [row for row in rows if secrets.compare_digest(code_of(row), code)]
    return fitting[0] if fitting else None


def reference(row: MakerNotice) -> str:
    """What both sides call the letter: the test's number and the end of the notice's own key."""
    return f"{row.project.number}-{row.pk.hex[-6:].upper()}"
