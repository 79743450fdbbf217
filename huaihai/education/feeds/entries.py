"""One text as an entry of a feed. Atom, RSS and JSON Feed write the same entries."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Max, Prefetch
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from huaihai import alliance
from huaihai.education import replies
from huaihai.education.feeds import xml_words
from huaihai.education.models import CoSignature, Edition, Publication, PublicationQuerySet, Reply
from huaihai.education.public import shown
from huaihai.education.public.warnings import said, text
from huaihai.education.public.warnings.lists import with_cities
from huaihai.kit.clock import ZONE
from huaihai.law import kinds

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
    words = str(publication.get_kind_display()) if text.is_silent(publication) else publication.title
    return _("[withdrawn] %(title)s") % {"title": words} if publication.is_withdrawn else words


def signers(publication: Publication, edition: Edition | None) -> list[str]:
    """Who stands for it: the bodies that signed, else its publisher, else the alliance."""
    names = [row.body.name for row in said.signed(edition)] if edition else []
    return names or [publication.publisher.name if publication.publisher else alliance.load().name]


def _entry(publication: Publication, base: str) -> Entry:
    out: list[Edition] = publication.out_editions  # type: ignore[attr-defined]  # prefetched by `newest`
    version, last = publication.current, out[-1] if out else None
    assert publication.out_at is not None  # noqa: S101 # it is an alert, and those went out
    context = {
        **shown.text(publication, version),
        "last": last,
        "base": base,
        "products": list(version.products.all()),
        "replies": [
            replies.of(reply)
            for reply in publication.replies.all()
            if reply.answered_at and reply.text and replies.is_public(reply, publication)
        ],
    }
    return Entry(
        id=f"urn:uuid:{publication.pk}",
        url=f"{base}{publication.get_absolute_url()}",
        title=xml_words.clean(title(publication)),
        summary="" if publication.is_withdrawn else xml_words.clean(publication.summary),
        content=xml_words.clean(render_to_string("education/feeds/entry.html", context)),
        published_at=(publication.first_out_at or publication.out_at).astimezone(ZONE),
        updated_at=publication.out_at.astimezone(ZONE),
        authors=[xml_words.clean(name) for name in signers(publication, last)],
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
