"""The words of a Word file (.docx): paragraphs, headings, lists, and tables as lines.

Only the part with the text and the names of its styles are read. No document type, no entity, nothing from outside.
"""

import re
from collections.abc import Iterator
from typing import Final

from lxml import etree

from huaihai.education.importing.files import CannotRead, parts
from huaihai.education.importing.found import Found

_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DOCUMENT: Final = "word/document.xml"
_STYLES: Final = "word/styles.xml"
_HEADING: Final = re.compile(r"(?:heading|标题)\s*\d", re.IGNORECASE)
_TITLE: Final = re.compile(r"(?:title|标题)", re.IGNORECASE)
_NOT_SAID: Final = {f"{_W}{name}" for name in ("del", "moveFrom", "instrText", "delText")}
_LEFT_OUT: Final = {f"{_W}{name}" for name in ("vanish", "webHidden")}
CELL: Final = "｜"  # between the cells of a table's line


def read(raw: bytes) -> Found:
    """The lines of the text, in order. Raises CannotRead."""
    found = parts(raw, _DOCUMENT, _STYLES)
    document = _tree(found.get(_DOCUMENT, b""))
    names = _style_names(_tree(found[_STYLES])) if _STYLES in found else {}
    body = document.find(f"{_W}body")
    if body is None:
        raise CannotRead("broken_word")
    lines: list[str] = []
    title = ""
    for line, style in _lines(body, names):
        if not title and not lines and (_TITLE.fullmatch(style) or line.startswith("## ")):
            title = line.removeprefix("## ")
        else:
            lines.append(line)
    return Found(title=title, lines=tuple(lines))


def _tree(part: bytes) -> etree._Element:
    if b"<!DOCTYPE" in part or b"<!ENTITY" in part:
        raise CannotRead("broken_word")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        return etree.fromstring(part, parser)
    except etree.XMLSyntaxError as error:
        raise CannotRead("broken_word") from error


def _style_names(styles: etree._Element) -> dict[str, str]:
    found = {}
    for style in styles.iterfind(f"{_W}style"):
        name = style.find(f"{_W}name")
        if name is not None:
            found[style.get(f"{_W}styleId", "")] = name.get(f"{_W}val", "")
    return found


def _lines(body: etree._Element, names: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Line by line, with the name of its style; a row of a table is one line."""
    for element in body.iter(f"{_W}p", f"{_W}tr"):
        in_table = next(element.iterancestors(f"{_W}tr"), None) is not None
        if in_table:
            continue  # said by its row
        if element.tag == f"{_W}tr":
            cells = [_cell(cell) for cell in element.iterfind(f"{_W}tc")]
            if any(cells):
                yield CELL.join(cells), ""
            continue
        style = _style(element, names)
        for number, words in enumerate(_words(element).splitlines()):
            if words.strip():
                yield ("" if number else _sign(element, style)) + words.strip(), style


def _cell(cell: etree._Element) -> str:
    return " ".join(filter(None, (_words(one).strip() for one in cell.iter(f"{_W}p"))))


def _style(paragraph: etree._Element, names: dict[str, str]) -> str:
    style = paragraph.find(f"{_W}pPr/{_W}pStyle")
    key = style.get(f"{_W}val", "") if style is not None else ""
    return names.get(key, key)


def _sign(paragraph: etree._Element, style: str) -> str:
    if _HEADING.match(style) or paragraph.find(f"{_W}pPr/{_W}outlineLvl") is not None:
        return "## "
    return "- " if paragraph.find(f"{_W}pPr/{_W}numPr") is not None else ""


def _words(paragraph: etree._Element) -> str:
    said = []
    for element in paragraph.iter(f"{_W}t", f"{_W}tab", f"{_W}br", f"{_W}cr", f"{_W}noBreakHyphen"):
        if not _is_said(element):
            continue
        if element.tag == f"{_W}t":
            said.append(element.text or "")
        else:
            said.append({"tab": " ", "noBreakHyphen": "-"}.get(etree.QName(element).localname, "\n"))
    return "".join(said)


def _is_said(element: etree._Element) -> bool:
    """Neither deleted with a change mark nor hidden."""
    run = element.getparent()
    if run is not None and any(run.find(f"{_W}rPr/{tag}") is not None for tag in _LEFT_OUT):
        return False
    return not any(up.tag in _NOT_SAID for up in element.iterancestors())
