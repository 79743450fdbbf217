"""The catalogue elsewhere: the feed for programs, the frame for other sites, cards for the home page and search."""

import hashlib
import json
from collections.abc import Collection
from datetime import date
from typing import Any, cast
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.cache import get_conditional_response
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_safe

from huaihai import alliance
from huaihai.brands import standing
from huaihai.brands.catalogue import facts, finding, words
from huaihai.brands.catalogue import rows as catalogue_rows
from huaihai.brands.catalogue.facts import KINDS, Card, card, chips
from huaihai.brands.catalogue.finding import Search, asked, chosen
from huaihai.brands.models import CatalogueRow, Entry
from huaihai.brands.scoring.names import HEARTS
from huaihai.businesses.pages import place_name
from huaihai.businesses.posters.pages import Door
from huaihai.kit import clock, guards, local_words
from huaihai.kit.context import site
from huaihai.kit.network import whole

A_PAGE = 100
LICENCE = "https://creativecommons.org/licenses/by/4.0/"
SHOWN = 6
FRAMED_ANYWHERE = {**settings.SECURE_CSP, "script-src": ["'none'"], "frame-ancestors": ["*"]}


@require_safe
@guards.public
def feed(request: HttpRequest) -> HttpResponse:
    """A page of a hundred entries that fit, in Chinese; `page`, and the filters of the catalogue."""
    gives_title = standing.gives_title(clock.today())
    wanted = asked(request.GET, gives_title=gives_title)
    page = finding.page_of(finding.found(wanted, on=clock.today()), request.GET.get("page"), per_page=A_PAGE)
    query = wanted.query()
    here = whole(request, reverse("brands-feed"))
    with translation.override(settings.LANGUAGE_CODE):
        found: dict[str, Any] = {
            "version": "https://jsonfeed.org/version/1.1",
            "title": f"{alliance.load().platform_name} · {title(gives_title=gives_title)}",
            "home_page_url": whole(request, reverse("brands")),
            "feed_url": f"{here}?{query}" if query else here,
            "language": "zh-CN",
            "_huaihai": {"licence": LICENCE, "gives_title": gives_title, "is_demo": settings.DEMO},
            "items": [_item(request, row, gives_title=gives_title) for row in page.rows],
        }
        if page.has_next:
            found["next_url"] = f"{here}?{query + '&' if query else ''}page={page.next_number}"
    return _answer(request, json.dumps(found, ensure_ascii=False).encode())


def title(*, gives_title: bool) -> str:
    """What the catalogue is called in its present form."""
    return _("Good shops and goods of the three hearts") if gives_title else _("Directory of pledges")


def _answer(request: HttpRequest, body: bytes) -> HttpResponse:
    """The document with its fingerprint; 304 where the reader has it already."""
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    full = HttpResponse(
        body,
        content_type="application/feed+json; charset=utf-8",
        headers={"Cache-Control": "public, max-age=300", "Access-Control-Allow-Origin": "*", "ETag": etag},
    )
    return cast(HttpResponse, get_conditional_response(request, etag=etag, response=full))


def _item(request: HttpRequest, row: CatalogueRow, *, gives_title: bool) -> dict[str, Any]:
    url = whole(request, reverse("brand", args=[row.number]))
    found: dict[str, Any] = {
        "id": url,
        "url": url,
        "title": row.name,
        "content_text": row.line_zh or row.name,
        "date_published": row.listed_at.isoformat(),
        "_huaihai": {
            "number": row.number,
            "kind": row.kind,
            "city": row.city,
            "place": place_name(row.region_code or row.city),
            "name_en": row.name_en,
            "line_en": row.line_en,
            "months": [int(month) for month in catalogue_rows.names(row.months, catalogue_rows.MONTHS)],
            "pledges": catalogue_rows.names(row.pledged, catalogue_rows.PLEDGES),
            "pledge_words": chips(row.chips),
            "promises": {"kept": row.kept, "due": row.due},
        },
    }
    if row.picture:
        found["image"] = whole(request, reverse("brand-picture", args=[row.number, row.picture]))
    if gives_title:
        holds = row.held_until is not None and row.held_until >= clock.today()
        found["_huaihai"] |= {
            "mark": "suspended" if row.is_suspended else "held" if holds else "none",
            "held_until": row.held_until.isoformat() if holds and row.held_until else None,
            "hearts": catalogue_rows.names(row.hearts, HEARTS) if holds else [],
        }
    return found


