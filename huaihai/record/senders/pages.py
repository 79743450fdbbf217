"""Where providers push receipts: an address with a secret word in it, which the page of administrators shows."""

import hmac
import os
from importlib import import_module
from typing import Any, Final

from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from huaihai.kit import clock, guards, sealing
from huaihai.record import outbox
from huaihai.record.senders.answers import NotOurs

TEXT: Final = "text/plain; charset=utf-8"
PLACE: Final = "huaihai.record.senders"
WAYS: Final = ("sms", "wechat", "wework")


@csrf_exempt  # a provider has no session; the word, or its signature, says who asks
@require_http_methods(["GET", "POST"])
@guards.public
def receipts(request: HttpRequest, provider: str, word: str) -> HttpResponse:
    """Note what became of messages. A receipt of a message that nobody knows yet is to be pushed again."""
    module = _module(provider)
    if module is None or not hmac.compare_digest(word, word_of(provider)):
        raise Http404
    try:
        if request.method == "GET":
            return HttpResponse(_hello(module, request), content_type=TEXT)
        found = module.receipts(request.body, request.GET.dict())
    except (NotOurs, RequestDataTooBig):
        raise Http404 from None
    if outbox.receive(found, at=clock.now()):
        return HttpResponse(status=503)
    answer = module.ANSWER
    return HttpResponse(answer, content_type=TEXT) if isinstance(answer, str) else JsonResponse(answer)


def word_of(provider: str) -> str:
    """The same for each installation, and known to nobody else."""
    return sealing.fingerprint_of_code(provider, purpose="receipts")[:32]


def provider_of(way: str) -> str:
    """The file of this package that sends this way, or ""."""
    module = os.environ.get(f"HUAIHAI_{way.upper()}_SENDER", "").rpartition(".")[0]
    return module.removeprefix(f"{PLACE}.") if module.startswith(f"{PLACE}.") else ""


def takes_receipts(provider: str) -> bool:
    """Whether it says afterwards what became of a message."""
    return _module(provider) is not None


def _hello(module: Any, request: HttpRequest) -> str:
    """What a server wants to hear that looks whether somebody is here; most do not."""
    if not hasattr(module, "hello"):
        raise NotOurs
    return str(module.hello(request.GET.dict()))


def _module(provider: str) -> Any:
    """Its file, if it is the one that sends."""
    if provider not in {provider_of(way) for way in WAYS}:
        return None
    module = import_module(f"{PLACE}.{provider}")
    return module if hasattr(module, "receipts") else None
