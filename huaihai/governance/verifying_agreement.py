"""What is worked out again in the file about a version of the agreement.

Plain: no database and no secret is needed. Each test may raise what wrong parts raise; `verifying` answers that.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from huaihai.governance import documents


def _text_fits(content: Mapping[str, Any]) -> bool:
    return bool(documents.fingerprint(content["document"]) == content["document_hash"])


def _signatures_fit(content: Mapping[str, Any]) -> bool:
    rows, fixed = content["signatures"], content["document_hash"]
    bodies = [row["body"] for row in rows]
    return (
        len(bodies) == len(set(bodies))
        and all(row["document_hash"] == fixed for row in rows)
        and all(datetime.fromisoformat(row["signed_at"]).tzinfo is not None for row in rows)
    )


CHECKS: tuple[tuple[str, Promise | str, Callable[[Mapping[str, Any]], bool]], ...] = (
    ("text", _("The fingerprint is that of this text with its annexes."), _text_fits),
    ("signatures", _("Each body signed once, and this very text."), _signatures_fit),
)
