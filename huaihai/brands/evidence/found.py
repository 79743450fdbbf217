"""A piece of evidence with its source."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Found:
    """`evidence` in the form that scores read (None: nothing is known, only the source is told); `counts` and `urls`
    (public addresses) are its source, `until` the last day that the source tells of, where it has one."""

    evidence: Mapping[str, Any] | None
    counts: Mapping[str, int] = field(default_factory=dict)
    urls: tuple[str, ...] = ()
    until: str = ""

    def source(self) -> dict[str, Any]:
        """As a snapshot keeps it."""
        said: dict[str, Any] = {"counts": dict(self.counts), "urls": list(self.urls)}
        return said | ({"until": self.until} if self.until else {})


def share(hits: int, of: int, **counts: int) -> Found:
    """So many of so many; nothing is known of none."""
    return Found({"hits": hits, "of": of} if of else None, {"hits": hits, "of": of} | counts)
