"""A page in another language by its address (`?lang=en`): for links, and for those who search in that language."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from huaihai.kit.templatetags.kit import LANGUAGE_NAMES

NAME = "lang"
BY_HTML = {html.lower(): code for code, html, _name in LANGUAGE_NAMES} | {"en": "en"}


def by_address(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Answer in the language that the address names, and keep it for the reader's next pages."""

    @wraps(view)
    def answered(request: HttpRequest, /, *args: Any, **kwargs: Any) -> HttpResponse:
        code = BY_HTML.get(request.GET.get(NAME, "").lower(), "")
        if not code:
            return view(request, *args, **kwargs)
        _without_name(request)
        request.LANGUAGE_CODE = code
        with translation.override(code):
            answer = view(request, *args, **kwargs)
        answer.headers["Content-Language"] = code
        answer.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            code,
            samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
        )
        return answer

    return answered


def alternates(address: str) -> list[tuple[str, str]]:
    """Pairs of a language and the page's address in it, for `hreflang`; the address itself is the default."""
    sign = "&" if "?" in address else "?"
    return [
        *((html, f"{address}{sign}{NAME}={html}") for _code, html, _name in LANGUAGE_NAMES),
        ("x-default", address),
    ]


def _without_name(request: HttpRequest) -> None:
    """Links of the page lead on without it, so that another language can be chosen there."""
    rest = request.GET.copy()
    del rest[NAME]
    request.GET = rest  # type: ignore[assignment]  # a copy may be changed
    request.META["QUERY_STRING"] = rest.urlencode()
