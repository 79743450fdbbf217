"""The words of a web page: its title, where it came from and when, and its largest block of text.

Navigation, scripts, forms and hidden text are left out. lxml's HTML parser knows no entities of a document's own and
reads nothing from outside.
"""

import re
from datetime import date
from typing import Final

from lxml import etree, html

from huaihai.education.article import date_in, source_in
from huaihai.education.importing.files import CannotRead
from huaihai.education.importing.found import Found
from huaihai.education.importing.page_lines import lines_of, plain
from huaihai.education.importing.text_blocks import largest
from huaihai.kit.text.scripts import to_simplified

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
_SITE: Final = re.compile(r"\s*(?:[_|｜–—]|\s-\s|--|>>)\s*")
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
