"""Two addresses for programs: who we are, and where sealed messages come in. Whatever comes, nothing falls over."""

import logging

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
STATUS = {"too_large": 413, "unknown_peer": 403, "unknown_key": 403, "bad_signature": 403}
REFUSED, TOO_MANY, BUSY = 422, 429, 503
JSON = "application/json"


@guards.public
@require_safe
def descriptor(_request: HttpRequest) -> HttpResponse:
    """Name, address and public keys of this installation, signed."""
    try:
        return HttpResponse(own.descriptor(clock.now()), content_type=JSON)
    except own.NoAddress as error:
        raise Http404 from error


@csrf_exempt  # no cookie opens anything here: a message proves itself
@guards.public
@require_POST
def inbox(request: HttpRequest) -> HttpResponse:
    """A sealed message of a known installation; the answer is a signed receipt."""
    if not BRAKE.lets_through(network_of(request)):
        return _refusal("too_many", TOO_MANY, "60")
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isdigit() or int(length) > receiving.LARGEST:
        return _refusal("too_large", STATUS["too_large"])
    try:
        answer = receiving.take_in(request.read(receiving.LARGEST), at=clock.now())
    except Bad as error:
        log.warning("a passport message was refused: %s", error.code)
        return _refusal(error.code, STATUS.get(error.code, REFUSED))
    except own.NoAddress as error:
        raise Http404 from error
    except OperationalError as error:
        log.error("the database does not answer: %s", type(error).__name__)
        return _refusal("busy", BUSY, "20")
    return _private(HttpResponse(answer, content_type=JSON))


def _refusal(code: str, status: int, retry_after: str = "") -> HttpResponse:
    answer = JsonResponse({"code": code}, status=status)
    if retry_after:
        answer.headers["Retry-After"] = retry_after
    return _private(answer)


def _private(answer: HttpResponse) -> HttpResponse:
    answer.headers["Cache-Control"] = "no-store"
    return answer