@require_safe
@guards.same_for_all
@xframe_options_exempt
@csp_override(FRAMED_ANYWHERE)
def frame(request: HttpRequest) -> HttpResponse:
    """The first few, without menu, script, cookie or session; in the language that its address names."""
    today = clock.today()
    gives_title = standing.gives_title(today)
    wanted = asked(request.GET, gives_title=gives_title)
    code = facts.BY_HTML.get(request.GET.get(facts.NAME, "").lower(), settings.LANGUAGE_CODE)
    with translation.override(code):
        rows = finding.first(finding.found(wanted, on=today), SHOWN)
        context = {
            **site(request),
            "chosen": chosen(wanted),
            "heading": title(gives_title=gives_title),
            "cards": [card(row, on=today, gives_title=gives_title) for row in rows],
            "more": f"{reverse('brands')}?{wanted.query()}",
        }
        # Without the request: no session is asked for.
        page = render_to_string("brands/catalogue/frame.html", context)
    return HttpResponse(page, headers={"Cache-Control": "public, max-age=300", "Content-Language": code})


@require_safe
@guards.public
def embed(request: HttpRequest) -> HttpResponse:
    """The lines to copy, for what is chosen, and how it looks."""
    gives_title = standing.gives_title(clock.today())
    wanted = asked(request.GET, gives_title=gives_title)
    english = request.GET.get("in") == "en"
    path = _path(wanted, english=english)
    words = [title(gives_title=gives_title), *(one.label for one in chosen(wanted))]
    snippet = format_html(
        '<iframe src="{}" title="{}" width="100%" height="640" loading="lazy"></iframe>',
        whole(request, path),
        " · ".join(words),
    )
    context = {
        "wanted": wanted,
        "path": path,
        "snippet": snippet,
        "feed": whole(request, reverse("brands-feed")),
        "gives_title": gives_title,
        "in_english": english,
        "cities": [(city.code, local_words.place(city.name)) for city in alliance.load().cities],
        "kinds": [(kind, KINDS[kind]) for kind in Entry.Kind.values],
    }
    return render(request, "brands/catalogue/embed.html", context)


def _path(wanted: Search, *, english: bool) -> str:
    parts = [part for part in (wanted.query(), f"{facts.NAME}=en" if english else "") if part]
    return f"{reverse('embedded-brands')}?{'&'.join(parts)}" if parts else reverse("embedded-brands")


def hits(query: str, *, on: date, limit: int = 5) -> list[Card]:
    """The first entries that hold all words of a query, for the site's search; none for a query without words."""
    if not words.asked(query):
        return []
    rows: list[CatalogueRow] = finding.first(finding.found(Search(q=query), on=on), limit)
    gives_title = standing.gives_title(on) if rows else False
    return [card(row, on=on, gives_title=gives_title) for row in rows]


def doors(query: str, *, on: date) -> list[Door]:
    """The same as doors, for `reactions.SEARCH`."""
    return [
        Door(card.name, card.url, " · ".join(filter(None, (card.kind, card.where, card.line))))
        for card in hits(query, on=on)
    ]


def marks_of(business_ids: Collection[UUID]) -> list[Door]:
    """Marks in force today of these businesses, one line each, for `reactions.BUSINESS_RECORD`."""
    rows = CatalogueRow.objects.filter(
        entry__business__in=business_ids, held_until__gte=clock.today(), is_suspended=False
    )
    return [
        Door(
            _("Mark of the three hearts: %(name)s") % {"name": row.name}, reverse("brand", args=[row.number])
        )
        for row in rows
    ]
