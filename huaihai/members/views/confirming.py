"""What waits for the yes of a second person: posts, and new second factors."""

from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from huaihai.kit import clock
from huaihai.kit.guards import staff
from huaihai.kit.paging import page_of
from huaihai.members import powers
from huaihai.members.actions import links
from huaihai.members.actions import powers as acts
from huaihai.members.actors import Actor
from huaihai.members.errors import MembersError
from huaihai.members.models import PowerRequest, Role

ANSWERED_FOR = timedelta(days=90)
confirmers = staff(Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.HEAD)


@confirmers
@never_cache
def waiting(request: HttpRequest) -> HttpResponse:
    """What waits, and what was answered of late, in the own part of the tree or the own body."""
    return _page(request)


@confirmers
@never_cache
@require_POST
def confirmation(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """Yes. A link is shown once where the person needs one to come in."""
    asked = _found(request, request_id)
    try:
        token = acts.confirm(request=asked, by=_actor(request), at=clock.now())
    except MembersError as error:
        messages.error(request, str(error))
        return HttpResponseRedirect(reverse("people-waiting"))
    if token:
        return _page(request, link=request.build_absolute_uri(links.path_of(token)), of=asked)
    messages.success(request, _("Confirmed: it counts from now on."))
    return HttpResponseRedirect(reverse("people-waiting"))


@confirmers
@require_POST
def refusal(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """No, or taken back by whoever asked."""
    try:
        acts.refuse(request=_found(request, request_id), by=_actor(request), at=clock.now())
    except MembersError as error:
        messages.error(request, str(error))
    return HttpResponseRedirect(reverse("people-waiting"))


def _page(request: HttpRequest, **more: object) -> HttpResponse:
    actor, at = _actor(request), clock.now()
    seen = PowerRequest.objects.visible_to(actor).select_related(
        "account", "organisation", "asked_by", "answered_by"
    )
    rows = [
        {"asked": row, "may": powers.may_confirm(actor, row), "own": row.asked_by_id == actor.account_id}
        for row in seen.open(at)
    ]
    answered = seen.exclude(outcome="").filter(answered_at__gte=at - ANSWERED_FOR).order_by("-answered_at")
    page = page_of(answered, request.GET.get("page"))
    return render(request, "members/waiting.html", {"rows": rows, "page": page, **more})


def _found(request: HttpRequest, request_id: UUID) -> PowerRequest:
    return get_object_or_404(PowerRequest.objects.visible_to(_actor(request)), pk=request_id)


def _actor(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]  # set by members.middleware
    return actor
