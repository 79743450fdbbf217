"""What is known about an entry, read from its JSON: numbers that can be scored, or what is wrong with them."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any, Final

from huaihai.brands.scoring.names import EVIDENCE
from huaihai.supervision.grading.numbers import FULL
from huaihai.supervision.grading.problems import Problem, problem
from huaihai.supervision.grading.shape import as_decimal

MOST: Final = 10**9

type Known = tuple[int, int] | int | bool | Fraction  # hits and of; a count; yes or no; points


class EvidenceError(ValueError):
    """Evidence that nobody can have gathered; `problems` says why."""

    def __init__(self, found: list[Problem]) -> None:
        super().__init__("; ".join(f"{one.code} at {one.place}" for one in found))
        self.problems = tuple(found)


def read(evidence: Mapping[str, Any]) -> dict[str, Known]:
    """What is known, by the names of evidence that this program knows; others mean nothing. Raises EvidenceError."""
    known: dict[str, Known] = {}
    found: list[Problem] = []
    for name, shape in EVIDENCE.items():
        if name not in evidence:
            continue
        value = _READERS[shape](evidence[name])
        if value is None:
            found.append(problem("not-evidence", f"evidence.{name}", shape=shape))
        else:
            known[name] = value
    if found:
        raise EvidenceError(found)
    return known


def _share(held: Any) -> tuple[int, int] | None:
    hits, of = _whole(held, "hits"), _whole(held, "of")
    return None if hits is None or of is None or hits > of else (hits, of)


def _count(held: Any) -> int | None:
    return _whole(held, "count")


def _yes(held: Any) -> bool | None:
    value = held.get("yes") if isinstance(held, Mapping) else None
    return value if isinstance(value, bool) else None


def _points(held: Any) -> Fraction | None:
    value = as_decimal(held.get("points")) if isinstance(held, Mapping) else None
    return value if value is not None and 0 <= value <= FULL else None


def _whole(held: Any, name: str) -> int | None:
    value = held.get(name) if isinstance(held, Mapping) else None
    if not isinstance(value, int) or isinstance(value, bool):
        return None
    return value if 0 <= value <= MOST else None


_READERS: Final = {"share": _share, "steps": _count, "yes": _yes, "points": _points}
