"""Taking an official text apart: which source it is, the day of its wording, its articles and chapters.

Only what stands at the beginning of a line counts as a heading, and only in order: a line that happens to begin with
a reference to another article stays part of the article before it.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from huaihai.law.library.entries import Statute
from huaihai.law.library.numerals import CHARACTERS, LARGEST, to_int
from huaihai.law.library.reading import held, key_of

HEAD_LINES: Final = 12  # where a title and the days of a wording stand
_NUMBER: Final = rf"[0-9]{{1,4}}|[{CHARACTERS}]{{1,9}}"
# A line that goes on like this right behind 条 refers to another article; behind a space it begins one (第三人…).
_REFERS: Final = rf"(?![、，至到和及的]|规定|第(?:{_NUMBER})[款项条])"
_ARTICLE: Final = re.compile(rf"第\s*({_NUMBER})\s*条(?:之\s*([{CHARACTERS}]{{1,3}}|[0-9]{{1,2}}))?{_REFERS}")
_CHAPTER: Final = re.compile(rf"第\s*(?:{_NUMBER})\s*(分编|编|章|节)(?:\s+|$)(.{{0,40}})$")
_LEVELS: Final = ("编", "分编", "章", "节")
_DAY: Final = re.compile(r"(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日(?!\s*+(?:起\s*+)?施行)")
_DAY_OF_NAME: Final = re.compile(r"(?<![0-9])((?:19|20)[0-9]{2})-?([01][0-9])-?([0-3][0-9])(?![0-9])")
_ENDS: Final = re.compile(r"(附件|附录|附表)\s*+(?:[0-9一二三四五六七八九十]++\s*+)?(?:[：:]\s*+)?$")


@dataclass(frozen=True)
class SplitArticle:
    """One article as it stands in the file, without its number; lines kept."""

    key: str
    chapter: str
    words: str


@dataclass(frozen=True)
class SplitText:
    """What was recognised. `statute` and `dated_on` are None where the text is silent; `gaps` are missing numbers."""

    statute: str | None
    title: str
    dated_on: date | None
    articles: tuple[SplitArticle, ...]
    gaps: tuple[str, ...] = ()
    left_over: int = 0  # lines behind the last article, such as an annex


@dataclass
class _Open:
    key: str
    chapter: str
    lines: list[str] = field(default_factory=list)


def split(text: str, *, name: str = "", among: Mapping[str, Statute] | None = None) -> SplitText:
    """Take a text apart; `name` is its file's name, which may tell the source where the first lines do not."""
    lines = [_tidy(line) for line in text.splitlines()]
    numbers = [_number(line) for line in lines]
    starts = list(_starts(numbers))
    first = starts[0] if starts else len(lines)
    head = [line for line in lines[:first] if line][:HEAD_LINES]
    title, statute = _recognise([*head, name], among or held())
    end = _end_of(lines, starts)
    return SplitText(
        statute=statute,
        title=title or (head[0] if head else name),
        dated_on=_dated(_DAY.findall("".join(head)) or _DAY_OF_NAME.findall(name)),
        articles=tuple(_articles(lines[:end], set(starts))),
        gaps=tuple(_gaps([number for at in starts if (number := numbers[at])])),
        left_over=sum(bool(line) for line in lines[end:]),
    )


def _tidy(line: str) -> str:
    return line.replace("\u3000", " ").replace("\xa0", " ").replace("\ufeff", "").strip()


def _number(line: str) -> tuple[int, int] | None:
    found = _ARTICLE.match(line)
    if not found or to_int(found[1]) > LARGEST:
        return None
    return to_int(found[1]), to_int(found[2]) if found[2] else 0


def _starts(numbers: list[tuple[int, int] | None]) -> Iterator[int]:
    """The lines that begin an article: each one the next, or, over a gap, the next that is written anywhere below."""
    last = (0, 0)
    for at, number in enumerate(numbers):
        if number is None or number <= last:
            continue
        nexts = {(last[0] + 1, 0), (last[0], last[1] + 1)}
        if number not in nexts and any(other in nexts for other in numbers[at + 1 :]):
            continue  # a line that begins with a reference: the next article is still to come
        yield at
        last = number


def _articles(lines: list[str], starts: set[int]) -> Iterator[SplitArticle]:
    headings: dict[str, str] = {}
    now: _Open | None = None
    for at, line in enumerate(lines):
        if at in starts:
            if now:
                yield _closed(now)
            now = _Open(_key(line), " ".join(headings[level] for level in _LEVELS if level in headings))
            now.lines.append(_ARTICLE.sub("", line, count=1).lstrip(" ：:"))
        elif chapter := _CHAPTER.match(line):
            level = _LEVELS.index(chapter[1])
            headings = {key: words for key, words in headings.items() if _LEVELS.index(key) < level}
            headings[chapter[1]] = re.sub(r"\s+", " ", line)
        elif now and line:
            now.lines.append(line)
    if now:
        yield _closed(now)


def _key(line: str) -> str:
    number = _number(line)
    return key_of(*number) if number else ""


def _closed(one: _Open) -> SplitArticle:
    return SplitArticle(one.key, one.chapter, "\n".join(line for line in one.lines if line))


def _end_of(lines: list[str], starts: list[int]) -> int:
    """The first line of an annex behind the last article; else the end."""
    after = starts[-1] if starts else len(lines)
    return next((at for at in range(after, len(lines)) if _ENDS.match(lines[at])), len(lines))


def _recognise(places: Iterable[str], statutes: Mapping[str, Statute]) -> tuple[str, str | None]:
    """The longest name that stands in one of the places, the first place first; a title is the whole line."""
    for place in places:
        said = re.sub(r"\s+", "", place)
        names = [
            (len(name), statute)
            for statute in statutes.values()
            for name in (statute.name, statute.full_name, *statute.aliases)
            if name.replace(" ", "") in said
        ]
        if names:
            found = max(names, key=lambda one: one[0])[1]
            return found.full_name, found.key
    return "", None


def _dated(written: Iterable[tuple[str, str, str]]) -> date | None:
    """The last of the days that exist: a text names the day it was passed and those of its amendments."""
    days = []
    for year, month, day in written:
        try:
            days.append(date(int(year), int(month), int(day)))
        except ValueError:
            continue
    return max(days, default=None)


def _gaps(numbers: list[tuple[int, int]]) -> Iterator[str]:
    last = 0
    for number, _branch in numbers:
        if number > last + 1:
            yield str(last + 1) if number == last + 2 else f"{last + 1}–{number - 1}"
        last = number
