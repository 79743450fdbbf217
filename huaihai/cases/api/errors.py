"""Why not: one shape for everything that is refused, in the reader's language."""

import logging
from dataclasses import dataclass
from typing import Any

from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from huaihai.businesses.connecting.authentication import Caller, NotAuthenticated
from huaihai.cases import lifecycle
from huaihai.cases.actions.moving import CaseMoved, NotAllowed, Unfit
from huaihai.cases.api.worlds import world_of
from huaihai.cases.practice.acting import PracticeMoved
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
    for error in (CaseMoved, PracticeMoved, lifecycle.NotPossible, NotAllowed):
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
    kind = MOVED if isinstance(error, CaseMoved | PracticeMoved) else NOT_POSSIBLE
    return answer(kind, case=fresh_case(request))


def fresh_case(request: HttpRequest) -> dict[str, Any] | None:
    """The case of the request as it is now."""
    caller: Caller = request.auth  # type: ignore[attr-defined]
    match = request.resolver_match
    try:
        return world_of(caller).case(match.kwargs["case_id"]) if match else None
    except (Http404, KeyError):
        return None
