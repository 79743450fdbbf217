"""Photos of a form that is not right yet: they are stored at once and stay with the form, sealed, until it is."""

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from huaihai.kit import filestore, sealing
from huaihai.kit.filestore import Stored, kinds, refusals
from huaihai.supervision.testing.buying.bought import Picture

PDF = "application/pdf"
MOST = 20  # photos of one purchase
LONGEST = 20_000  # characters of what the form carries


def store(uploads: Iterable[Any], shows: str, *, key: UUID, at: datetime) -> list[Picture]:
    """These uploads as pictures of the form with this key; the same file twice is one. Raises filestore.Refused."""
    found = [_picture(upload) for upload in uploads]
    return [Picture(one, uuid5(key, f"{shows}:{one.sha256}"), shows, at) for one in found]


def together(*parts: Sequence[Picture]) -> list[Picture]:
    """All of them, each once, at most twenty."""
    return list({one.client_key: one for part in parts for one in part}.values())[:MOST]


def packed(pictures: Sequence[Picture], *, key: UUID) -> str:
    """What the form carries in its hidden field."""
    rows = [
        {
            "stored": [one.stored.sha256, one.stored.kind, one.stored.size, one.stored.derivative],
            "key": str(one.client_key),
            "shows": one.shows,
            "taken_at": one.taken_at.isoformat(),
        }
        for one in pictures
    ]
    return sealing.seal(json.dumps(rows), place=_place(key)) if rows else ""


def unpacked(text: str, *, key: UUID) -> list[Picture]:
    """The pictures that the form carried; none if somebody changed it."""
    if not text or len(text) > LONGEST:
        return []
    try:
        rows = json.loads(sealing.unseal(text, place=_place(key)))
    except sealing.CannotOpen:
        return []
    return [
        Picture(
            Stored(*row["stored"]),
            UUID(row["key"]),
            row["shows"],
            datetime.fromisoformat(row["taken_at"]),
        )
        for row in rows
    ]


def _picture(upload: Any) -> Stored:
    """A photo, or the PDF of an order."""
    found = filestore.store(upload)
    if found.kind not in kinds.PICTURES and found.kind != PDF:
        raise refusals.unknown_kind(upload.name or "")
    return found


def _place(key: UUID) -> str:
    return f"purchase_pictures:{key}"
