"""The reader's choices: language and size of text, each a cookie and nothing more."""

from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods

from huaihai.kit import guards

KEPT_FOR = timedelta(days=365)


@require_http_methods(["GET", "HEAD", "POST"])
@guards.public
def preferences(request: HttpRequest) -> HttpResponse:
    """Set the choices that were given and go back. A plain link does too: nothing but a cookie changes."""
    given = request.POST if request.method == "POST" else request.GET
    response = HttpResponseRedirect(_safe_next(request, given.get("next", "")))
    language = given.get("language", "")
    if language in dict(settings.LANGUAGES):
        _keep(response, settings.LANGUAGE_COOKIE_NAME, language)
    text = given.get("text", "")
    if text in {"large", "standard"}:
        _keep(response, settings.LARGE_TEXT_COOKIE_NAME, "1" if text == "large" else "0")
    response.headers["Cache-Control"] = "no-store"
    return response


def _keep(response: HttpResponse, name: str, value: str) -> None:
    response.set_cookie(
        name, value, max_age=KEPT_FOR, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE, httponly=True
    )


def _safe_next(request: HttpRequest, wanted: str) -> str:
    is_ours = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if is_ours and wanted.startswith("/") else reverse("home")
