"""JSON from unknown hands, read strictly: nothing that two programs could read in two ways. No Django."""

import json
from typing import Any


def read(data: bytes) -> Any:
    """What these bytes say. Raises ValueError: no JSON, a name twice in one object, no number, nested too deep."""
    try:
        return json.loads(data, object_pairs_hook=_once, parse_constant=_refuse)
    except RecursionError as error:
        raise ValueError(str(error)) from error


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name stands twice in one object")
    return found


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is no number")
