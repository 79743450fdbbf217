"""Feeds of all warnings, of one city, on one topic; a list to show in a frame; the page with all addresses."""

import hashlib
import json
from collections.abc import Callable
from datetime import datetime
from uuid import NAMESPACE_URL, uuid5

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.csp import csp_override
from django.views.decorators.http import condition, require_safe

from huaihai import alliance
from huaihai.education.feeds import writers
from huaihai.education.feeds.writers import About
from huaihai.education.public import facts as public_facts
from huaihai.education.public import pages as public_pages
from huaihai.education.public.facts import Narrowing
from huaihai.kit import guards
from huaihai.kit.context import site
from huaihai.kit.network import site_of

WRITERS: dict[str, tuple[str, Callable[[About, list[writers.Entry]], str]]] = {
    "atom": ("application/atom+xml", writers.atom),
    "rss": ("application/rss+xml", writers.rss),
    "json": (
        "application/feed+json",
        lambda about, found: json.dumps(writers.json_feed(about, found), ensure_ascii=False),
    ),
}
REVISION = 1  # grows when an entry is written in another way, so that no reader keeps the old one


def etag(request: HttpRequest, *, form: str, city: str = "", topic: str = "") -> str:
    """Changes with the state of the texts, the address asked and the way in which they are written."""
    state = writers.state(public_facts.named(city=city, topic=topic).rows())
    told = repr((REVISION, form, settings.DEMO, site_of(request), state))
    return f'"{hashlib.sha256(told.encode()).hexdigest()[:32]}"'


def last_modified(_request: HttpRequest, *, form: str, city: str = "", topic: str = "") -> datetime | None:
    """The last going out or reply."""
    del form
    _n, out_at, replied_at = writers.state(public_facts.named(city=city, topic=topic).rows())
    return max(filter(None, (out_at, replied_at)), default=None)


@require_safe
@guards.public
@condition(etag_func=etag, last_modified_func=last_modified)
def feed(request: HttpRequest, *, form: str, city: str = "", topic: str = "") -> HttpResponse:
    """The newest fifty, in the format `form`. In Chinese, whatever the reader of pages chose."""
    chosen = public_facts.named(city=city, topic=topic)
    content_type, write = WRITERS[form]
    base = site_of(request)
    with translation.override(settings.LANGUAGE_CODE):
        body = write(_about(chosen, base, form), writers.newest(chosen.rows(), base=base))
    return writers.document(body, content_type)


def _about(chosen: Narrowing, base: str, form: str) -> About:
    title = " · ".join([alliance.load().platform_name, *chosen.words, _("Warnings and tips")])
    demo = _("demo data") if settings.DEMO else ""
    return About(
        id=f"urn:uuid:{uuid5(NAMESPACE_URL, f'{alliance.load().key}{chosen.path}')}",
        title=f"{title} · {demo}" if demo else title,
        description=_(
            "Warnings, tips, notices and exposures signed by the cities; with corrections and withdrawals."
        ),
        home=f"{base}{chosen.path}/",
        here=f"{base}{chosen.path}.{form}",
    )


SHOWN = 8
FRAMED_ANYWHERE = {**settings.SECURE_CSP, "script-src": ["'none'"], "frame-ancestors": ["*"]}


@require_safe
@guards.same_for_all
@xframe_options_exempt
@csp_override(FRAMED_ANYWHERE)
def frame(request: HttpRequest) -> HttpResponse:
    """The newest few, without menu, script, cookie or session."""
    chosen = public_facts.asked(request.GET.dict())
    context = {"chosen": chosen, "rows": public_pages.with_cities(chosen.rows())[:SHOWN], **site(request)}
    page = render_to_string(
        "education/feeds/frame.html", context
    )  # without the request: no session is asked for
    return HttpResponse(page, headers={"Cache-Control": "public, max-age=300"})


@require_safe
@guards.same_for_all
def embed(request: HttpRequest) -> HttpResponse:
    """The lines to copy, for the city and topic that are chosen, and how it looks."""
    chosen = public_facts.asked(request.GET.dict())
    path = _path(chosen)
    snippet = format_html(
        '<iframe src="{}" title="{}" width="100%" height="420" loading="lazy"></iframe>',
        f"{site_of(request)}{path}",
        " · ".join([*chosen.words, _("Warnings and tips")]),
    )
    context = {"chosen": chosen, "path": path, "snippet": snippet, **public_pages.choices()}
    return render(request, "education/feeds/embed.html", context)


def _path(chosen: Narrowing) -> str:
    query = {
        "city": chosen.city.code if chosen.city else "",
        "topic": chosen.topic.code if chosen.topic else "",
    }
    return reverse("embedded-warnings", query={name: code for name, code in query.items() if code} or None)


@require_safe
@guards.same_for_all
def formats(request: HttpRequest) -> HttpResponse:
    """All pages, feeds and files."""
    return render(
        request, "education/feeds/formats.html", {"base": site_of(request), **public_pages.choices()}
    )
