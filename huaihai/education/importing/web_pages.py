"""The words of a web page: its title, where it came from and when, its largest block of text, line by line.

Navigation, scripts, forms and hidden text are left out. lxml's HTML parser knows no entities of a document's own and
reads nothing from outside.
"""

import re
from collections.abc import Iterator
from datetime import date
from typing import Final

from lxml import etree, html

from huaihai.education.heads import date_in, source_in
from huaihai.education.importing.files import CannotRead, Found
from huaihai.kit.text.scripts import to_simplified

BLOCKS: Final = frozenset(
    {
        "address", "article", "blockquote", "body", "center", "dd", "div", "dl", "dt", "fieldset", "figure", "h1",
        "h2", "h3", "h4", "h5", "h6", "header", "li", "main", "ol", "p", "pre", "section", "table", "tbody", "td",
        "tfoot", "th", "thead", "tr", "ul",
    }
)  # fmt: skip
_HOLDERS: Final = ("div", "td", "article", "section", "main", "body", "center", "blockquote", "dd")
# Names that the makers of Chinese site software give the box of an article.
_NAMED: Final = re.compile(
    r"(?:TRS_Editor|UCAPCONTENT|vsb_content|zoom|fontzoom|article[-_]?(?:content|body|con)|news[-_]?(?:content|con|body|text)|"
    r"con(?:tent)?[-_]?(?:txt|text|main|body)|main[-_]?(?:text|content)|artibody|endtext|detail[-_]?(?:content|con|text))",
    re.IGNORECASE,
)
_NAMED_ENOUGH: Final = 0.4  # of the words of the best block


def largest(page: html.HtmlElement) -> html.HtmlElement:
    """The block; the whole page where no block stands out."""
    scores = _scores(page)
    holders = [one for one in page.iter(*_HOLDERS) if scores.get(one, 0) > 0]
    if not holders:
        body = page.find("body")
        return page if body is None else body
    best = max(holders, key=lambda one: scores[one])
    named = [one for one in holders if _NAMED.search(f"{one.get('id', '')} {one.get('class', '')}")]
    if named:
        chosen = max(named, key=_words_in)
        if _words_in(chosen) >= _NAMED_ENOUGH * _words_in(best):
            return chosen
    return best


def _scores(page: html.HtmlElement) -> dict[html.HtmlElement, float]:
    """Each paragraph gives its words to the block it stands in, and half of them to the one around that."""
    scores: dict[html.HtmlElement, float] = {}
    for element in page.iter(*BLOCKS):
        words = _own_words(element)
        if not words:
            continue
        holder = element if element.tag in _HOLDERS else _holder(element)
        if holder is None:
            continue
        scores[holder] = scores.get(holder, 0) + words
        around = _holder(holder)
        if around is not None:
            scores[around] = scores.get(around, 0) + words / 2
    return scores


def _holder(element: html.HtmlElement) -> html.HtmlElement | None:
    return next(element.iterancestors(*_HOLDERS), None)


def _own_words(element: html.HtmlElement) -> int:
    """Letters that stand in this block itself, not in a block inside it; words of links do not count."""
    count, waiting = len((element.text or "").strip()), list(element)
    while waiting:
        one = waiting.pop()
        count += len((one.tail or "").strip())
        if one.tag not in BLOCKS and one.tag != "a" and isinstance(one.tag, str):
            count += len((one.text or "").strip())
            waiting += list(one)
    return count


def _words_in(element: html.HtmlElement) -> int:
    links = sum(len(link.text_content()) for link in element.iter("a"))
    return len(element.text_content()) - links


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


