"""What a file is, by its bytes; what is refused, and what to do instead; the words of a Word file.

The words of a Word file (.docx): paragraphs, headings, lists, and tables as lines.
Only the part with the text and the names of its styles are read. No document type, no entity, nothing from outside.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from lxml.etree import _Element

MOST_FILES: Final = 50  # handed in at once
BIGGEST: Final = 10 * 1024 * 1024  # bytes of one file
BIGGEST_UNPACKED: Final = 64 * 1024 * 1024  # bytes of all parts of a Word file
BIGGEST_PART: Final = 16 * 1024 * 1024  # bytes of the text of a Word file
MOST_PARTS: Final = 2_000
LONGEST_TEXT: Final = 200_000  # characters; the longest old page has a twentieth of it

HTML: Final = "html"
WORD: Final = "word"
TEXT: Final = "text"
FORMATS: Final[tuple[tuple[str, Promise | str], ...]] = (
    (HTML, _("web page")),
    (WORD, _("Word file")),
    (TEXT, _("text file")),
)

REFUSALS: Final[dict[str, Promise | str]] = {
    "empty": _("It is empty (0 bytes). Please save the page again and check that it opens."),
    "too_big": _("It is bigger than 10 MB. Please save the text without its pictures."),
    "too_long": _("It is longer than 200,000 characters. Please hand in one page a file."),
    "old_word": _(
        "It is an old or locked Word file (.doc). Please open it in Word or WPS, save it as .docx, hand in that."
    ),
    "pdf": _("It is a PDF. Please take the Word file it was made from, or copy its text into a .txt file."),
    "rtf": _(
        "It is in rich text format (.rtf). Please open it in Word or WPS, save it as .docx, hand in that."
    ),
    "archive": _("It is a web archive (.mht). Please open the page and save it as “web page, HTML only”."),
    "packed": _("It is a packed file or another kind of office file. Please unpack it, or save it as .docx."),
    "broken_word": _(
        "Word could not have written this: parts are missing or damaged. Please save it as .docx again."
    ),
    "too_much_inside": _(
        "Far more is packed inside than a text has. Please copy its words into a new Word file."
    ),
    "not_text": _(
        "No text can be read in it. Please hand in a web page, a Word file (.docx) or a text file."
    ),
    "no_words": _("There are no words in it. If they are in a picture, please type them."),
}

_STARTS: Final = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old_word"),
    (b"%PDF-", "pdf"),
    (b"{\\rtf", "rtf"),
    (b"Rar!", "packed"),
    (b"7z\xbc\xaf", "packed"),
    (b"\x1f\x8b", "packed"),
)
_HTML: Final = re.compile(
    r"<\s*(?:!doctype\s+html|html|head|body|meta|title|div|p|table|span|br|font)\b", re.IGNORECASE
)
_ARCHIVE: Final = re.compile(rb"\A(?:[A-Za-z-]+:[^\n]*\n)*?MIME-Version:", re.IGNORECASE)
_BROKEN: Final = (zipfile.BadZipFile, NotImplementedError, OSError, ValueError)
_HEAD: Final = 8192


class CannotRead(ValueError):
    """The file cannot be taken; `why` is a key of `REFUSALS`."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True)
class Handed:
    """A file as it was handed in; `size` is its true size, also where the bytes were not kept (it was too big)."""

    name: str
    raw: bytes
    size: int


def is_word(handed: Handed) -> bool:
    """Whether it is a Word file; otherwise its bytes are text. Raises CannotRead for what is not taken."""
    raw = handed.raw
    if handed.size > BIGGEST:
        raise CannotRead("too_big")
    if not raw.strip(b"\0\r\n\t "):
        raise CannotRead("empty")
    refused = next((why for start, why in _STARTS if raw.startswith(start)), None)
    if refused is None and _ARCHIVE.match(raw[:_HEAD]) and b"multipart/" in raw[:_HEAD]:
        refused = "archive"
    if refused:
        raise CannotRead(refused)
    if raw[:4] in (b"PK\x03\x04", b"PK\x05\x06"):
        _check_package(raw)
        return True
    return False


