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
    line = _Line()
    for event, element in etree.iterwalk(block, events=("start", "end")):
        if _breaks(element):
            if said := line.ended():
                yield said
        elif _parts(element):
            line.words += " "
        if event == "start":
            line.begin(element)
        elif element is not block:
            line.words += element.tail or ""
    if said := line.ended():
        yield said


def plain(words: str) -> str:
    """Words in one line, single spaces."""
    return " ".join(words.replace("\xa0", " ").replace("\u3000", " ").split())


class _Line:
    """The line that is being read: its words, its sign, and whether a cell stands in it already."""

    def __init__(self) -> None:
        self.words, self.sign, self.has_cell = "", "", False

    def begin(self, element: html.HtmlElement) -> None:
        if _is_fact(element):
            self.words += CELL if self.has_cell else ""
            self.has_cell = True
        else:
            self.sign = _SIGNS.get(str(element.tag), self.sign)
        self.words += element.text or ""

    def ended(self) -> str:
        """The line with its sign, if there are words in it; the next one begins."""
        words, sign = CELL.join(plain(cell) for cell in self.words.split(CELL)), self.sign
        self.words, self.sign, self.has_cell = "", "", False
        return sign + words if words else ""


def _breaks(element: html.HtmlElement) -> bool:
    """Whether a line ends where this element begins or ends."""
    if _is_fact(element):
        return False
    return element.tag == "tr" or (_parts(element) and not _in_fact(element))


def _parts(element: html.HtmlElement) -> bool:
    return element.tag in BLOCKS or element.tag in ("br", "hr")


def _in_fact(element: html.HtmlElement) -> bool:
    cell = next(element.iterancestors(*_CELLS), None)
    return cell is not None and _is_fact(cell)


def _is_fact(cell: html.HtmlElement) -> bool:
    """A cell with a fact, not one of the tables that old pages were laid out with."""
    row = cell.getparent()
    if cell.tag not in _CELLS or row is None:
        return False
    beside = sum(1 for one in row if one.tag in _CELLS)
    return (
        beside > 1
        and next(cell.iter("table", "div"), None) is None
        and len(cell.text_content()) < _LONGEST_CELL
    )