_NOT_READ: Final = (
    "script", "style", "noscript", "template", "iframe", "object", "embed", "svg", "math", "nav", "footer", "aside",
    "form", "select", "button", "textarea", "input", "map", "canvas", "audio", "video",
)  # fmt: skip
_HIDDEN: Final = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?![.\d])", re.IGNORECASE
)
_MENU: Final = re.compile(
    r"(?:^|[\s_-])(?:nav|navi|navbar|menu|footer|foot|breadcrumb|crumb|sidebar|share|related|copyright|pager|toolbar)"
    r"(?:$|[\s_-])",
    re.IGNORECASE,
)
_FURNITURE: Final = re.compile(
    r"^[【\[（(]?\s*(?:打印|关闭|收藏|返回顶部|字体|字号|大\s*中\s*小|打印本页|关闭窗口|上一篇|下一篇|上一条|下一条|"
    r"分享到|您的位置|您现在的位置|当前位置|浏览次数|点击数|点击次数|阅读次数|扫一扫)"
)
_TITLES: Final = ("articletitle", "og:title", "title")
_DATES: Final = ("pubdate", "publishdate", "article:published_time", "date", "dc.date")
_SOURCES: Final = ("contentsource", "source", "article:source", "dc.source", "mediaid")
_SITE: Final = re.compile(r" ?(?:[_|｜–—]| - |--|>>) ?")  # in words with single spaces
_DECLARATION: Final = re.compile(r"\A\s*<\?xml[^>]*\?>", re.IGNORECASE)
_LONGEST_HEAD: Final = 120  # characters of a line with date and source
_ABOUT_DATE_WORDS: Final = re.compile(r"^(?:[发發][布佈稿]|更新|录入|錄入)?(?:时间|時間|日期)\s*[:：]\s*")
_ABOUT_DATE: Final = re.compile(rf"(?:{_ABOUT_DATE_WORDS.pattern[1:]})?\d{{4}}\s*[年./-][^，。]{{0,30}}$")


def read(text: str) -> Found:
    """What the page says. Raises CannotRead."""
    page = _tree(text)
    metas = _metas(page)
    named = (page.findtext(".//title") or "").strip()
    _strip(page)
    block = largest(page)
    title = _title(page, metas, named)
    lines = [line for line in lines_of(block) if not _FURNITURE.match(line.removeprefix("- "))]
    if lines and plain(lines[0]) == title:
        lines = lines[1:]
    head, said = _head(page, block, lines)
    return Found(
        title=title,
        lines=tuple(line for line in lines if line != said),
        head=head,
        source=next((metas[name] for name in _SOURCES if metas.get(name)), "")
        or source_in(to_simplified(said)),
        dated_on=_first_date(metas, said),
    )


def _tree(text: str) -> html.HtmlElement:
    # huge_tree allows 2,048 levels instead of 256: old pages leave their tags open. Sizes are limited before.
    parser = html.HTMLParser(
        encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=True
    )
    raw = _DECLARATION.sub("", text).encode()
    try:
        page = html.document_fromstring(raw, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise CannotRead("no_words") from error
    if any(one.type_name == "ERR_RESOURCE_LIMIT" for one in parser.error_log):
        raise CannotRead("too_much_inside")  # the parser leaves out what lies deeper
    return page


def _metas(page: html.HtmlElement) -> dict[str, str]:
    found: dict[str, str] = {}
    for meta in page.iter("meta"):
        name = (meta.get("name") or meta.get("property") or "").strip().lower()
        words = " ".join((meta.get("content") or "").split())
        if name and words:
            found.setdefault(name, words)
    return found


def _strip(page: html.HtmlElement) -> None:
    """Take out what is not read; all at once, since a page may hold a hundred thousand scripts."""
    for element in page.iter(etree.Element):
        if element.tag not in ("html", "body") and _is_hidden(element):
            element.tag = _NOT_READ[0]
    etree.strip_elements(page, *_NOT_READ, with_tail=False)


def _is_hidden(element: html.HtmlElement) -> bool:
    if "hidden" in element.attrib or element.get("aria-hidden") == "true":
        return True
    named = f"{element.get('id', '')} {element.get('class', '')}"
    return bool(_HIDDEN.search(element.get("style", ""))) or bool(_MENU.search(named))


def _title(page: html.HtmlElement, metas: dict[str, str], named: str) -> str:
    said = next((metas[name] for name in _TITLES if metas.get(name)), "")
    heading = next((words for one in page.iter("h1") if (words := plain(one.text_content()))), "")
    if said or heading:
        return said or heading
    # The window's title, without the site's name behind it.
    return max(_SITE.split(" ".join(named.split())), key=len) if named else ""


def _head(page: html.HtmlElement, block: html.HtmlElement, lines: list[str]) -> tuple[str, str]:
    """A line with date and source for the text's head, and the line of the page that it was read from."""
    near = [*lines[:3], *lines_of(page)]
    for line in near:
        words = to_simplified(line)
        if len(line) <= _LONGEST_HEAD and date_in(words) and (source_in(words) or _ABOUT_DATE.match(words)):
            return _ABOUT_DATE_WORDS.sub("", line), line
    return "", ""


def _first_date(metas: dict[str, str], said: str) -> date | None:
    found = (date_in(metas[name]) for name in _DATES if metas.get(name))
    return next(filter(None, found), None) or date_in(said)
