"""The published file of scores: put together, written, read from unknown hands, and computed again."""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from huaihai.brands.scoring import engine
from huaihai.brands.scoring.criteria import Criteria, CriteriaError, parse
from huaihai.brands.scoring.engine import EvidenceError
from huaihai.brands.scoring.names import KINDS
from huaihai.kit import strict_json
from huaihai.kit.canonical import digest
from huaihai.kit.refusals import Refusal
from huaihai.kit.refusals import gettext_noop as _

FORMAT: Final = "huaihai-brands-scores-1"
NUMBER: Final = re.compile(r"20[0-9]{2}-[1-9][0-9]{0,5}", re.ASCII)


class FileError(Refusal):
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
        said = dict(result) if result else engine.as_json(engine.score(criteria, kind, evidence))
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
        raise FileError(_("it cannot be read as JSON: %(error)s"), error=error) from error
    if not isinstance(found, dict) or found.get("format") != FORMAT:
        raise FileError(_('its "format" is not %(format)s'), format=FORMAT)
    entries = found.get("entries")
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise FileError(_('its "entries" are no list of objects'))
    for name in ("criteria", "basis"):
        if not isinstance(found.get(name), dict | None):
            raise FileError(_('its "%(name)s" is neither an object nor null'), name=name)
    return found


def _said(value: Mapping[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()


@dataclass(frozen=True)
class Misfit:
    """The entry or part of the frame it is about, and what is wrong."""

    number: str
    what: Refusal


def misfits(file: Mapping[str, Any]) -> Iterator[Misfit]:
    """Everything, the frame first."""
    yield from _days(file)
    numbers = [entry.get("number") for entry in file["entries"]]
    for number, times in Counter(str(number) for number in numbers).items():
        if not NUMBER.fullmatch(number):
            yield Misfit(number, Refusal(_("this is no number of an entry")))
        if times > 1:
            yield Misfit(number, Refusal(_("the entry stands %(n)d times in the file"), n=times))


def _days(file: Mapping[str, Any]) -> Iterator[Misfit]:
    on = _day(file.get("as_of"))
    if on is None:
        yield Misfit("as_of", Refusal(_("%(day)s is no day"), day=file.get("as_of")))
    basis = file["basis"]
    if on is None or basis is None:
        return
    first, last = _day(basis.get("from")), _day(basis.get("until"))
    if first is None or (last is None and basis.get("until") is not None):
        yield Misfit("basis", Refusal(_("from and until are not both days")))
    elif on < first:
        words = _("it began on %(began)s, after the day of the file, %(day)s")
        yield Misfit("basis", Refusal(words, began=first, day=on))
    elif last is not None and last < on:
        words = _("it ended on %(ended)s, before the day of the file, %(day)s")
        yield Misfit("basis", Refusal(words, ended=last, day=on))


def _day(value: Any) -> date | None:
    try:
        return date.fromisoformat(value) if isinstance(value, str) and len(value) == 10 else None
    except ValueError:
        return None


@dataclass(frozen=True)
class Difference:
    """Where an entry says something else: its number, the place in its result, our value and the file's."""

    number: str
    place: str
    ours: Any
    theirs: Any

    @property
    def what(self) -> Refusal:
        """In words."""
        words = _("%(place)s: computed %(ours)s, in the file %(theirs)s")
        return Refusal(words, place=self.place, ours=repr(self.ours), theirs=repr(self.theirs))


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
        raise FileError(_("its criteria have no content"))
    try:
        if digest(content) != held.get("hash"):
            raise FileError(_("the hash is not that of its criteria"))
        return parse(content)
    except (CriteriaError, UnicodeEncodeError) as error:
        raise FileError(_("its criteria cannot be used: %(error)s"), error=error) from error


def _result(criteria: Criteria, entry: Mapping[str, Any]) -> dict[str, Any]:
    kind, evidence = entry.get("kind"), entry.get("evidence")
    if kind not in KINDS or not isinstance(evidence, dict):
        raise FileError(_("entry %(number)s has no kind or no evidence"), number=entry.get("number"))
    try:
        return engine.as_json(engine.score(criteria, kind, evidence))
    except EvidenceError as error:
        raise FileError("%(number)s: %(error)s", number=entry.get("number"), error=error) from error


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
