"""Which part of a page is its text: the block with most words that are not links."""

import re
from typing import Final

from lxml import html

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
