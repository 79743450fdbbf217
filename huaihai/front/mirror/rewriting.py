"""Makes a page plain: no scripts, no forms, links that fit where it lies. Knows no Django."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from lxml import html

LINKS = ("href", "src", "poster", "data")
SHOW = ("img", "source", "object", "video", "audio")
STANDS_ALONE = ("li", "nav", "div", "ul")


@dataclass(frozen=True)
class Link:
    """A link of a page as an address of the site: path and query. `is_picture`: the page shows what stands there."""

    address: str
    is_picture: bool


@dataclass(frozen=True)
class Words:
    """What is put in, as HTML: above the page, and in the place of a form."""

    strip: str
    form: str


# Where a link leads now; None: nowhere, it is taken away.
type Lead = Callable[[str], str | None]


def parsed(page: bytes) -> html.HtmlElement:
    return html.document_fromstring(page, parser=html.HTMLParser(encoding="utf-8"))


def links(document: html.HtmlElement, *, at: str) -> Iterator[Link]:
    """All addresses of the site that the page links to or shows; `at` is its own, whole."""
    for element, name in _linking(document):
        if found := _own(element.get(name, ""), at):
            yield Link(found[0], element.tag in SHOW)


def rewrite(document: html.HtmlElement, *, at: str, lead: Lead, words: Words) -> bytes:
    """The page as it lies in the folder."""
    for (
        element
    ) in document.xpath(  # of a live site; of a demo its day, the strip of the copy says that it is one
        ".//script | .//iframe | .//base | .//meta[@http-equiv] | .//div[@class='demo']"
        " | .//link[@rel='manifest' or @rel='canonical' or @rel='preload']"
    ):
        element.drop_tree()
    for element in document.xpath(".//noscript"):
        element.drop_tag()
    for form in document.xpath(".//form"):
        _without_form(form, words.form)
    for element in document.xpath(".//button | .//input | .//select | .//textarea | .//datalist"):
        element.drop_tree()
    for element, name in list(_linking(document)):
        if found := _own(element.get(name, ""), at):
            _lead(element, name, lead(found[0]), found[1])
    head = document.find("head")
    if head is not None:
        head.append(html.Element("link", rel="canonical", href=at))
    body = document.find("body")
    if body is not None:
        body.insert(
            1 if len(body) and body[0].get("class") == "skip" else 0, html.fragment_fromstring(words.strip)
        )
    return html.tostring(document, encoding="utf-8", doctype="<!doctype html>") + b"\n"


def _linking(document: html.HtmlElement) -> Iterator[tuple[html.HtmlElement, str]]:
    for element in document.iter():
        if isinstance(element.tag, str) and element.tag not in ("script", "iframe"):
            yield from ((element, name) for name in LINKS if name in element.attrib)


def _own(value: str, at: str) -> tuple[str, str] | None:
    """Path with query, and fragment, of a link within the site; None for others and for places on the page."""
    if not value or value.startswith("#"):
        return None
    whole, here = urlsplit(urljoin(at, value)), urlsplit(at)
    if (whole.scheme, whole.netloc) != (here.scheme, here.netloc):
        return None
    path = whole.path or "/"
    return (f"{path}?{whole.query}" if whole.query else path), whole.fragment


def _lead(element: html.HtmlElement, name: str, to: str | None, fragment: str) -> None:
    if to is not None:
        element.set(name, f"{to}#{fragment}" if fragment else to)
        return
    parent = element.getparent()
    if element.tag != "a" or (parent is not None and parent.tag in STANDS_ALONE):
        element.drop_tree()
        if parent is not None and parent.tag == "li" and not parent.text_content().strip():
            parent.drop_tree()
    else:
        element.drop_tag()


def _without_form(form: html.HtmlElement, line: str) -> None:
    """Its headings stay, without what was typed in."""
    if form.getparent() is None:
        return
    for heading in form.xpath(".//h1 | .//h2 | .//h3"):
        if text := " ".join(heading.text_content().split()):
            kept = html.Element(str(heading.tag))
            kept.text = text
            form.addprevious(kept)
    form.addprevious(html.fragment_fromstring(line))
    form.drop_tree()
