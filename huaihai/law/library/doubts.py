"""What is doubtful about the law that a text cites: sources over or yet to come, numbers that do not exist, words that
the law does not say. What the library cannot know it does not doubt.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from huaihai.law.library.citations import Place, find
from huaihai.law.library.entries import Article, Standing, Statute
from huaihai.law.library.numerals import LARGEST, to_chinese
from huaihai.law.library.reading import held
from huaihai.law.library.repealed import Named, named

SHORTEST_QUOTE: Final = 6  # characters: fewer are a term, no quotation
NEAR: Final = 12  # characters between a citation and what is quoted from it
_QUOTE: Final = re.compile(
    rf"[^“”「」\"。；;\n]{{0,{NEAR}}}?[“「\"](?P<words>[^“”「」\"\n]{{{SHORTEST_QUOTE},400}})[”」\"]"
)

# The loaded official text of a source: its articles by their keys; None where none was loaded.
type Official = Callable[[str], Mapping[str, str] | None]


@dataclass(frozen=True)
class Doubt:
    """One citation as it is written, and what is doubtful about it."""

    cited: str
    zh: str
    en: str


def doubts(text: str, *, on: date, official: Official = lambda _statute: None) -> tuple[Doubt, ...]:
    """In the order of the text, each once. `text` is in simplified characters."""
    found = [(place.start, one) for place in find(text) for one in _of(text, place, on, official)]
    found += [(one.start, _of_repealed(text, one)) for one in named(text) if on > one.of.until]
    return tuple(dict.fromkeys(one for _start, one in sorted(found, key=lambda row: row[0])))


def _of_repealed(text: str, place: Named) -> Doubt:
    now, until = held()[place.of.by], place.of.until
    return Doubt(
        text[place.start : place.end],
        f"已废止，看《{now.name}》。讲{until}以前的事，可以照旧",
        f"repealed, see: {now.name_en}. About what was up to {until}, it may stand",
    )


def _of(text: str, place: Place, on: date, official: Official) -> Iterator[Doubt]:
    source, cited = held()[place.statute], text[place.start : place.end]
    yield from _of_source(source, cited, on)
    words = official(source.key) if place.numbers else None
    for number, branch in place.numbers:
        article = source.numbered(number, branch)
        yield from _of_number(source, (number, branch), article, words, cited)
        if article is not None and article.in_force_from and article.in_force_from > on:
            yield Doubt(
                cited, f"{article.in_force_from}才施行", f"in force from {article.in_force_from} only"
            )
    if words and len(place.numbers) == 1:
        yield from _of_quote(text, place, words, cited)


def _of_source(source: Statute, cited: str, on: date) -> Iterator[Doubt]:
    standing = source.standing(on)
    if standing is Standing.OVER:
        next_one = held().get(source.replaced_by)
        zh, en = f"只到{source.in_force_until}有效", f"in force until {source.in_force_until} only"
        if next_one:
            zh, en = f"{zh}，现在是《{next_one.full_name}》", f"{en}; now: {next_one.name_en}"
        yield Doubt(cited, f"{zh}。讲当时的事，可以照旧", f"{en}. About what was before, it may stand")
    elif standing is Standing.TO_COME:
        yield Doubt(cited, f"{source.in_force_from}才施行", f"in force from {source.in_force_from} only")


def _of_number(
    source: Statute,
    number: tuple[int, int],
    article: Article | None,
    words: Mapping[str, str] | None,
    cited: str,
) -> Iterator[Doubt]:
    """Only a loaded text, or the number of the last article, can say that there is none."""
    key = f"{number[0]}-{number[1]}" if number[1] else str(number[0])
    is_beyond = number[0] < 1 or (source.last_article is not None and number[0] > source.last_article)
    is_absent = words is not None and article is None and key not in words
    if is_beyond or is_absent:
        branch = f"之{_written(number[1])}" if number[1] else ""
        zh = f"没有第{_written(number[0])}条{branch}"
        if source.last_article is not None and is_beyond:
            zh = f"{zh}，最后一条是第{to_chinese(source.last_article)}条"
        yield Doubt(cited, zh, f"there is no article {key}")


def _written(number: int) -> str:
    """Somebody may write any number."""
    return to_chinese(number) if 1 <= number <= LARGEST else str(number)


def _of_quote(text: str, place: Place, words: Mapping[str, str], cited: str) -> Iterator[Doubt]:
    """What stands in quotation marks right after the citation is the law's own, or it is none."""
    quote = _QUOTE.match(text, place.end)
    number, branch = place.numbers[0]
    own = words.get(f"{number}-{branch}" if branch else str(number))
    if quote is None or own is None or _plain(quote["words"]) in _plain(own):
        return
    zh, en = "引号里的话和条文不一样", "the words in quotation marks are not those of the article"
    yield Doubt(cited, zh, en)


def _plain(words: str) -> str:
    """Without what copying changes: spaces, punctuation, the width of signs."""
    return "".join(char for char in unicodedata.normalize("NFKC", words) if char.isalnum())
