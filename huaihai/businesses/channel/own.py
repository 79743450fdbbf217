"""A business's own page about the fast channel: since when, what is promised, a pause, leaving and staying."""

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from huaihai.businesses import rights
from huaihai.businesses.channel import membership
from huaihai.businesses.channel.facts import promised, term
from huaihai.businesses.models import Enrolment
from huaihai.businesses.pages import button_on, frame
from huaihai.businesses.register.pages import actor_of
from huaihai.desk.lives import DeskError
from huaihai.kit import clock, guards

MOST_SHOWN = 20
CONFLICT = 409


@guards.business
@require_safe
def channel(request: HttpRequest) -> HttpResponse:
    """Each enrolment of the businesses that one answers for."""
    return _page(request)


@guards.business
@button_on("business-channel")
def notice(request: HttpRequest) -> HttpResponse:
    """Say that the business leaves or pauses."""
    what = request.POST.get("what", "")
    if what not in Enrolment.Notice.values:
        raise Http404
    said = _("Your notice stands. You can take it back until its day.")
    return _try(
        request,
        said,
        lambda row, seen: membership.give_notice(
            row, what=what, seen=seen, by=actor_of(request), at=clock.now()
        ),
    )


@guards.business
@button_on("business-channel")
def stay(request: HttpRequest) -> HttpResponse:
    """Take the notice back."""
    return _try(
        request,
        _("You stay on the fast channel."),
        lambda row, seen: membership.withdraw_notice(row, seen=seen, by=actor_of(request), at=clock.now()),
    )


@guards.business
@button_on("business-channel")
def come_back(request: HttpRequest) -> HttpResponse:
    """End the pause that the business took itself."""
    return _try(
        request,
        _("You are back on the fast channel."),
        lambda row, seen: membership.resume(row, seen=seen, by=actor_of(request), at=clock.now()),
    )


def own_enrolments(request: HttpRequest) -> Any:
    """Those of the businesses that the reader answers for."""
    rows = Enrolment.objects.visible_to(actor_of(request)).select_related("body", "business__parent")
    return rows.order_by("-applied_at", "pk")


def _try(request: HttpRequest, said: str, act: Any) -> HttpResponse:
    enrolment, seen = _named(request), request.POST.get("seen", "")
    if not (seen.isascii() and seen.isdigit() and len(seen) < len("1000000000")):
        raise Http404
    try:
        act(enrolment, int(seen))
    except DeskError as error:
        return _page(request, refused=error)
    messages.success(request, said)
    return HttpResponseRedirect(reverse("business-channel"))


def _named(request: HttpRequest) -> Enrolment:
    try:
        wanted = UUID(request.POST.get("enrolment", ""))
    except ValueError as error:
        raise Http404 from error
    found: Enrolment | None = own_enrolments(request).filter(pk=wanted).first()
    if found is None or not rights.manages(actor_of(request), found.business, on=clock.today()):  # type: ignore[arg-type]
        raise Http404
    return found


def _page(request: HttpRequest, *, refused: DeskError | None = None) -> HttpResponse:
    today = clock.today()
    rows = [_shown(request, row, today) for row in own_enrolments(request)[:MOST_SHOWN]]
    why = ""
    if refused is not None:
        why = str(refused) if not hasattr(refused, "row") else _("Somebody else changed it meanwhile.")
    context = {"rows": rows, "why": why, **frame(request)}
    status = CONFLICT if refused is not None else 200
    return render(request, "businesses/joining/channel.html", context, status=status)


def _shown(request: HttpRequest, row: Enrolment, today: date) -> dict[str, Any]:
    paused = row.suspensions.filter(until_on=None).first()
    may = row.business is not None and rights.manages(actor_of(request), row.business, on=today)
    is_live = row.stage in ("joined", "suspended")
    return {
        "enrolment": row,
        "promised": promised(row.body, on=today) if row.stage == "joined" else [],
        "paused": paused,
        "may_return": may and paused is not None and paused.by_business,
        "may_change": may and is_live,
        "notice": row.get_notice_display() if row.notice else "",
        "term": term(membership.notice_limit(row, on=today)) if is_live else "",
    }
