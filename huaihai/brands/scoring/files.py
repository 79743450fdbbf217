"""The published file of scores: how it is put together, written, and read from unknown hands."""

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any, Final

from huaihai.brands.scoring import engine, results
from huaihai.brands.scoring.criteria import Criteria
from huaihai.kit import strict_json

FORMAT: Final = "huaihai-brands-scores-1"


class FileError(ValueError):
    """What was given is no file of scores; the text says why."""


def frame_of(
    *,
    as_of: date,
    criteria: Mapping[str, Any] | None,
    basis: Mapping[str, Any] | None,
    is_demo: bool = False,
) -> dict[str, Any]:
    """What stands before the entries: day, criteria (`number`, `hash`, `content`), legal basis or None, and whether all
    of it is made up."""
    return {
        "format": FORMAT,
        "as_of": as_of.isoformat(),
        "criteria": None if criteria is None else dict(criteria),
        "basis": None if basis is None else dict(basis),
        "is_demo": is_demo,
    }


def entry_of(
    criteria: Criteria | None,
    *,
    number: str,
    name: str,
    kind: str,
    city: str,
    evidence: Mapping[str, Any],
    result: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """One entry. Without `criteria` (no legal basis, or none adopted) it has no result; a `result` that was computed
    by the same criteria is taken over. Raises EvidenceError."""
    if criteria is None:
        said = None
    else:
        said = dict(result) if result else results.as_json(engine.score(criteria, kind, evidence))
    return {
        "number": number,
        "name": name,
        "kind": kind,
        "city": city,
        "evidence": dict(evidence),
        "result": said,
    }


def file_of(
    *,
    as_of: date,
    criteria: Mapping[str, Any] | None,
    basis: Mapping[str, Any] | None,
    entries: Iterable[Mapping[str, Any]],
) -> dict[str, Any]:
    """The whole file as one mapping."""
    return {**frame_of(as_of=as_of, criteria=criteria, basis=basis), "entries": list(entries)}


def chunks(frame: Mapping[str, Any], entries: Iterable[Mapping[str, Any]]) -> Iterator[bytes]:
    """The file's bytes, one entry a line, without holding more than one entry."""
    yield _said(frame)[:-1] + b',"entries":['
    separator = b"\n"
    for entry in entries:
        yield separator + _said(entry)
        separator = b",\n"
    yield b"\n]}\n"


def read(data: bytes) -> dict[str, Any]:
    """The file that these bytes are: its frame is as it should be, its entries are objects. Raises FileError."""
    try:
        found = strict_json.read(data)
    except ValueError as error:
        raise FileError(f"it cannot be read as JSON: {error}") from error
    if not isinstance(found, dict) or found.get("format") != FORMAT:
        raise FileError(f'its "format" is not {FORMAT}')
    entries = found.get("entries")
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise FileError('its "entries" are no list of objects')
    for name in ("criteria", "basis"):
        if not isinstance(found.get(name), dict | None):
            raise FileError(f'its "{name}" is neither an object nor null')
    return found


def _said(value: Mapping[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()
