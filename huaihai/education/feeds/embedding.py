"""A small list that any site may show in a frame, and the page with the lines to copy."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_safe

from huaihai.education.feeds import addresses
from huaihai.education.public.warnings import lists, narrowing
from huaihai.education.public.warnings.narrowing import Narrowing
from huaihai.kit import guards
from huaihai.kit.context import site

SHOWN = 8
FRAMED_ANYWHERE = {**settings.SECURE_CSP, "script-src": ["'none'"], "frame-ancestors": ["*"]}


@require_safe
@guards.public
@xframe_options_exempt
@csp_override(FRAMED_ANYWHERE)
def frame(request: HttpRequest) -> HttpResponse:
    """The newest few, without menu, script, cookie or session."""
    chosen = narrowing.asked(request.GET.dict())
    context = {"chosen": chosen, "rows": lists.with_cities(chosen.rows())[:SHOWN], **site(request)}
    page = render_to_string(
        "education/feeds/frame.html", context
    )  # without the request: no session is asked for
    return HttpResponse(page, headers={"Cache-Control": "public, max-age=300"})


@require_safe
@guards.public
def embed(request: HttpRequest) -> HttpResponse:
    """The lines to copy, for the city and topic that are chosen, and how it looks."""
    chosen = narrowing.asked(request.GET.dict())
    path = _path(chosen)
    snippet = format_html(
        '<iframe src="{}" title="{}" width="100%" height="420" loading="lazy"></iframe>',
        f"{addresses.base(request)}{path}",
        " · ".join([*chosen.words, _("Warnings and tips")]),
    )
    context = {"chosen": chosen, "path": path, "snippet": snippet, **lists.choices()}
    return render(request, "education/feeds/embed.html", context)


def _path(chosen: Narrowing) -> str:
    query = {
        "city": chosen.city.code if chosen.city else "",
        "topic": chosen.topic.code if chosen.topic else "",
    }
    return reverse("embedded-warnings", query={name: code for name, code in query.items() if code} or None)
