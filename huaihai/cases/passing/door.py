"""Addresses for programs: who we are, where sealed messages come in, where files do. Whatever comes, nothing falls
over."""

import logging
from collections.abc import Callable

from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from huaihai.cases.passing import own, receiving
from huaihai.cases.passport.bad import Bad
from huaihai.kit import clock, guards
from huaihai.kit.brakes import Brake
from huaihai.kit.network import network_of

log = logging.getLogger(__name__)
BRAKE = Brake("passport", most=600, seconds=60)
REFUSED, TOO_MANY, BUSY = 422, 429, 503
JSON, SEALED = "application/json", "application/octet-stream"


@guards.public
@require_safe
def descriptor(_request: HttpRequest) -> HttpResponse:
    """Name, address and public keys of this installation, signed."""
    try:
        return HttpResponse(own.served(clock.now()), content_type=JSON)
    except own.NoAddress as error:
        raise Http404 from error


@csrf_exempt  # no cookie opens anything here: a message proves itself
@guards.public
@require_POST
def messages(request: HttpRequest) -> HttpResponse:
    """A sealed message of a known installation; the answer is a signed receipt, sealed for that one."""
    return _taken(request, receiving.LARGEST, lambda sealed: receiving.take_in(sealed, at=clock.now()))


@csrf_exempt  # likewise
@guards.public
@require_POST
def evidence(request: HttpRequest, passport: str, sha256: str) -> HttpResponse:
    """The sealed bytes of a file that a message of this passport lists."""

    def take(sealed: bytes) -> bytes:
        receiving.take_file(passport, sha256, sealed, at=clock.now())
        return b""

    return _taken(request, receiving.LARGEST_FILE, take)


def _taken(request: HttpRequest, most: int, take: Callable[[bytes], bytes]) -> HttpResponse:
    if not BRAKE.lets_through(network_of(request)):
        return _refusal({"code": "too_many"}, TOO_MANY, "60")
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isdigit() or int(length) > most:
        return _refusal({"code": "too_large", "where": ""}, REFUSED)
    try:
        answer = take(request.read(most))
    except Bad as error:
        log.warning("a passport message was refused: %s", error.code)
        return _refusal({"code": error.code, "where": error.where}, REFUSED)
    except own.NoAddress as error:
        raise Http404 from error
    except OperationalError as error:
        log.error("the database does not answer: %s", type(error).__name__)
        return _refusal({"code": "busy"}, BUSY, "20")
    return _private(HttpResponse(answer, content_type=SEALED))


def _refusal(said: dict[str, str], status: int, retry_after: str = "") -> HttpResponse:
    answer = JsonResponse(said, status=status)
    if retry_after:
        answer.headers["Retry-After"] = retry_after
    return _private(answer)


def _private(answer: HttpResponse) -> HttpResponse:
    answer.headers["Cache-Control"] = "no-store"
    return answer
