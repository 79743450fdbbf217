"""What a page says of numbers: those with a mark, and those that stand beside a known word without one."""

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser

from huaihai.desk.measured import Mark

VALUE = re.compile(r"[-+]?\d[\d,]*(?:\.\d+)?")
NUMBER_OF_THINGS = re.compile(r"\d[\d,]*(?:\.\d+)?\s*(?:%|件|元)")
FIGURE = re.compile(r"[-+]?\d[\d,]*(?:\.\d+)?\s*(?:%|件|元|天)")
CELL = re.compile(r"[-+]?\d[\d,]*(?:\.\d+)?\s*%?")
BLOCKS = {
    "p",
    "li",
    "dt",
    "dd",
    "td",
    "th",
    "h1",
    "h2",
    "h3",
    "figcaption",
    "summary",
    "caption",
    "option",
    "div",
}
SILENT = {"script", "style", "svg", "head", "template", "form"}
VOID = {"br", "img", "input", "meta", "link", "hr", "line", "circle", "path", "rect", "wbr", "source", "col"}


@dataclass(frozen=True)
class Found:
    """A marked number: what it is, and its value."""

    mark: Mark
    value: str


@dataclass
class Block:
    """The words of one paragraph, cell or heading without its marked numbers; `column` counts cells of a row."""

    tag: str
    words: str = ""
    column: int = -1


@dataclass
class Page(HTMLParser):
    """One page, read."""

    found: list[Found] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._open: list[tuple[str, Mark | None]] = []
        self._marked = ""
        self._column = -1

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in VOID:
            return
        said = dict(attrs)
        mark = None
        if "data-measure" in said:
            mark = Mark(*(said[f"data-{name}"] or "" for name in ("measure", "place", "span")))
            self._marked = ""
        self._open.append((tag, mark))
        if tag == "tr":
            self._column = -1
        if tag in BLOCKS:
            self._column += tag in ("td", "th")
            self.blocks.append(Block(tag, column=self._column))

    def handle_endtag(self, tag: str) -> None:
        if not any(name == tag for name, _mark in self._open):
            return
        while self._open:
            name, mark = self._open.pop()
            if mark is not None:
                self.found.append(Found(mark, _value(self._marked)))
            if name == tag:
                break

    def handle_data(self, data: str) -> None:
        if any(name in SILENT for name, _mark in self._open) or not self.blocks:
            return
        if any(mark is not None for _name, mark in self._open):
            self._marked += data
        else:
            self.blocks[-1].words += data


def read(page: str) -> Page:
    """The page, read."""
    made = Page()
    made.feed(page)
    made.close()
    return made


def _value(words: str) -> str:
    """The number in these words, without thousands apart; the words where there is none."""
    digits = VALUE.findall(words)
    return str(float(digits[-1].replace(",", ""))) if digits else html.unescape(words).strip()


def unmarked(page: Page, words: Sequence[str]) -> Iterator[str]:
    """Numbers beside one of these words that do not say what they are."""
    heads: dict[int, str] = {}
    row = before = ""
    for block in page.blocks:
        said = " ".join(block.words.split())
        if block.tag == "th":
            heads[block.column] = said
            row = said
        if block.tag in ("td", "dd") and CELL.fullmatch(said):
            beside = (row, heads.get(block.column, "")) if block.tag == "td" else (before, "")
            yield from (f"{name}: {said}" for name in beside if _names(name, words))
        if block.tag in ("p", "li", "div", "dd") and NUMBER_OF_THINGS.search(said):
            yield from (f"{said}" for word in words if _says(said, word))
        if block.tag == "p" and FIGURE.fullmatch(said) and _names(before, words):
            yield f"{before}: {said}"
        if said and block.tag not in ("td", "th"):
            before = said


def _names(head: str, words: Sequence[str]) -> bool:
    return any(head == word or head.startswith((f"{word}（", f"{word} ")) for word in words)


def _says(said: str, word: str) -> bool:
    """Whether the word is followed, in its own sentence, by a number of things."""
    return bool(
        re.search(rf"{re.escape(word)}[^。；，：|]{{0,6}}[：的占是为]?\s*{NUMBER_OF_THINGS.pattern}", said)
    )
