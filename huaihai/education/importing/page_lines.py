"""The lines of a part of a web page, in order: headings, items of lists, rows of tables, paragraphs."""

from collections.abc import Iterator
from typing import Final

from lxml import etree, html

from huaihai.education.importing.text_blocks import BLOCKS

CELL: Final = "｜"  # between the cells of a table's line
_SIGNS: Final = {**dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), "## "), "li": "- "}
_CELLS: Final = frozenset({"td", "th"})
_LONGEST_CELL: Final = 300  # characters; more than a fact is a column of a page


def lines_of(block: html.HtmlElement) -> Iterator[str]:
    """Line by line. Walked step by step, since pages may be nested very deep."""
    line, facts = _Line(), _Facts()
    for event, element in etree.iterwalk(block, events=("start", "end")):
        if facts.breaks(element):
            if said := line.ended():
                yield said
        elif _parts(element):
            line.parts.append(" ")
        if event == "start":
            line.begin(element, is_fact=facts.is_fact(element))
        elif element is not block:
            line.parts.append(element.tail or "")
    if said := line.ended():
        yield said


def plain(words: str) -> str:
    """Words in one line, single spaces."""
    return " ".join(words.replace("\xa0", " ").replace("\u3000", " ").split())


class _Line:
    """The line that is being read: its words in parts, its sign, and whether a cell stands in it already."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.sign, self.has_cell = "", False

    def begin(self, element: html.HtmlElement, *, is_fact: bool) -> None:
        if is_fact:
            self.parts.append(CELL if self.has_cell else "")
            self.has_cell = True
        else:
            self.sign = _SIGNS.get(str(element.tag), self.sign)
        self.parts.append(element.text or "")

    def ended(self) -> str:
        """The line with its sign, if there are words in it; the next one begins."""
        words, sign = CELL.join(plain(cell) for cell in "".join(self.parts).split(CELL)), self.sign
        self.parts, self.sign, self.has_cell = [], "", False
        return sign + words if words else ""


class _Facts:
    """Which cells of tables hold a fact; the others are columns of tables that old pages were laid out with."""

    def __init__(self) -> None:
        self._known: dict[html.HtmlElement, bool] = {}

    def breaks(self, element: html.HtmlElement) -> bool:
        """Whether a line ends where this element begins or ends."""
        if self.is_fact(element):
            return False
        return element.tag == "tr" or (_parts(element) and not self._is_inside_one(element))

    def is_fact(self, cell: html.HtmlElement) -> bool:
        """Looked at once: a page may have a hundred thousand elements in one cell."""
        if cell.tag not in _CELLS:
            return False
        if cell not in self._known:
            self._known[cell] = _is_fact(cell)
        return self._known[cell]

    def _is_inside_one(self, element: html.HtmlElement) -> bool:
        cell = next(element.iterancestors(*_CELLS), None)
        return cell is not None and self.is_fact(cell)


def _parts(element: html.HtmlElement) -> bool:
    return element.tag in BLOCKS or element.tag in ("br", "hr")


def _is_fact(cell: html.HtmlElement) -> bool:
    has_others = cell.getprevious() is not None or cell.getnext() is not None
    return (
        has_others
        and next(cell.iter("table", "div"), None) is None
        and len(cell.text_content()) < _LONGEST_CELL
    )
