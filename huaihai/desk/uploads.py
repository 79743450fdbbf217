"""Files that a form brought along, taken into the store."""

from collections.abc import Iterable
from typing import Any

from huaihai.desk.lives import Unfit
from huaihai.kit import filestore


def stored(upload: Any, *, field: str = "uploads") -> filestore.Stored:
    """Raises Unfit for a file that is refused, said of this field."""
    try:
        return filestore.store(upload)
    except filestore.Refused as error:
        raise Unfit(field, error.message) from error


def all_stored(uploads: Iterable[Any]) -> list[tuple[filestore.Stored, str]]:
    """Each with its name. Raises Unfit for one that is refused."""
    return [(stored(upload), upload.name or "") for upload in uploads]
