"""Keys of a plan's rows: p01, g01, i01, d01."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

PREFIXES: Final = {"products": "p", "groups": "g", "items": "i", "downgrades": "d"}


def keys_in(rows: Sequence[Mapping[str, Any]]) -> list[str]:
    """The keys of these rows."""
    return [row["key"] for row in rows if isinstance(row.get("key"), str)]


def next_key(prefix: str, taken: Sequence[str]) -> str:
    """p01, p02, …: the number after the highest that is taken."""
    numbers = [key.removeprefix(prefix) for key in taken if key.startswith(prefix)]
    highest = max((int(n) for n in numbers if n.isascii() and n.isdigit() and len(n) < 7), default=0)
    return f"{prefix}{highest + 1:02d}"