def is_web_page(text: str) -> bool:
    """Whether a text is HTML: by its tags, whatever its name ends in."""
    return bool(_HTML.search(text[:_HEAD]))


def parts(raw: bytes, *names: str) -> dict[str, bytes]:
    """The named parts of a Word file that it has; none is unpacked beyond its limit. Raises CannotRead."""
    found = {}
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as package:
            for name in names:
                if name in package.NameToInfo:
                    with package.open(name) as part:
                        found[name] = part.read(BIGGEST_PART + 1)
    except (*_BROKEN, zlib.error, EOFError, RuntimeError) as error:  # a locked part is a RuntimeError
        raise CannotRead("broken_word") from error
    if any(len(part) > BIGGEST_PART for part in found.values()):
        raise CannotRead("too_much_inside")
    return found


def _check_package(raw: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as package:
            inside = package.infolist()
    except _BROKEN as error:
        raise CannotRead("packed") from error
    if len(inside) > MOST_PARTS or sum(part.file_size for part in inside) > BIGGEST_UNPACKED:
        raise CannotRead("too_much_inside")
    if not any(part.filename == "word/document.xml" for part in inside):
        raise CannotRead("packed")


@dataclass(frozen=True)
class Found:
    """`lines` are as they were found: "## " before a heading, "- " before an item of a list. What the file says of
    itself in its head (`source`, `dated_on`) is empty where it says nothing; `head` is the line with both."""

    title: str
    lines: tuple[str, ...]
    head: str = ""
    source: str = ""
    dated_on: date | None = None

    @property
    def text(self) -> str:
        """Title, head and lines, one below the other."""
        return "\n".join(line for line in (self.title, self.head, *self.lines) if line)


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


def _tree(part: bytes) -> "_Element":
    from lxml import etree

    if b"<!DOCTYPE" in part or b"<!ENTITY" in part:
        raise CannotRead("broken_word")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        return etree.fromstring(part, parser)
    except etree.XMLSyntaxError as error:
        raise CannotRead("broken_word") from error


def _style_names(styles: "_Element") -> dict[str, str]:
    found = {}
    for style in styles.iterfind(f"{_W}style"):
        name = style.find(f"{_W}name")
        if name is not None:
            found[style.get(f"{_W}styleId", "")] = name.get(f"{_W}val", "")
    return found


def _lines(body: "_Element", names: dict[str, str]) -> Iterator[tuple[str, str]]:
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


def _cell(cell: "_Element") -> str:
    return " ".join(filter(None, (_words(one).strip() for one in cell.iter(f"{_W}p"))))


def _style(paragraph: "_Element", names: dict[str, str]) -> str:
    style = paragraph.find(f"{_W}pPr/{_W}pStyle")
    key = style.get(f"{_W}val", "") if style is not None else ""
    return names.get(key, key)


def _sign(paragraph: "_Element", style: str) -> str:
    if _HEADING.match(style) or paragraph.find(f"{_W}pPr/{_W}outlineLvl") is not None:
        return "## "
    return "- " if paragraph.find(f"{_W}pPr/{_W}numPr") is not None else ""


def _words(paragraph: "_Element") -> str:
    from lxml import etree

    said = []
    for element in paragraph.iter(f"{_W}t", f"{_W}tab", f"{_W}br", f"{_W}cr", f"{_W}noBreakHyphen"):
        if not _is_said(element):
            continue
        if element.tag == f"{_W}t":
            said.append(element.text or "")
        else:
            said.append({"tab": " ", "noBreakHyphen": "-"}.get(etree.QName(element).localname, "\n"))
    return "".join(said)


def _is_said(element: "_Element") -> bool:
    """Neither deleted with a change mark nor hidden."""
    run = element.getparent()
    if run is not None and any(run.find(f"{_W}rPr/{tag}") is not None for tag in _LEFT_OUT):
        return False
    return not any(up.tag in _NOT_SAID for up in element.iterancestors())
