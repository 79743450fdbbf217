"""Every result of a published file computed again, beside what the file says."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from huaihai.brands.scoring import engine, results
from huaihai.brands.scoring.criteria import Criteria, CriteriaError, parse
from huaihai.brands.scoring.evidence import EvidenceError
from huaihai.brands.scoring.files import FileError
from huaihai.brands.scoring.names import KINDS
from huaihai.kit.canonical import canonical


@dataclass(frozen=True)
class Difference:
    """Where an entry says something else: its number, the place in its result, our value and the file's."""

    number: str
    place: str
    ours: Any
    theirs: Any

    def __str__(self) -> str:
        return f"{self.number}: {self.place}: computed {self.ours!r}, in the file {self.theirs!r}"


def differences(file: Mapping[str, Any]) -> Iterator[Difference]:
    """All that comes out otherwise. A file without a legal basis may hold no result. Raises FileError."""
    criteria = criteria_of(file)
    is_scored = file["basis"] is not None and criteria is not None
    for entry in file["entries"]:
        number = str(entry.get("number", "?"))
        ours = _result(criteria, entry) if is_scored and criteria is not None else None
        yield from (Difference(number, *found) for found in _compared(ours, entry.get("result"), "result"))


def criteria_of(file: Mapping[str, Any]) -> Criteria | None:
    """The file's criteria; None if it names none. Raises FileError: they cannot be used, or the hash is of others."""
    held = file["criteria"]
    if held is None:
        return None
    content = held.get("content")
    if not isinstance(content, dict):
        raise FileError("its criteria have no content")
    try:
        if hashlib.sha256(canonical(content)).hexdigest() != held.get("hash"):
            raise FileError("the hash is not that of its criteria")
        return parse(content)
    except (CriteriaError, UnicodeEncodeError) as error:
        raise FileError(f"its criteria cannot be used: {error}") from error


def _result(criteria: Criteria, entry: Mapping[str, Any]) -> dict[str, Any]:
    kind, evidence = entry.get("kind"), entry.get("evidence")
    if kind not in KINDS or not isinstance(evidence, dict):
        raise FileError(f"entry {entry.get('number')!r} has no kind or no evidence")
    try:
        return results.as_json(engine.score(criteria, kind, evidence))
    except EvidenceError as error:
        raise FileError(f"entry {entry.get('number')!r}: {error}") from error


def _compared(ours: Any, theirs: Any, place: str) -> Iterator[tuple[str, Any, Any]]:
    if isinstance(ours, dict) and isinstance(theirs, dict):
        for name in [*ours, *(name for name in theirs if name not in ours)]:
            yield from _compared(ours.get(name), theirs.get(name), f"{place}.{name}")
    elif isinstance(ours, list) and isinstance(theirs, list) and len(ours) == len(theirs):
        for index, (own, other) in enumerate(zip(ours, theirs, strict=True)):
            name = own.get("key", index) if isinstance(own, dict) else index
            yield from _compared(own, other, f"{place}.{name}")
    elif type(ours) is not type(theirs) or ours != theirs:
        yield place, ours, theirs
