"""Finding citations in Chinese text: 《消费者权益保护法》第二十五条, 民法典第201至203条, 消法25.

A source is found by its name, its full name or an alias, the longest first; what follows it is read as its articles as
far as it goes. Numbers are Chinese or figures; runs and lists are taken apart.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from huaihai.law.library.entries import Article, Statute
from huaihai.law.library.numerals import CHARACTERS, to_int
from huaihai.law.library.reading import held

LONGEST_RUN: Final = 60  # articles; a longer run is a misprint
_NUMBER: Final = rf"[0-9０-９]{{1,4}}|[{CHARACTERS}]{{1,9}}"
_REMARK: Final = re.compile(r"(?:\s{0,9}[（(][^（）()]{0,40}[）)])*")
_SEPARATOR: Final = re.compile(r"\s*(?P<run>至|到|[-–—~～])\s*|\s*(?:[、，,]|和|及|以及|与|或者)\s*")
_ITEM: Final = re.compile(
    rf"(?P<ordinal>第)?\s*(?P<number>{_NUMBER})\s*(?:(?P<article>[条條])(?:\s*之\s*(?P<branch>[{CHARACTERS}]{{1,3}}|[0-9]{{1,2}}))?"
    rf"(?:\s*第\s*(?:{_NUMBER})\s*款)?(?:\s*第\s*[（(]?\s*(?:{_NUMBER})\s*[)）]?\s*[项項])?)?"
)
_BARE: Final = re.compile(r"\s*(?P<number>[0-9]{1,4})(?:\.[0-9]+)?(?![0-9年月日号天元个小%/.])")
_ELSEWHERE: Final = (
    r"(?!\s*+(?:》\s*+)?(?:实施条例|实施细则|实施办法|司法解释))"  # another text with the same name in front
)


@dataclass(frozen=True)
class Place:
    """Where a source is named: which articles (`numbers` with their branch; empty: the source as a whole)."""

    start: int
    end: int
    statute: str
    numbers: tuple[tuple[int, int], ...] = ()

    @property
    def is_whole(self) -> bool:
        return not self.numbers


def find(text: str, *, among: Mapping[str, Statute] | None = None) -> list[Place]:
    """Every place in the text, in order; a list of articles gives a place for each item.

    >>> [(place.statute, place.numbers) for place in find("民法典第188条")]
    [('civil-code', ((188, 0),))]
    """
    sources = among or held()
    names, pattern = _names_held() if among is None else _names(tuple(among.values()))
    found: list[Place] = []
    at = 0
    while match := pattern.search(text, at):
        statute = sources[names[_plain(match.group("name"))]]
        places = list(_articles(text, match, statute)) if statute.has_numbers else []
        found += places or [Place(match.start(), match.end(), statute.key)]
        at = max(found[-1].end, match.end())
    return found


def articles_of(place: Place, *, among: Mapping[str, Statute] | None = None) -> tuple[Article, ...]:
    """The library's articles at a place, each once; those it does not hold are left out.

    A source without numbers that is cited as a whole gives its part, if one stands in the foreground.
    """
    statute = (among or held())[place.statute]
    if place.is_whole:
        parts = tuple(article for article in statute.articles if not article.background)
        return parts if not statute.has_numbers and len(parts) == 1 else ()
    held_ones = [statute.numbered(*number) for number in place.numbers]
    return tuple(dict.fromkeys(article for article in held_ones if article is not None))


def missing(place: Place, *, among: Mapping[str, Statute] | None = None) -> tuple[int, ...]:
    """The numbers at a place that the library does not hold."""
    statute = (among or held())[place.statute]
    return tuple(number for number, branch in place.numbers if statute.numbered(number, branch) is None)


def _articles(text: str, match: re.Match[str], source: Statute) -> Iterator[Place]:
    statute = source.key
    after = _end(_REMARK, text, match.end())
    items = list(_items(text, after))
    if not items or not any(item.group("article") for item, _is_run in items):
        if bare := _bare(text, match):
            yield Place(match.start(), bare.end(), statute, ((int(bare["number"]), 0),))
        return
    places: list[Place] = []
    for item, is_run in items:
        number = (to_int(item["number"]), to_int(item["branch"]) if item["branch"] else 0)
        if is_run and places and 0 < number[0] - places[-1].numbers[-1][0] <= LONGEST_RUN:
            first = places.pop()
            rest = tuple((n, 0) for n in range(first.numbers[-1][0] + 1, number[0] + 1))
            places.append(Place(first.start, item.end(), statute, first.numbers + rest))
        else:
            start = item.start() if places else match.start()
            places.append(Place(start, item.end(), statute, (number,)))
    yield from places


def _items(text: str, at: int) -> Iterator[tuple[re.Match[str], bool]]:
    """Items of a list of articles: every one begins with 第, or goes on before the 条 (第8、9条)."""
    is_open, is_run = False, False
    while item := _ITEM.match(text, at):
        if not (
            item["ordinal"] or is_open or ((is_run or _is_said_short(item, text, at)) and item["article"])
        ):
            return
        if not item["article"] and re.match(r"\s*[款项項章节號号]", text[item.end() :]):
            return
        yield item, is_run
        is_open = not item["article"]
        separator = _SEPARATOR.match(text, item.end())
        if not separator:
            return
        is_run = separator["run"] is not None
        at = separator.end()


def _is_said_short(item: re.Match[str], text: str, at: int) -> bool:
    """消法六十四条, without 第, right behind the name; one numeral alone (消法三条) counts articles, it names none."""
    is_first = text[at - 1] not in "、，,和及与者"
    return is_first and item.start("number") == at and len(item["number"]) > 1 and "两" not in item["number"]


def _bare(text: str, match: re.Match[str]) -> re.Match[str] | None:
    return (
        None
        if match.group().endswith("》") or match.group()[-1] in "号令"
        else _BARE.match(text, match.end())
    )


def _end(pattern: re.Pattern[str], text: str, at: int) -> int:
    found = pattern.match(text, at)
    return found.end() if found else at


@cache
def _names_held() -> tuple[Mapping[str, str], re.Pattern[str]]:
    """Those of our own library, without looking through it again to know it."""
    return _names(tuple(held().values()))


@cache
def _names(statutes: tuple[Statute, ...]) -> tuple[dict[str, str], re.Pattern[str]]:
    names = {
        _plain(name): statute.key
        for statute in statutes
        for name in (statute.name, statute.full_name, *statute.aliases)
    }
    written = sorted(names, key=len, reverse=True)
    pattern = "|".join(_written(name) for name in written)
    return names, re.compile(rf"《?(?P<name>{pattern}){_ELSEWHERE}》?")


def _written(name: str) -> str:
    """A name as people write it: spaces between figures and characters, brackets of either kind."""
    allowed = {"〔": "[〔﹝［\\[【（(]", "〕": "[〕﹞］\\]】）)]", "（": "[（(]", "）": "[）)]"}
    said = "".join(
        allowed.get(char, re.escape(char)) + (r"\s*" if char.isascii() and char.isalnum() else "")
        for char in name
    )
    before = r"(?<![0-9])" if name[0].isdigit() else r"(?<![法》])" if name.startswith("实施") else ""
    return before + re.sub(r"(?<=\d)\\s\*(?=\d)", "", said)


def _plain(name: str) -> str:
    folded = re.sub(r"\s+", "", name)
    return folded.translate(_BRACKETS)


_BRACKETS: Final = str.maketrans("﹝［[【﹞］]】()", "〔〔〔〔〕〕〕〕（）")
