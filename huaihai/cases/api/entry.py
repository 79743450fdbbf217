"""What stands before every address of the protocol: the reader's language, size, signature, and one shape of errors."""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import translation
from ninja.security.base import AuthBase

from huaihai.businesses.connecting import authentication
from huaihai.businesses.connecting.authentication import Caller
from huaihai.cases.api import errors
from huaihai.kit import clock, http_signing
from huaihai.kit.brakes import Brake

type View = Callable[..., HttpResponseBase]
BRAKE = Brake("protocol", most=600, seconds=60)
KEY_HEADER = "idempotency-key"


class Signed(AuthBase):
    """A request signed as the guide says; `request.auth` is the caller."""

    openapi_type = "apiKey"

    def __init__(self) -> None:
        super().__init__()
        self.openapi_security_schema.update(
            {
                "in": "header",
                "name": "Signature",
                "description": "HTTP Message Signatures (RFC 9421) with hmac-sha256, over @method, @authority, @path, "
                "@query, content-digest (RFC 9530) and, where sent, idempotency-key. See the guide.",
            }
        )

    def __call__(self, request: HttpRequest) -> Caller:
        caller = authentication.caller_of(
            message_of(request),
            needed=frozenset({KEY_HEADER} & {name.lower() for name in request.headers}),
            at=clock.now(),
            stamp=int(time.time()),
        )
        if not BRAKE.lets_through(str(caller.connection.pk)):
            raise errors.TooMany
        return caller


def guarded(view: View) -> View:
    """The view, in the language that the reader asks for, for requests of a bearable size."""

    @wraps(view)
    def entered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        with translation.override(translation.get_language_from_request(request)):
            response = _answer(view, request, *args, **kwargs)
        response.headers["Cache-Control"] = "private, no-store"
        response.headers["Vary"] = "Accept-Language"
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Content-Language"] = translation.get_language_from_request(request)
        return response

    entered.guard = "connection"  # type: ignore[attr-defined]  # read by the test of all URLs
    entered.csrf_exempt = True  # type: ignore[attr-defined]  # no cookie opens anything here
    return entered


def message_of(request: HttpRequest) -> http_signing.Message:
    """The request as it was signed."""
    return http_signing.Message(
        method=request.method or "",
        authority=request.get_host(),
        path=request.path,
        query=request.META.get("QUERY_STRING", ""),
        body=request.body,
        headers={name.lower(): value for name, value in request.headers.items()},
    )


def _answer(view: View, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isdigit() or int(length) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
        return errors.answer(errors.TOO_LARGE)
    response = view(request, *args, **kwargs)
    if response.status_code == 405:
        told = errors.answer(errors.NO_SUCH_METHOD)
        told.headers["Allow"] = response.headers.get("Allow", "")
        return told
    return response
