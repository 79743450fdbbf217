"""A text as an entry of a feed; Atom (RFC 4287), RSS 2.0, JSON Feed 1.1; how a document for programs is answered."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time
from typing import Any
from xml.sax.xmlreader import AttributesImpl

from django.db.models import Count, Max, Prefetch
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed, SyndicationFeed
from django.utils.translation import gettext as _
from django.utils.xmlutils import SimplerXMLGenerator

from huaihai import alliance
from huaihai.education.models import CoSignature, Edition, Publication, PublicationQuerySet, Reply
from huaihai.education.public import facts as public_facts
from huaihai.education.public.facts import is_silent
from huaihai.education.public.pages import with_cities
from huaihai.education.replies import facts as replies_facts
from huaihai.kit.clock import ZONE
from huaihai.law import kinds

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def clean(text: str) -> str:
    """The text without them."""
    return _FORBIDDEN.sub("", text)


NEWEST = 50


@dataclass(frozen=True)
class Entry:
    """`content` is HTML; `facts` are the codes that a program sorts by."""

    id: str
    url: str
    title: str
    summary: str
    content: str
    published_at: datetime
    updated_at: datetime
    authors: Sequence[str]
    categories: Sequence[str]
    facts: dict[str, Any]


def newest(rows: PublicationQuerySet, *, base: str) -> list[Entry]:
    """The newest of these texts as entries, in a fixed number of queries."""
    signatures = CoSignature.objects.select_related("body").order_by("at", "pk")
    out = Edition.objects.out().prefetch_related(Prefetch("signatures", signatures))
    found = with_cities(rows.select_related("publisher", "shown")).prefetch_related(
        "shown__products",
        Prefetch("editions", out, to_attr="out_editions"),
        Prefetch("replies", Reply.objects.order_by("answered_at", "pk")),
    )
    return [_entry(publication, base) for publication in found[:NEWEST]]


def state(rows: PublicationQuerySet) -> tuple[int, datetime | None, datetime | None]:
    """What changes when a feed of these texts changes: how many, the last going out, the last reply."""
    told = rows.order_by().aggregate(n=Count("pk"), last=Max("out_at"))
    answers = Reply.objects.filter(publication__in=rows.order_by().values("pk"))
    return told["n"], told["last"], answers.aggregate(last=Max("answered_at"))["last"]


def title(publication: Publication) -> str:
    """Its title, marked where it was withdrawn; that of an exposure that ended names nobody."""
    words = str(publication.get_kind_display()) if is_silent(publication) else publication.title
    return _("[withdrawn] %(title)s") % {"title": words} if publication.is_withdrawn else words


def signers(publication: Publication, edition: Edition | None) -> list[str]:
    """Who stands for it: the bodies that signed, else its publisher, else the alliance."""
    names = [row.body.name for row in public_facts.signed(edition)] if edition else []
    return names or [publication.publisher.name if publication.publisher else alliance.load().name]


def _entry(publication: Publication, base: str) -> Entry:
    out: list[Edition] = publication.out_editions  # type: ignore[attr-defined]  # prefetched by `newest`
    version, last = publication.current, out[-1] if out else None
    assert publication.out_at is not None  # noqa: S101 # it is an alert, and those went out
    context = {
        **public_facts.text(publication, version),
        "last": last,
        "base": base,
        "products": list(version.products.all()),
        "replies": [
            replies_facts.of(reply)
            for reply in publication.replies.all()
            if reply.answered_at and reply.text and replies_facts.is_public(reply, publication)
        ],
    }
    return Entry(
        id=f"urn:uuid:{publication.pk}",
        url=f"{base}{publication.get_absolute_url()}",
        title=clean(title(publication)),
        summary="" if publication.is_withdrawn else clean(publication.summary),
        content=clean(render_to_string("education/feeds/entry.html", context)),
        published_at=(publication.first_out_at or publication.out_at).astimezone(ZONE),
        updated_at=publication.out_at.astimezone(ZONE),
        authors=[clean(name) for name in signers(publication, last)],
        categories=_categories(publication),
        facts=_facts(publication),
    )


def _categories(publication: Publication) -> list[str]:
    topics = [kinds.BY_CODE[code].zh for code in publication.current.topics if code in kinds.BY_CODE]
    cities = [row.city.place_name for row in publication.shown_cities]  # type: ignore[attr-defined]
    return [str(publication.get_kind_display()), *topics, *cities]


def _facts(publication: Publication) -> dict[str, Any]:
    version = publication.current
    products = [] if publication.is_withdrawn else list(version.products.all())
    return {
        "kind": publication.kind,
        "state": publication.state,
        "severity": version.severity or "Unknown",
        "cities": [row.city.region_code for row in publication.shown_cities],  # type: ignore[attr-defined]
        "topics": list(version.topics),
        "products": [
            {
                "name": one.name,
                "brand": one.brand,
                "model": one.model,
                "barcode": one.barcode,
                "batches": one.batches.splitlines(),
            }
            for one in products
        ],
    }


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


SHARED = {
    "Cache-Control": "public, max-age=300",
    "Access-Control-Allow-Origin": "*",
    "Content-Language": LANGUAGE,
}


def document(body: str, content_type: str) -> HttpResponse:
    """The document with its headers."""
    return HttpResponse(body, content_type=f"{content_type}; charset=utf-8", headers=SHARED)
