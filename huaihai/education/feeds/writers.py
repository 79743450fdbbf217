"""The three formats of a feed: Atom (RFC 4287) and RSS 2.0 by Django's generators, JSON Feed 1.1."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time
from typing import Any
from xml.sax.xmlreader import AttributesImpl

from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed, SyndicationFeed
from django.utils.xmlutils import SimplerXMLGenerator

from huaihai import alliance
from huaihai.education.feeds.entries import Entry

LANGUAGE = "zh-CN"


@dataclass(frozen=True)
class About:
    """What a feed says of itself: `home` is the page it follows, `here` its own address, `id` lasts."""

    id: str
    title: str
    description: str
    home: str
    here: str


class _Dated(SyndicationFeed):
    """A feed in which nothing stands yet bears the alliance's first day, not the moment it is asked for."""

    def latest_post_date(self) -> datetime:
        if self.items:
            return super().latest_post_date()
        return datetime.combine(alliance.load().launched_on, time(), UTC)


class AtomFeed(_Dated, Atom1Feed):
    """Every signing body is an author of its own."""

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        for name in item["authors"]:
            handler.startElement("author", AttributesImpl({}))
            handler.addQuickElement("name", name)
            handler.endElement("author")


class RssFeed(_Dated, Rss201rev2Feed):
    """`dc:creator` names the signing bodies: RSS asks for an e-mail address in `author`."""

    def rss_attributes(self) -> dict[str, str]:
        return {**super().rss_attributes(), "xmlns:dc": "http://purl.org/dc/elements/1.1/"}

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        for name in item["authors"]:
            handler.addQuickElement("dc:creator", name)


def atom(about: About, entries: Sequence[Entry]) -> str:
    """An Atom document."""
    return _written(AtomFeed, about, entries)


def rss(about: About, entries: Sequence[Entry]) -> str:
    """An RSS 2.0 document."""
    return _written(RssFeed, about, entries)


def json_feed(about: About, entries: Sequence[Entry]) -> dict[str, Any]:
    """A JSON Feed 1.1 document."""
    return {
        "version": "https://jsonfeed.org/version/1.1",
        "title": about.title,
        "home_page_url": about.home,
        "feed_url": about.here,
        "description": about.description,
        "language": LANGUAGE,
        "items": [_item(entry) for entry in entries],
    }


def _item(entry: Entry) -> dict[str, Any]:
    summary = {"summary": entry.summary} if entry.summary else {}
    return {
        "id": entry.id,
        "url": entry.url,
        "title": entry.title,
        **summary,
        "content_html": entry.content,
        "date_published": entry.published_at.isoformat(),
        "date_modified": entry.updated_at.isoformat(),
        "authors": [{"name": name} for name in entry.authors],
        "tags": list(entry.categories),
        "_huaihai": entry.facts,
    }


def _written(generator: type[SyndicationFeed], about: About, entries: Sequence[Entry]) -> str:
    feed = generator(
        title=about.title,
        link=about.home,
        description=about.description,
        subtitle=about.description,
        language=LANGUAGE,
        feed_url=about.here,
        feed_guid=about.id,
    )
    for entry in entries:
        feed.add_item(
            title=entry.title,
            link=entry.url,
            description=entry.content,
            unique_id=entry.id,
            unique_id_is_permalink=False,
            pubdate=entry.published_at,
            updateddate=entry.updated_at,
            authors=entry.authors,
            categories=entry.categories,
        )
    return feed.writeString("utf-8")
