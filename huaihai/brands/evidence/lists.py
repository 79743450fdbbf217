"""Lists of penalties and licences as authorities publish them (Excel or CSV): read row by row, nothing stored.

What the heads mean stands in the country's `lists.toml`; the format for people, in `docs/guides/penalties-file.md`.
"""

import hashlib
import re
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from itertools import islice
from typing import Any, Final

from django.utils.functional import Promise

from huaihai.desk.spreadsheets import MOST_ROWS, CannotRead, cells_of
from huaihai.kit.cells import STARTS_A_FORMULA
from huaihai.kit.country import gettext as _
from huaihai.kit.country import gettext_lazy
from huaihai.kit.text.masking import mask
from huaihai.kit.text.normalise import UnstorableTextError, fold, storable_name
from huaihai.law import credit_code
from huaihai.law.errors import BadCreditCode
from huaihai.packs import country_folder

DATA: Final = country_folder() / "lists.toml"
EARLIEST: Final = date(2000, 1, 1)
FARTHEST: Final = date(2099, 12, 31)
LONGEST: Final = {"authority": 120, "number": 80, "kind": 80, "what": 300, "source": 300}
FIXED, TAKEN_BACK = "corrected", "taken-back"
_DAY: Final = re.compile(r"((?:19|20)[0-9]{2})[^0-9]([0-9]{1,2})[^0-9]([0-9]{1,2})[^0-9]?", re.ASCII)
_COMPACT: Final = re.compile(r"(20[0-9]{2})([0-9]{2})([0-9]{2})", re.ASCII)
SEARCHED = 10  # so many rows from the top the heads may stand: titles of the list come before
MOST_COLUMNS: Final = 300


@cache
def meanings() -> Mapping[str, Any]:
    """Its parts: aliases of heads by list, `needed`, `words`, `persons`."""
    return tomllib.loads(DATA.read_text(encoding="utf-8"))


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


class NotTheList(ValueError):
    """The heads of this list are missing; `missing` names them as they stand first in the country's `lists.toml`."""

    def __init__(self, missing: Sequence[str]) -> None:
        super().__init__(", ".join(missing))
        self.missing = tuple(missing)


@dataclass(frozen=True)
class ReadList:
    """What a file says: good rows, refused ones with line and reason, heads that were not read, and its SHA-256."""

    about: str
    rows: tuple[FactRow, ...]
    refused: tuple[Refusal, ...]
    left_out: tuple[str, ...]
    sha256: str

    @property
    def rows_read(self) -> int:
        return len(self.rows) + len(self.refused)


def read(raw: bytes, about: str, *, today: date) -> ReadList:
    """The rows of a list about "penalties" or "licences". Raises CannotRead (no table), NotTheList (other heads)."""
    cells = [[_plain(cell) for cell in row] for row in cells_of(raw)]
    if max((len(row) for row in cells), default=0) > MOST_COLUMNS:
        raise CannotRead("columns")
    top, columns = _heads(cells, about)
    if sum(any(row) for row in cells[top + 1 :]) > MOST_ROWS:
        raise CannotRead("rows")
    rows: list[FactRow] = []
    refused: list[Refusal] = []
    seen: dict[tuple[str, str], int] = {}
    for line, row in _told(cells, top):
        try:
            made = row_of(about, line, _said(row, columns), today=today)
            if (before := seen.get(made.key)) is not None:
                raise RowRefused("twice", str(before))
        except RowRefused as error:
            refused.append(Refusal(line, error.reason, error.detail))
        else:
            seen[made.key] = line
            rows.append(made)
    known = set(columns.values())
    left_out = tuple(head for place, head in enumerate(cells[top]) if head and place not in known)
    return ReadList(about, tuple(rows), tuple(refused), left_out, hashlib.sha256(raw).hexdigest())


