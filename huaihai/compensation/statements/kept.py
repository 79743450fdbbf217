"""A statement between its preview and the moment it is read in: packed and sealed in the visitor's own session."""

import base64
import json
import zlib
from datetime import date

from django.contrib.sessions.backends.base import SessionBase

from huaihai.compensation.actions.statements import Line
from huaihai.compensation.models import Fund
from huaihai.kit import sealing

KEY = "bank_statement"


def keep(session: SessionBase, fund: Fund, lines: list[Line]) -> None:
    """Keep what was read; one statement at a time."""
    rows = [[line.booked_on.isoformat(), line.fen, line.reference, line.text] for line in lines]
    packed = base64.b64encode(zlib.compress(json.dumps(rows, ensure_ascii=False).encode())).decode()
    session[KEY] = {"fund": str(fund.pk), "lines": sealing.seal(packed, place=_place(fund))}


def held(session: SessionBase, fund: Fund) -> list[Line]:
    """What was kept for this fund; nothing if nothing was."""
    kept = session.get(KEY) or {}
    if kept.get("fund") != str(fund.pk):
        return []
    packed = sealing.unseal(kept["lines"], place=_place(fund))
    rows = json.loads(zlib.decompress(base64.b64decode(packed)))
    return [Line(date.fromisoformat(day), fen, reference, text) for day, fen, reference, text in rows]


def drop(session: SessionBase) -> None:
    """It was read in, or is not wanted."""
    session.pop(KEY, None)


def _place(fund: Fund) -> str:
    return f"session:bank_statement:{fund.pk}"
