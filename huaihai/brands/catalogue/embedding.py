"""A short list that any site may show in a frame, and the page with the lines to copy."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.html import format_html
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_safe

from huaihai import alliance
from huaihai.brands import standing
from huaihai.brands.catalogue import finding, language
from huaihai.brands.catalogue.asked import Asked, asked
from huaihai.brands.catalogue.choices import chosen
from huaihai.brands.catalogue.feed import title
from huaihai.brands.catalogue.telling import KINDS, card
from huaihai.brands.models import Entry
from huaihai.businesses.register.addresses import whole
from huaihai.kit import clock, guards, local_words
from huaihai.kit.context import site

SHOWN = 6
FRAMED_ANYWHERE = {**settings.SECURE_CSP, "script-src": ["'none'"], "frame-ancestors": ["*"]}


@require_safe
@guards.public
@xframe_options_exempt
@csp_override(FRAMED_ANYWHERE)
def frame(request: HttpRequest) -> HttpResponse:
    """The first few, without menu, script, cookie or session; in the language that its address names."""
    today = clock.today()
    gives_title = standing.gives_title(today)
    wanted = asked(request.GET, gives_title=gives_title)
    code = language.BY_HTML.get(request.GET.get(language.NAME, "").lower(), settings.LANGUAGE_CODE)
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


def _path(wanted: Asked, *, english: bool) -> str:
    parts = [part for part in (wanted.query(), f"{language.NAME}=en" if english else "") if part]
    return f"{reverse('embedded-brands')}?{'&'.join(parts)}" if parts else reverse("embedded-brands")