def _heads(cells: Sequence[Sequence[str]], about: str) -> tuple[int, dict[str, int]]:
    """The row of the heads, and where each field stands. Raises NotTheList."""
    names: Mapping[str, list[str]] = meanings()[about]
    needed: list[str] = meanings()["needed"][about]
    found = [(top, _columns(row, names)) for top, row in enumerate(islice(cells, SEARCHED))]
    top, best = max(found, key=lambda one: len(one[1]), default=(0, {}))
    if missing := [names[field][0] for field in needed if field not in best]:
        raise NotTheList(missing)
    return top, best


def _columns(row: Sequence[str], names: Mapping[str, list[str]]) -> dict[str, int]:
    heads = [_folded(head) for head in row]
    found = {}
    for field, aliases in names.items():
        place = next((heads.index(_folded(one)) for one in aliases if _folded(one) in heads), None)
        if place is not None:
            found[field] = place
    return found


def _folded(head: str) -> str:
    return re.sub(r"[\s*]+", "", fold(head))


def _told(cells: Sequence[Sequence[str]], top: int) -> Iterator[tuple[int, Sequence[str]]]:
    """The rows below the heads that say anything, with their lines in the file (the first is 1)."""
    for line, row in enumerate(cells[top + 1 :], start=top + 2):
        if any(row):
            yield line, row


def _said(row: Sequence[str], columns: Mapping[str, int]) -> dict[str, str]:
    return {field: row[place] if place < len(row) else "" for field, place in columns.items()}


def _plain(cell: Any) -> str:
    """A cell as somebody reads it: 3.0 is 3, a moment is its day."""
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:  # exact whole numbers
        return str(int(cell))
    return str("" if cell is None else cell).strip()


FIELDS: Final[Mapping[str, Promise | str]] = {
    "authority": gettext_lazy("authority"),
    "number": gettext_lazy("number"),
    "kind": gettext_lazy("kind of decision or licence"),
    "gravity": gettext_lazy("minor or serious"),
    "what": gettext_lazy("for what"),
    "source": gettext_lazy("address of the source"),
    "day": gettext_lazy("day"),
}
REASONS: Final[Mapping[str, Promise | str]] = {
    "code": gettext_lazy("The {business_code} is not right."),
    "missing": gettext_lazy("Something is missing: %(detail)s."),
    "long": gettext_lazy("This is too long: %(detail)s."),
    "unreadable": gettext_lazy("This holds signs that cannot be stored: %(detail)s."),
    "formula": gettext_lazy("A cell begins like a formula."),
    "person": gettext_lazy("It names a person. Please take the name out."),
    "source": gettext_lazy("The address of the source does not begin with https://."),
    "gravity": gettext_lazy("It says neither minor nor serious."),
    "day": gettext_lazy("The day cannot be read. Please write it like 2026-12-09."),
    "day-far": gettext_lazy("This day cannot be right here."),
    "twice": gettext_lazy("The same authority and number stand in line %(detail)s already."),
    "differs": gettext_lazy("It is stored already and says something else. If it was corrected, mark it so."),
    "nothing-to-correct": gettext_lazy(
        "It is marked as a correction, but nothing is stored under this number."
    ),
}
FILES: Final[Mapping[str, Promise | str]] = {
    "empty": gettext_lazy("The file is empty, or has heads only."),
    "big": gettext_lazy("The file is too big. At most 10 MB, without pictures."),
    "kind": gettext_lazy("This is neither Excel nor CSV."),
    "broken": gettext_lazy("The file is damaged. Please open it, save it as .xlsx, and hand in that."),
    "rows": gettext_lazy("There are more than 5,000 rows. Please hand it in in parts."),
    "columns": gettext_lazy("There are more than 300 columns. Is this the right sheet?"),
}


def refusal(one: Refusal) -> str:
    """Why this row was not taken."""
    words = str(REASONS[one.reason])
    detail = str(FIELDS.get(one.detail, one.detail))
    return words % {"detail": detail} if "%(detail)s" in words else words


def not_the_list(missing: tuple[str, ...]) -> str:
    """That heads are missing, and which."""
    return _("These heads are missing: %(heads)s. The guide shows the whole table.") % {
        "heads": ", ".join(missing)
    }
