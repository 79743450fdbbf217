"""To WeChat and back: opening one's complaints with it, and the page of a complaint that says what it is for."""

import secrets
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from huaihai.cases import visits
from huaihai.cases.consumer.tracking.access import open_case, with_case
from huaihai.cases.models import Case
from huaihai.cases.wechat import provider, verbs
from huaihai.kit import clock, guards
from huaihai.kit.brakes import Brake
from huaihai.kit.network import network_of, whole
from huaihai.members import actors
from huaihai.members.actors import Actor
from huaihai.record.senders.answers import Refused

TRIES = Brake("wechat-network", most=60, seconds=900)
UNDER_WAY = "wechat"  # session key: what was begun here and comes back from there
WITHIN = timedelta(minutes=10)
DEMO_READERS = ("demo-1", "demo-2")


@require_safe
@guards.public
def go(request: HttpRequest) -> HttpResponse:
    """To WeChat, to open one's complaints."""
    return _lead_there(request, "")


@require_http_methods(["GET", "HEAD", "POST"])
@with_case
def of_case(request: HttpRequest, case: Case, actor: Actor) -> HttpResponse:
    """What it is for; to WeChat and back, or an end of it."""
    is_joined = bool(case.complainant.wechat)
    if request.method == "POST":
        verbs.part(case, by=actor, at=clock.now())
        messages.success(
            request, _("WeChat opens this complaint no more. Number and receipt code do, as before.")
        )
        return redirect("my-case", case_id=case.pk)
    if not is_joined and not _is_offered(request):
        raise Http404
    if "go" in request.GET and not is_joined:
        return _lead_there(request, str(case.pk))
    return render(request, "cases/consumer/wechat.html", {"case": case, "is_joined": is_joined})


@require_safe
@guards.public
def back(request: HttpRequest) -> HttpResponse:
    """From WeChat, with a code. What comes without having been begun here, or late, does nothing."""
    begun = request.session.pop(UNDER_WAY, None) or {}
    code, state = request.GET.get("code", ""), request.GET.get("state", "")
    is_ours = (
        constant_time_compare(begun.get("state", ""), state)
        and begun.get("until", "") > clock.now().isoformat()
    )
    if not (code and state and is_ours):
        return _to_code(
            request, _("That took too long, or WeChat was not asked from here. Please try again.")
        )
    try:
        openid = provider.openid(code)
    except (Refused, OSError):
        return _to_code(
            request, _("WeChat gives no answer. Please try again later, or use number and receipt code.")
        )
    return _join(request, begun["case"], openid) if begun["case"] else _open(request, openid)


def _join(request: HttpRequest, case_id: str, openid: str) -> HttpResponse:
    if not Actor.of_request(request).case_ids:
        return redirect("track")
    case, actor = open_case(request, UUID(case_id))
    verbs.join(case, openid, by=actor, at=clock.now())
    messages.success(request, _("From now on this WeChat opens your complaint, without number and code."))
    return redirect("my-case", case_id=case.pk)


def _open(request: HttpRequest, openid: str) -> HttpResponse:
    found = list(verbs.opened_by(openid)[: actors.MAX_CONSUMER_CASES])
    if not found:
        words = _(
            "This WeChat opens no complaint yet. Please open yours with number and receipt code, and choose “Open it "
            "with WeChat” there."
        )
        return _to_code(request, words)
    for case in found:
        actors.remember_case(request, case.pk, visits.mark_of(case))
    if request.session.session_key is not None:
        request.session.cycle_key()
    return redirect("my-cases")


@require_safe
@guards.public
def demo(request: HttpRequest) -> HttpResponse:
    """What stands in WeChat's place in the demo: who comes back from there is chosen by hand."""
    if not settings.DEMO:
        raise Http404
    state, address = request.GET.get("state", ""), reverse("wechat-back")
    return render(
        request,
        "cases/consumer/wechat_demo.html",
        {"readers": DEMO_READERS, "state": state, "address": address},
    )


def _is_offered(request: HttpRequest) -> bool:
    return provider.is_offered(request.headers.get("User-Agent", ""))


def _lead_there(request: HttpRequest, case_id: str) -> HttpResponse:
    if not _is_offered(request):
        raise Http404
    if not TRIES.lets_through(network_of(request)):
        return _to_code(
            request, _("Too many tries. Please wait a quarter of an hour, or call the association.")
        )
    state, until = secrets.token_urlsafe(24), (clock.now() + WITHIN).isoformat()
    try:
        address = provider.address(whole(request, reverse("wechat-back")), state=state)
    except Refused:
        return _to_code(
            request, _("WeChat gives no answer. Please try again later, or use number and receipt code.")
        )
    request.session[UNDER_WAY] = {"state": state, "until": until, "case": case_id}
    return redirect(address)


def _to_code(request: HttpRequest, words: str) -> HttpResponse:
    messages.warning(request, words)
    return redirect("track")
