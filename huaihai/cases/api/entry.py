"""What stands before every address of the protocol: language, size, signature, and one shape of refusals."""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.conf import settings
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.security.base import AuthBase

from huaihai.businesses.connecting import authentication
from huaihai.businesses.connecting.authentication import Caller, NotAuthenticated
from huaihai.cases.api.worlds import world_of
from huaihai.desk.lives import Moved, NotAllowed, NotPossible, Unfit
from huaihai.kit import clock, http_signing
from huaihai.kit.brakes import Brake
from huaihai.record.intake import KeyReused

log = logging.getLogger(__name__)
RETRY_SECONDS = 20


@dataclass(frozen=True)
class Kind:
    """A status, a code for programs, and words for people."""

    status: int
    code: str
    message: Promise | str


MALFORMED = Kind(400, "malformed", _("The request is not JSON of the kind that is described."))
NOT_AUTHENTICATED = Kind(401, "not-authenticated", _("The request does not prove who sends it."))
NOT_FOUND = Kind(404, "not-found", _("There is nothing here for you."))
NO_SUCH_METHOD = Kind(405, "no-such-method", _("This address does not take requests of this kind."))
NOT_POSSIBLE = Kind(409, "not-possible", _("This is not possible as the case stands now."))
MOVED = Kind(409, "moved", _("Meanwhile something happened in this case. Please read it anew."))
TOO_LARGE = Kind(413, "too-large", _("The request is too large. Please send fewer or smaller files."))
UNFIT = Kind(422, "unfit", _("Something does not fit."))
KEY_MISSING = Kind(422, "key-missing", _("Every POST needs a header Idempotency-Key of 16 to 64 characters."))
KEY_REUSED = Kind(422, "key-reused", _("This key was used before for something else."))
ONLY_FOR_PRACTICE = Kind(403, "only-for-practice", _("Only a connection made for practice can do this."))
TOO_MANY = Kind(429, "too-many", _("These are too many requests. Please wait a minute."))
UNAVAILABLE = Kind(503, "unavailable", _("Please try again in a moment."))


ALL = (
    MALFORMED,
    NOT_AUTHENTICATED,
    ONLY_FOR_PRACTICE,
    NOT_FOUND,
    NO_SUCH_METHOD,
    NOT_POSSIBLE,
    MOVED,
    TOO_LARGE,
    UNFIT,
    KEY_MISSING,
    KEY_REUSED,
    TOO_MANY,
    UNAVAILABLE,
)
SHAPES: dict[str, Promise | str] = {
    "missing": _("This is needed."),
    "extra_forbidden": _("This field is not known here."),
    "too_long": _("This is too long."),
    "too_short": _("This is too short."),
    "greater_than_equal": _("This is too small."),
    "less_than_equal": _("This is too large."),
}


class TooMany(Exception):
    """A connection asks more often than is borne."""


class OnlyForPractice(Exception):
    """A live connection asks for a practice case."""


def answer(kind: Kind, *, message: str = "", field: str | None = None, **more: Any) -> JsonResponse:
    """The refusal as it is sent."""
    said = {"code": kind.code, "message": message or str(kind.message), "field": field, **more}
    response = JsonResponse(said, status=kind.status, json_dumps_params={"ensure_ascii": False})
    if kind.status == 401:
        response.headers["WWW-Authenticate"] = 'Signature realm="huaihai"'
    if kind.status in (429, 503):
        response.headers["Retry-After"] = "60" if kind.status == 429 else str(RETRY_SECONDS)
    return response


def handle_in(api: NinjaAPI) -> None:
    """What is raised below is answered here."""
    plain: dict[type[Exception], Kind] = {
        NotAuthenticated: NOT_AUTHENTICATED,
        Http404: NOT_FOUND,
        TooMany: TOO_MANY,
        OnlyForPractice: ONLY_FOR_PRACTICE,
        KeyReused: KEY_REUSED,
        HttpError: MALFORMED,
        OperationalError: UNAVAILABLE,
    }
    for error, kind in plain.items():
        api.add_exception_handler(error, _plainly(kind))
    api.add_exception_handler(ValidationError, _unfit_shape)
    api.add_exception_handler(Unfit, _unfit)
    for error in (Moved, NotPossible, NotAllowed):
        api.add_exception_handler(error, _moved)


def _plainly(kind: Kind) -> Any:
    def told(request: HttpRequest, error: Exception) -> HttpResponse:
        if kind is UNAVAILABLE:
            log.error("the database does not answer: %s", type(error).__name__)
        return answer(kind)

    return told


def _unfit(request: HttpRequest, error: Any) -> HttpResponse:
    return answer(UNFIT, message=str(error.message), field=error.field or None)


def _unfit_shape(request: HttpRequest, error: Any) -> HttpResponse:
    """The first thing that does not have the described shape: where, and why."""
    first = error.errors[0]
    where = [str(part) for part in first["loc"]]
    if where[0] == "header":
        return answer(KEY_MISSING, field="Idempotency-Key")
    within = where[2:] if where[0] == "body" else where[1:]
    why = (
        first["msg"].removeprefix("Value error, ")
        if first["type"] == "value_error"
        else _shape(first["type"])
    )
    return answer(UNFIT, message=str(why), field=".".join(within) or None)


def _shape(kind: str) -> Promise | str:
    """The checker's finding in words."""
    for ending, words in SHAPES.items():
        if kind.endswith(ending):
            return words
    return _("This does not have the form that is described.")


def _moved(request: HttpRequest, error: Any) -> HttpResponse:
    """What was tried is not possible any more: with the case as it is now, if it is still the caller's."""
    kind = MOVED if isinstance(error, Moved) else NOT_POSSIBLE
    return answer(kind, case=fresh_case(request))


def fresh_case(request: HttpRequest) -> dict[str, Any] | None:
    """The case of the request as it is now."""
    caller: Caller = request.auth  # type: ignore[attr-defined]
    match = request.resolver_match
    try:
        return world_of(caller).case(match.kwargs["case_id"]) if match else None
    except (Http404, KeyError):
        return None


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
            raise TooMany
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
        return answer(TOO_LARGE)
    response = view(request, *args, **kwargs)
    if response.status_code == 405:
        told = answer(NO_SUCH_METHOD)
        told.headers["Allow"] = response.headers.get("Allow", "")
        return told
    return response
