"""Reading a released file."""

import json
from typing import Any

from huaihai.supervision.models import Release


def file_of(release: Release) -> dict[str, Any]:
    """The released file as values."""
    held: dict[str, Any] = json.loads(release.file)
    return held
