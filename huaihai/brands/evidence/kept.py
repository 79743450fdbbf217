"""A list between its preview and the moment it is read in: packed and sealed in the visitor's own session."""

import base64
import json
import zlib
from dataclasses import asdict
from datetime import date
from typing import Any, Final

from django.contrib.sessions.backends.base import SessionBase

from huaihai.brands.evidence.actions.importing import About
from huaihai.brands.evidence.list_rows import FactRow, Refusal
from huaihai.brands.evidence.lists import ReadList
from huaihai.kit import sealing

KEY: Final = "brand_list"
PLACE: Final = "session:brand_list"
_DAYS: Final = ("decided_on", "valid_until", "known_from", "known_until")


def keep(session: SessionBase, told: ReadList, about: About) -> None:
    """Keep what was read; one list at a time."""
    session[KEY] = sealing.seal(packed(told, about), place=PLACE)


def held(session: SessionBase) -> tuple[ReadList, About] | None:
    """What was kept; None if nothing was."""
    sealed = session.get(KEY)
    if not sealed:
        return None
    return unpacked(sealing.unseal(sealed, place=PLACE))


def packed(told: ReadList, about: About) -> str:
    """A list with what it is of, as one text."""
    said = json.dumps({"list": asdict(told), "about": asdict(about)}, ensure_ascii=False, default=str)
    return base64.b64encode(zlib.compress(said.encode())).decode()


def unpacked(text: str) -> tuple[ReadList, About]:
    """What `packed` made one text of."""
    said = json.loads(zlib.decompress(base64.b64decode(text)))
    told = said["list"]
    read = ReadList(
        about=told["about"],
        rows=tuple(FactRow(**_with_days(row)) for row in told["rows"]),
        refused=tuple(Refusal(**row) for row in told["refused"]),
        left_out=tuple(told["left_out"]),
        sha256=told["sha256"],
    )
    return read, About(**_with_days(said["about"]))


def drop(session: SessionBase) -> None:
    """It was read in, or is not wanted."""
    session.pop(KEY, None)


def _with_days(said: dict[str, Any]) -> dict[str, Any]:
    days = {name: date.fromisoformat(said[name]) for name in _DAYS if said.get(name)}
    return said | days
