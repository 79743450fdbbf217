"""Small middleware: what browsers may keep, language and large text by cookie, and no database."""

import logging
from collections.abc import Callable, Mapping

from django.conf import settings
from django.contrib.sessions import middleware as sessions
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from huaihai.kit import outages

log = logging.getLogger(__name__)


class UnavailableMiddleware:
    """Without its database, or without room to write, the program says so, and when to try again; the page keeps what
    was typed.

    Here is what a view raises. What is raised on the way to one, or back, comes to `front.views.server_error`.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not outages.is_one(exception):
            return None
        log.error("%s: %s", outages.what_is_wrong(exception), type(exception).__name__)
        return outages.page(request, exception)


class SessionMiddleware(sessions.SessionMiddleware):
    """What a page notes in the session of somebody who only reads is not worth the page: where there is no room to
    write it, the page is shown without."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        try:
            return super().process_response(request, response)
        except Exception as error:  # Django says that the session was deleted
            if request.method not in ("GET", "HEAD") or not outages.is_of_the_disk(error):
                raise
            log.error("a session was not kept: nothing can be written")
            return response


class PrivateMiddleware:
    """A page for somebody with a session is not kept by the browser, so that on a shared computer the next one
    finds nothing by going back. Pages that say more strictly what may be kept stay as they are."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not request.session.is_empty():
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response


class PreferenceMiddleware:
    """The country's first language unless the reader chose otherwise, whatever the browser asks for."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.LANGUAGE_CODE = language = language_of(request.COOKIES)
        request.large_text = wants_large_text(request.COOKIES)  # type: ignore[attr-defined]
        with translation.override(language):
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response


def language_of(cookies: Mapping[str, str]) -> str:
    """The language that the reader chose, or the country's first."""
    chosen = cookies.get(settings.LANGUAGE_COOKIE_NAME, "")
    return chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def wants_large_text(cookies: Mapping[str, str]) -> bool:
    """Whether the reader chose large text."""
    return cookies.get(settings.LARGE_TEXT_COOKIE_NAME) == "1"
