"""One row of a list: checked field by field, or refused with a reason."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from huaihai.brands.evidence.meanings import meanings
from huaihai.kit.cells import STARTS_A_FORMULA
from huaihai.kit.text.masking import mask
from huaihai.kit.text.normalise import UnstorableTextError, fold, storable_name
from huaihai.law import credit_code
from huaihai.law.errors import BadCreditCode

EARLIEST: Final = date(2000, 1, 1)
FARTHEST: Final = date(2099, 12, 31)
LONGEST: Final = {"authority": 120, "number": 80, "kind": 80, "what": 300, "source": 300}
FIXED, TAKEN_BACK = "corrected", "taken-back"
_DAY: Final = re.compile(r"((?:19|20)[0-9]{2})[^0-9]([0-9]{1,2})[^0-9]([0-9]{1,2})[^0-9]?", re.ASCII)
_COMPACT: Final = re.compile(r"(20[0-9]{2})([0-9]{2})([0-9]{2})", re.ASCII)


@dataclass(frozen=True)
class FactRow:
    """A good row. `change`: "" (new), "corrected" or "taken-back"; days are None where the list has no such field."""

    line: int
    credit_code: str
    authority: str
    number: str
    kind: str
    source: str
    change: str
    decided_on: date | None = None
    gravity: str = ""
    what: str = ""
    valid_until: date | None = None

    @property
    def key(self) -> tuple[str, str]:
        """By what it is known for ever."""
        return self.authority, self.number

    def facts(self, about: str) -> dict[str, Any]:
        """The fields of the stored row that this row tells."""
        shared = {
            "credit_code": self.credit_code,
            "authority": self.authority,
            "number": self.number,
            "kind": self.kind,
            "source": self.source,
            "is_taken_back": self.change == TAKEN_BACK,
        }
        if about == "licences":
            return shared | {"valid_until": self.valid_until}
        return shared | {"decided_on": self.decided_on, "gravity": self.gravity, "what": self.what}


@dataclass(frozen=True)
class Refusal:
    """A row that was not taken: its line in the file, why (a key of `list_words.REASONS`), and what that is about."""

    line: int
    reason: str
    detail: str = ""


class RowRefused(ValueError):
    """This row is not taken."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(reason)
        self.reason, self.detail = reason, detail


def row_of(about: str, line: int, said: Mapping[str, str], *, today: date) -> FactRow:
    """The row that these cells tell. Raises RowRefused."""
    shared: dict[str, Any] = {
        "line": line,
        "credit_code": _code(said.get("credit_code", "")),
        "authority": _text(said, "authority"),
        "number": _text(said, "number"),
        "kind": _text(said, "kind"),
        "source": _source(said),
        "change": _change(said.get("change", "")),
    }
    if about == "licences":
        return FactRow(**shared, valid_until=_end(said.get("valid_until", "")))
    decided_on = _day(said.get("decided_on", ""), EARLIEST, today)
    gravity = _gravity(said.get("gravity", ""))
    return FactRow(**shared, decided_on=decided_on, gravity=gravity, what=_what(said))


def _code(typed: str) -> str:
    _require_no_formula(typed)
    try:
        return credit_code.check(typed).text
    except BadCreditCode as error:
        raise RowRefused("code", error.reason) from error


def _text(said: Mapping[str, str], field: str, *, needed: bool = True) -> str:
    typed = said.get(field, "")
    _require_no_formula(typed)
    try:
        text = storable_name(typed)
    except UnstorableTextError as error:
        raise RowRefused("unreadable", field) from error
    if not text and needed:
        raise RowRefused("missing", field)
    if len(text) > LONGEST[field]:
        raise RowRefused("long", field)
    return text


def _what(said: Mapping[str, str]) -> str:
    """For what, in the list's words: a row that announces the name of a person is not taken."""
    text = _text(said, "what")
    plain = unicodedata.normalize("NFKC", text)
    if any(f"{name}:" in plain for name in meanings()["persons"]["names"]):
        raise RowRefused("person")
    return mask(text).text


def _source(said: Mapping[str, str]) -> str:
    text = _text(said, "source", needed=False)
    if text and not text.startswith(("https://", "http://")):
        raise RowRefused("source")
    return text


def _gravity(typed: str) -> str:
    for gravity in ("minor", "serious"):
        if _is_one_of(typed, gravity):
            return gravity
    raise RowRefused("gravity" if typed else "missing", "" if typed else "gravity")


def _change(typed: str) -> str:
    if _is_one_of(typed, "taken_back"):
        return TAKEN_BACK
    return FIXED if _is_one_of(typed, "corrected") else ""


def _end(typed: str) -> date | None:
    if _is_one_of(typed, "endless"):
        return None
    return _day(typed, EARLIEST, FARTHEST)


def _day(typed: str, first: date, last: date) -> date:
    if not typed:
        raise RowRefused("missing", "day")
    plain = unicodedata.normalize("NFKC", typed).strip()
    found = _DAY.fullmatch(plain.split()[0].split("T")[0]) or _COMPACT.fullmatch(plain)
    try:
        day = date(*(int(part) for part in found.groups())) if found else None
    except ValueError:
        day = None
    if day is None:
        raise RowRefused("day")
    if not first <= day <= last:
        raise RowRefused("day-far")
    return day


def _is_one_of(typed: str, words: str) -> bool:
    return fold(typed) in {fold(one) for one in meanings()["words"][words]}


def _require_no_formula(typed: str) -> None:
    if typed and unicodedata.normalize("NFKC", typed[:1]) in STARTS_A_FORMULA:
        raise RowRefused("formula")
