"""The stages of life that lessons are for, in the order of the library."""

import hashlib
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from huaihai import alliance
from huaihai.education.calendar import facts as calendar_facts
from huaihai.education.heads import FENCE
from huaihai.law import kinds
from huaihai.law.sureness import Sureness
from huaihai.packs import country_folder

LABELS: dict[str, Promise | str] = {
    "everyone": pgettext_lazy("stage of life", "Everyone"),
    "elder": pgettext_lazy("stage of life", "Elders"),
    "parent": pgettext_lazy("stage of life", "Parents"),
    "child": pgettext_lazy("stage of life", "Children"),
    "student": pgettext_lazy("stage of life", "Students"),
    "worker": pgettext_lazy("stage of life", "At work"),
    "tenant": pgettext_lazy("stage of life", "Renting"),
    "couple": pgettext_lazy("stage of life", "Getting married"),
    "farmer": pgettext_lazy("stage of life", "Farming"),
    "driver": pgettext_lazy("stage of life", "Driving"),
    "traveller": pgettext_lazy("stage of life", "Travelling"),
}


STAGES: Final = tuple(LABELS)
LONGEST_TITLE: Final = 40
LONGEST_SUMMARY: Final = 60
LONGEST_ASK: Final = 200
MOST_CHOICES: Final = 4

_SLUG: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_OF_ANY_TEXT: Final = frozenset({"title", "date", "summary", "source", "mark", "basis"})
_HEAD: Final = _OF_ANY_TEXT | {"stages", "months", "season", "topics", "question"}
_QUESTION: Final = frozenset({"ask", "choices", "answer", "why"})
_TOPICS: Final = frozenset(category.code for category in kinds.CATEGORIES)


@dataclass(frozen=True)
class Question:
    """What is asked before reading and again after; `answer` is the place of the right choice, from 0."""

    ask: str
    choices: tuple[str, ...]
    answer: int
    why: str


@dataclass(frozen=True)
class LessonText:
    """One lesson as its file has it. No months: it is needed all year. No season: it belongs to none."""

    slug: str
    title: str
    dated_on: date
    summary: str
    source: str
    mark: Sureness
    basis: tuple[str, ...]
    stages: tuple[str, ...]
    months: tuple[int, ...]
    season: str
    topics: tuple[str, ...]
    question: Question
    body: str
    content_hash: str


def read_all(*folders: Path) -> Iterator[LessonText]:
    """The lessons of these folders (the country's, and the alliance's own) in the order of their names.

    Raises ValueError with the file and its fault.
    """
    paths = (
        path
        for folder in folders or (country_folder() / "lessons", alliance.folder() / "lessons")
        for path in folder.glob("*.md")
    )
    for path in sorted(paths, key=lambda path: path.name):
        yield read(path)


def read(path: Path) -> LessonText:
    """One lesson. Raises ValueError with the file and what is wrong in it."""
    raw = path.read_text(encoding="utf-8")
    try:
        return parse(raw, slug=path.stem)
    except ValueError as error:
        raise ValueError(f"{path.name}: {error}") from error


def parse(raw: str, *, slug: str) -> LessonText:
    """A lesson from what its file holds. Raises ValueError with what is wrong."""
    parts = raw.split(FENCE, 2)
    _demand(len(parts) == 3 and not parts[0], "the head between two lines of +++ is missing")
    _demand(
        _SLUG.fullmatch(slug) is not None, f"the name {slug!r} is not of small letters, figures and dashes"
    )
    head: dict[str, Any] = tomllib.loads(parts[1])
    _demand_keys(head, _HEAD, "the head")
    body = parts[2].strip()
    _demand(bool(body), "there is no text below the head")
    months = _months(head["months"])
    return LessonText(
        slug=slug,
        title=_words(head, "title", longest=LONGEST_TITLE),
        dated_on=_day(head["date"]),
        summary=_words(head, "summary", longest=LONGEST_SUMMARY),
        source=_words(head, "source"),
        mark=Sureness(head["mark"]),
        basis=_list_of_words(head, "basis"),
        stages=_known(head, "stages", frozenset(STAGES)),
        months=months,
        season=_season(head["season"], months),
        topics=_known(head, "topics", _TOPICS),
        question=_question(head["question"]),
        body=body,
        content_hash=hashlib.sha256(raw.encode()).hexdigest(),
    )


def _question(table: Any) -> Question:
    _demand(isinstance(table, dict), "question is not a table")
    _demand_keys(table, _QUESTION, "the question")
    choices = _list_of_words(table, "choices")
    _demand(2 <= len(choices) <= MOST_CHOICES, f"a question has 2 to {MOST_CHOICES} choices")
    answer = table["answer"]
    _demand(type(answer) is int and 0 <= answer < len(choices), f"no choice has the place {answer!r}")
    return Question(_words(table, "ask", longest=LONGEST_ASK), choices, answer, _words(table, "why"))


def _months(given: Any) -> tuple[int, ...]:
    _demand(isinstance(given, list), "months is not a list")
    _demand(all(type(month) is int and 1 <= month <= 12 for month in given), f"months are 1 to 12: {given}")
    _demand(len(set(given)) == len(given), f"a month stands twice: {given}")
    return tuple(sorted(given))


def _season(given: Any, months: tuple[int, ...]) -> str:
    if given == "":
        return ""
    season = calendar_facts.of_slug(given) if isinstance(given, str) else None
    if season is None:
        raise ValueError(f"there is no season {given!r}")
    _demand(bool(set(season.months) & set(months)), f"no month of the season {given!r} is among the months")
    return season.slug


def _known(head: dict[str, Any], key: str, allowed: frozenset[str]) -> tuple[str, ...]:
    given = _list_of_words(head, key)
    strange = [one for one in given if one not in allowed]
    _demand(not strange, f"{key}: not known: {', '.join(strange)}")
    return given


def _list_of_words(table: dict[str, Any], key: str) -> tuple[str, ...]:
    given = table[key]
    is_list = isinstance(given, list) and all(isinstance(one, str) and one.strip() for one in given)
    _demand(is_list and bool(given), f"{key} is not a list of words")
    _demand(len(set(given)) == len(given), f"{key} says something twice")
    return tuple(given)


def _words(table: dict[str, Any], key: str, *, longest: int | None = None) -> str:
    given = table[key]
    _demand(isinstance(given, str) and bool(given.strip()), f"{key} says nothing")
    _demand(longest is None or len(given) <= longest, f"{key} is longer than {longest} characters")
    return str(given)


def _day(given: Any) -> date:
    _demand(isinstance(given, date) and not isinstance(given, datetime), f"date is not a day: {given!r}")
    return date(given.year, given.month, given.day)


def _demand_keys(table: dict[str, Any], keys: frozenset[str], what: str) -> None:
    missing, strange = sorted(keys - table.keys()), sorted(table.keys() - keys)
    _demand(not missing, f"{what} has no {', '.join(missing)}")
    _demand(not strange, f"{what} has something unknown: {', '.join(strange)}")


def _demand(holds: bool, fault: str) -> None:
    if not holds:
        raise ValueError(fault)
