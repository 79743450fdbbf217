"""A plan out of a file that somebody sent: a spreadsheet or JSON."""

import json
from typing import Any, Final

from django.utils.translation import gettext as _

from huaihai.desk.lives import Unfit
from huaihai.supervision.testing.planning import sheets
from huaihai.supervision.testing.planning.shape import shaped

LARGEST: Final = 8 * 1024 * 1024


def plan_in(content: bytes) -> dict[str, Any]:
    """The plan in this file, in the plan's shape. Raises Unfit("file", …)."""
    if len(content) > LARGEST:
        raise Unfit("file", _("This file is larger than 8 MB."))
    if content.startswith(b"PK"):
        return shaped(sheets.read(content))
    return shaped(_json(content))


def _json(content: bytes) -> dict[str, Any]:
    """JSON, a published test file too: then its last plan. Numbers keep the spelling that they have."""
    try:
        found = json.loads(
            content.decode("utf-8-sig"), parse_float=str, parse_int=_whole, parse_constant=_refused
        )
    except (ValueError, RecursionError) as error:
        raise Unfit("file", _("This file is neither a spreadsheet (.xlsx) nor JSON.")) from error
    if isinstance(found, dict) and isinstance(found.get("plans"), list) and found["plans"]:
        last = found["plans"][-1]
        found = last.get("plan") if isinstance(last, dict) else None
    if not isinstance(found, dict):
        raise Unfit("file", _("There is no plan in this file."))
    return found


def _whole(text: str) -> int | str:
    """Thousands of figures are no number of anything here, and slow to read."""
    return int(text) if len(text) < 20 else text


def _refused(text: str) -> None:
    raise ValueError(text)
