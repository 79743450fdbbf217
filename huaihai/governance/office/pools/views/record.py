"""What has happened to an entry and to a request, from the record."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from huaihai.governance.office.frame import actor_of, frame, readers
from huaihai.governance.office.pools import steps, told
from huaihai.governance.office.pools.views.finding import asked_of, kept_entry
from huaihai.kit.paging import page_of
from huaihai.record import events


@readers
@never_cache
@require_safe
def of_entry(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """For the entry's own body: each change, and each look at name and contact with the body that looked."""
    held = kept_entry(request, entry_id)
    return _page(request, held.record_key, held.shown_as, reverse("office-pool", args=[held.pk]))


@readers
@never_cache
@require_safe
def of_request(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """For the two bodies: each step of the request."""
    asked = asked_of(request, request_id)
    if not steps.is_party(asked, actor_of(request)):
        raise Http404
    name = asked.entry.shown_as if asked.entry else str(asked.get_kind_display())
    return _page(request, asked.record_key, name, reverse("office-pool-request", args=[asked.pk]))


def _page(request: HttpRequest, subject: str, name: str, back_url: str) -> HttpResponse:
    page = page_of(events.history(subject).order_by("-number"), request.GET.get("page"))
    context = {
        "name": name,
        "back_url": back_url,
        "page": page,
        "entries": told.entries(page.rows),
        **frame(request, "pools"),
    }
    return render(request, "governance/office/pools/record.html", context)
