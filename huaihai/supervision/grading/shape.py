"""Reading JSON of unknown shape: parts are asked for by name, what is wrong is noted, with a code and a place."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any, Final

from huaihai.supervision.grading.numbers import ZERO, decimal, exact

LONGEST_FACT = 60


@dataclass(frozen=True)
class Problem:
    """One thing wrong. `code` names its sentence in testing/wording.py; `place` is like "items.boil-time.weight"."""

    code: str
    place: str
    facts: Mapping[str, str] = field(default_factory=dict)


class GradingError(ValueError):
    """Nothing can be graded; `problems` says why."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("; ".join(f"{problem.code} at {problem.place}" for problem in problems))
        self.problems = tuple(problems)


class PlanError(GradingError):
    """A plan that cannot be graded by."""


class ReadingError(GradingError):
    """Readings that cannot be graded."""


def problem(code: str, place: str, /, **facts: object) -> Problem:
    """A problem whose facts are short texts."""
    return Problem(code, place, {name: short(value) for name, value in facts.items()})


def short(value: object) -> str:
    """What was found, as a text short enough for a sentence, without half characters."""
    text = str(value).encode(errors="replace").decode()
    return text if len(text) <= LONGEST_FACT else text[: LONGEST_FACT - 1] + "…"


KEY: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
GRADE_KEY: Final = re.compile(r"[A-Za-z0-9+-]{1,8}")
LONGEST_TEXT: Final = 500


@dataclass
class Notes:
    """What was found wrong so far."""

    problems: list[Problem] = field(default_factory=list)

    def add(self, code: str, place: str, /, **facts: object) -> None:
        """Note a problem."""
        self.problems.append(problem(code, place, **facts))


@dataclass(frozen=True, slots=True)
class Entry:
    """One JSON object, where it stands, what it is called, and where to note what is wrong with it."""

    held: Mapping[str, Any]
    place: str
    notes: Notes
    called: str = ""

    def at(self, name: str) -> str:
        """The place of a part."""
        return f"{self.place}.{name}" if self.place else name

    def wrong(self, code: str, part: str, /, **facts: object) -> None:
        """Note what is wrong with a part of it."""
        self.notes.add(code, self.at(part), **{"called": self.called or _name(self.held), **facts})

    def text(self, name: str, *, may_be_empty: bool = False) -> str:
        """A text that can be stored; empty, noted, if there is none."""
        value = self.held.get(name, "" if may_be_empty else None)
        if not isinstance(value, str) or len(value) > LONGEST_TEXT or not is_storable(value):
            self.wrong("not-text", name)
            return ""
        if not value.strip() and not may_be_empty:
            self.wrong("missing", name)
        return value

    def word(self, name: str) -> str:
        """The text that stands there, empty if it is none; nothing is noted."""
        value = self.held.get(name)
        return value if isinstance(value, str) else ""

    def key(self, name: str = "key", form: re.Pattern[str] = KEY) -> str:
        """A key of this form; empty, noted, if there is none."""
        value = self.held.get(name)
        if not isinstance(value, str) or form.fullmatch(value) is None:
            self.wrong("not-key", name, found=value)
            return ""
        return value

    def choice(self, name: str, allowed: tuple[str, ...]) -> str:
        """One of these words; the first of them, noted, if there is another."""
        value = self.held.get(name)
        if not isinstance(value, str) or value not in allowed:
            self.wrong("not-choice", name, found=value, allowed=", ".join(allowed))
            return allowed[0]
        return value

    def flag(self, name: str) -> bool:
        """True or false; false, noted, if there is neither."""
        value = self.held.get(name)
        if not isinstance(value, bool):
            self.wrong("not-flag", name)
        return value is True

    def whole(self, name: str, least: int, most: int) -> int:
        """A whole number between these; the least, noted, if there is none."""
        value = self.held.get(name)
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
            self.wrong("not-whole", name, least=least, most=most)
            return least
        return value

    def number(self, name: str, *, least: Fraction | None = None, most: Fraction | None = None) -> Fraction:
        """A decimal in a string between these; 0, noted, if there is none."""
        value = as_decimal(self.held.get(name))
        if value is None:
            self.wrong("not-number", name, found=self.held.get(name))
            return ZERO
        if (least is not None and value < least) or (most is not None and value > most):
            self.wrong("out-of-range", name, found=self.held.get(name))
        return value

    def positive(self, name: str) -> Fraction:
        """A decimal above 0, noted if it is not."""
        value = self.number(name)
        if value <= 0 and as_decimal(self.held.get(name)) is not None:
            self.wrong("not-positive", name, found=exact(value))
        return value

    def day(self, name: str) -> date | None:
        """A day such as 2026-03-02, None if there is none; nothing is noted."""
        value = self.held.get(name)
        try:
            return date.fromisoformat(value) if isinstance(value, str) and len(value) == 10 else None
        except ValueError:
            return None

    def entry(self, name: str) -> "Entry":
        """The object of this name; an empty one, noted, if there is none."""
        value = self.held.get(name)
        if not isinstance(value, dict):
            self.wrong("not-object", name)
            return Entry({}, self.at(name), Notes())
        return Entry(value, self.at(name), self.notes, self.called or _name(self.held))

    def entries(self, name: str, *, least: int = 0, most: int = 10**9, key: str = "key") -> list["Entry"]:
        """The objects of a list. Each place names the object by its key, or by its number from 1."""
        value = self.held.get(name)
        if not isinstance(value, list):
            self.wrong("not-list", name)
            return []
        if not least <= len(value) <= most:
            self.wrong("too-few" if len(value) < least else "too-many", name, least=least, most=most)
        found, start = [], self.at(name)
        for number, row in enumerate(value[:most], start=1):
            if not isinstance(row, dict):
                self.notes.add("not-object", f"{start}.{number}")
                continue
            own = row.get(key)
            place = f"{start}.{own if own and isinstance(own, str) else number}"
            found.append(Entry(row, place, self.notes))
        return found

    def keys_are_unique(self, name: str, keys: list[str]) -> None:
        """Note every key that stands in the list of this name again."""
        seen: set[str] = set()
        for key in keys:
            if key in seen:
                self.wrong("key-twice", name, found=key)
            seen.add(key)


def _name(row: Mapping[str, Any]) -> str:
    """What people call it: its name, or brand and model."""
    words = [row.get(name) for name in ("name", "brand", "model")]
    return " ".join(word for word in words if isinstance(word, str) and word)


def as_decimal(value: object) -> Fraction | None:
    """The number that a JSON value says, None if it is no decimal in a string."""
    try:
        return decimal(value) if isinstance(value, str) else None
    except ValueError:
        return None


def is_storable(text: str) -> bool:
    """Without NUL and half characters."""
    if text.isascii():
        return "\0" not in text
    try:
        return "\0" not in text and bool(text.encode() or True)
    except UnicodeEncodeError:
        return False
