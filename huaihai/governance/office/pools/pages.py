"""Who can be had, with the requests of one's own body; one entry; one request."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from huaihai.desk.frame import actor_of, frame, readers
from huaihai.governance.actions.pools import keeps, may_look
from huaihai.governance.models import PoolEntry, PoolRequest
from huaihai.governance.models.pools import Kind
from huaihai.governance.office.pools.titles import history
from huaihai.kit import clock
from huaihai.kit.paging import page_of
from huaihai.kit.text.normalise import fold
from huaihai.members.models import Organisation

MENU_KEY = "pools"
NEWEST = 30
LONGEST_SEARCH = 80
TONES = {"asked": "warn", "granted": "ok"}


@readers
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Requests that wait for the reader's body and those of the last time, and everybody who can be had."""
    actor = actor_of(request)
    kind = request.GET.get("kind", "")
    words = request.GET.get("q", "").replace("\x00", "")[:LONGEST_SEARCH].strip()
    entries = PoolEntry.objects.visible_to(actor).filter(stage="active")
    if kind in Kind.values:
        entries = entries.filter(kind=kind)
    for word in fold(words).split():
        entries = entries.filter(searched__contains=word)
    body = own_body(request)
    requests = PoolRequest.objects.visible_to(actor).select_related("entry__body", "asked_by")
    context = {
        **frame(request, MENU_KEY),
        "page": page_of(entries.select_related("body"), request.GET.get("page")),
        "kinds": Kind.choices,
        "kind": kind,
        "q": words,
        "may_ask": body is not None,
        "waiting": requests.waiting_for(body, clock.today()) if body else (),
        "requests": requests[:NEWEST],
        "tones": TONES,
        "today": clock.today(),
    }
    return render(request, "governance/office/pools/overview.html", context)


@readers
@never_cache
@require_safe
def entry_page(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One entry; for its own body also what happened, and who looked."""
    return show_entry(request, entry_of(request, pk))


@readers
@never_cache
@require_safe
def request_page(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One request: what was asked, what was answered, and what the reader's body can do."""
    row, actor = request_of(request, pk), actor_of(request)
    gives, asks = keeps(actor, row.entry.body), keeps(actor, row.asked_by)
    context = {
        **frame(request, MENU_KEY),
        "row": row,
        "tone": TONES.get(row.stage, "calm"),
        "is_party": gives or asks,
        "is_over": row.stage == "asked" and row.until_on < clock.today(),
        "may_answer": gives and row.stage in ("asked", "granted") and row.until_on >= clock.today(),
        "may_withdraw": asks and row.stage in ("asked", "granted"),
        "entries": history(row.record_key) if gives or asks else (),
    }
    return render(request, "governance/office/pools/request.html", context)


def show_entry(
    request: HttpRequest,
    entry: PoolEntry,
    *,
    opened: PoolEntry | None = None,
    refused: str = "",
    status: int = 200,
) -> HttpResponse:
    """The page of an entry, with name and contact once they are `opened`."""
    actor, today = actor_of(request), clock.today()
    is_kept = keeps(actor, entry.body)
    context: dict[str, Any] = {
        **frame(request, MENU_KEY),
        "entry": entry,
        "is_kept": is_kept,
        "is_offered": entry.is_offered(today),
        "may_ask": own_body(request) is not None and entry.is_offered(today),
        "may_look": may_look(entry, actor, on=today),
        "opened": opened,
        "refused": refused,
        "entries": history(entry.record_key) if is_kept else (),
    }
    return render(request, "governance/office/pools/entry.html", context, status=status)


def entry_of(request: HttpRequest, pk: UUID) -> PoolEntry:
    """The entry, if the reader may see it."""
    return get_object_or_404(PoolEntry.objects.visible_to(actor_of(request)).select_related("body"), pk=pk)


def request_of(request: HttpRequest, pk: UUID) -> PoolRequest:
    """The request, if the reader may see it."""
    rows = PoolRequest.objects.visible_to(actor_of(request)).select_related("asked_by", "entry__body")
    return get_object_or_404(rows, pk=pk)


def own_body(request: HttpRequest) -> Organisation | None:
    """The body for which the reader enters and asks; none of an auditor or the alliance itself."""
    actor = actor_of(request)
    body = actor.organisation
    return body if body is not None and keeps(actor, body) else None
