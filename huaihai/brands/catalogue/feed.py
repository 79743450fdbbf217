"""The catalogue for programs: a paged JSON feed, readable from any site, short where nothing changed."""

import hashlib
import json
from typing import Any, cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from huaihai import alliance
from huaihai.brands import standing
from huaihai.brands.catalogue import facets, finding
from huaihai.brands.catalogue.asked import asked
from huaihai.brands.catalogue.telling import chips
from huaihai.brands.models import CatalogueRow
from huaihai.brands.scoring.names import HEARTS
from huaihai.businesses.place_names import place_name
from huaihai.businesses.register.addresses import whole
from huaihai.kit import clock, guards

A_PAGE = 100
LICENCE = "https://creativecommons.org/licenses/by/4.0/"


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
            "months": [int(month) for month in facets.names(row.months, facets.MONTHS)],
            "pledges": facets.names(row.pledged, facets.PLEDGES),
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
            "hearts": facets.names(row.hearts, HEARTS) if holds else [],
        }
    return found
