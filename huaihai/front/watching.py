"""For whoever watches the service: it lives, it is ready, and in numbers how it does."""

import hmac
import ipaddress
import os
import resource
from dataclasses import fields
from http import HTTPStatus
from typing import Final

from django.conf import settings
from django.db import Error, connection
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from huaihai.front.health import findings, working
from huaihai.kit import clock, counted, disks, guards, key_check, pool, proxies
from huaihai.kit.models import KeyCheck

ANSWERS_WITHIN: Final = 2  # seconds, the database
PROBES: Final = [one.name for one in fields(working.Work) if one.name not in ("at", "is_busy", "stuck")]
PROMETHEUS: Final = "text/plain; version=0.0.4; charset=utf-8"


@require_safe
@guards.public
def healthz(_request: HttpRequest) -> HttpResponse:
    """The process lives. It asks for nothing that a new start would not bring back."""
    return _plain("ok")


@require_safe
@guards.public
def readyz(_request: HttpRequest) -> HttpResponse:
    """The database answers, under the keys that are in use, and there is room to write; else 503, and what is wrong."""
    wrong = unready()
    return _plain(wrong or "ok", HTTPStatus.SERVICE_UNAVAILABLE if wrong else HTTPStatus.OK)


@require_safe
@guards.public
def metrics(request: HttpRequest) -> HttpResponse:
    """In the text format of Prometheus, for the networks of HUAIHAI_WATCHERS or whoever shows the token."""
    if not _may_watch(request):
        raise Http404
    return HttpResponse("\n".join([*_of_process(), *_of_business(), ""]), content_type=PROMETHEUS)


def unready() -> str:
    """In a line why this process should get no visitors now; "" if it may."""
    try:
        held = _fingerprints()
    except Error:
        return "the database does not answer"
    if not key_check.are_ours(held):
        return "the keys are others than those of the database"
    return disks.wrong()


def _fingerprints() -> dict[str, str]:
    if connection.vendor == "sqlite":
        return dict(KeyCheck.objects.values_list("name", "fingerprint"))
    question = f"SELECT name, fingerprint FROM {KeyCheck._meta.db_table}"  # noqa: S608 # a name of ours
    found: dict[str, str] = dict(pool.asked_anew(connection.settings_dict, question, seconds=ANSWERS_WITHIN))
    return found


def _may_watch(request: HttpRequest) -> bool:
    shown = request.headers.get("Authorization", "").removeprefix("Bearer ").encode()
    if settings.METRICS_TOKEN and hmac.compare_digest(shown, settings.METRICS_TOKEN.encode()):
        return True
    try:
        address = proxies.plain(ipaddress.ip_address(request.META.get("REMOTE_ADDR", "")))
    except ValueError:
        return False
    return any(address in network for network in settings.WATCHERS)


def _of_process() -> list[str]:
    role = os.environ.get("HUAIHAI_ROLE", "all")
    kilobytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return [
        f'huaihai_up{{role="{role}"}} 1',
        *counted.lines(),
        f"process_max_resident_memory_bytes {kilobytes * 1024}",
        f"huaihai_disk_free_bytes {disks.free()}",
    ]


def _of_business() -> list[str]:
    """Without the database only that it does not answer; the rest would be of before."""
    try:
        work = working.lately(at=clock.now())
    except Error:
        return ["huaihai_database_up 0"]
    lines = ["huaihai_database_up 1", "# TYPE huaihai_probe gauge", "# TYPE huaihai_probe_wrong gauge"]
    wrong = {one.about for one in findings.work(work)}
    for name in PROBES:
        value = getattr(work, name)
        lines.append(f'huaihai_probe{{name="{name}"}} {bool(value) if isinstance(value, str) else value:g}')
        lines.append(f'huaihai_probe_wrong{{name="{name}"}} {int(name in wrong)}')
    return lines


def _plain(text: str, status: int = HTTPStatus.OK) -> HttpResponse:
    return HttpResponse(
        f"{text}\n",
        status=status,
        content_type="text/plain; charset=utf-8",
        headers={"Cache-Control": "no-store"},
    )
