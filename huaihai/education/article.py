"""Recognising the head of an article: its title, its date, its source. The rest is the body."""

import re
from dataclasses import dataclass
from datetime import date

_DATE = re.compile(r"(\d{4})\s*[年./-]\s*(\d{1,2})\s*[月./-]\s*(\d{1,2})\s*日?")
_SOURCE = re.compile(r"(?:来源|稿源|转自)\s*[:：]\s*([^\s|｜()（）]+)")
_LONGEST_TITLE = 80  # characters; a longer first line is a paragraph
_LONGEST_HEAD = 60


@dataclass(frozen=True)
class Article:
    """`dated_on` is None and `source` empty where the head does not tell."""

    title: str
    body: str
    dated_on: date | None
    source: str


def read(text: str) -> Article:
    """The parts of a (repaired) article. Without a title line the title is empty."""
    lines = [line.strip() for line in text.strip().splitlines()]
    title = lines[0] if lines and len(lines[0]) <= _LONGEST_TITLE else ""
    rest = lines[1:] if title else lines
    rest = rest[next((at for at, line in enumerate(rest) if line), len(rest)) :]
    head = rest[0] if rest and _is_head(rest[0]) else ""
    body = "\n".join(rest[1:] if head else rest).strip()
    return Article(title, body, date_in(head), source_in(head))


def date_in(head: str) -> date | None:
    """The first day that a line names, if there is such a day."""
    found = _DATE.search(head)
    try:
        return date(*(int(part) for part in found.groups())) if found else None
    except ValueError:
        return None


def source_in(head: str) -> str:
    """Who published it, as a line says it (来源：…)."""
    found = _SOURCE.search(head)
    return found.group(1) if found else ""


def _is_head(line: str) -> bool:
    return len(line) <= _LONGEST_HEAD and bool(_SOURCE.search(line) or _DATE.match(line))
