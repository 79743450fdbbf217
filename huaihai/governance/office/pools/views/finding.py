"""What the pages of the pools look up: rows the reader may see, and who may act on them."""

from uuid import UUID

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from huaihai.governance.actions.pools.keeping import keeps
from huaihai.governance.models import PoolEntry, PoolHours, PoolRequest
from huaihai.governance.office.frame import actor_of
from huaihai.members.models import Organisation


def entry_of(request: HttpRequest, entry_id: UUID) -> PoolEntry:
    """The entry, if the reader may see it."""
    rows = PoolEntry.objects.visible_to(actor_of(request)).select_related("body")
    return get_object_or_404(rows, pk=entry_id)


def kept_entry(request: HttpRequest, entry_id: UUID) -> PoolEntry:
    """The entry, if the reader acts for its body; else not there."""
    entry = entry_of(request, entry_id)
    if not keeps(actor_of(request), entry.body):
        raise Http404
    return entry


def asked_of(request: HttpRequest, request_id: UUID) -> PoolRequest:
    """The request, if the reader may see it."""
    rows = PoolRequest.objects.visible_to(actor_of(request)).select_related("asked_by", "entry__body")
    return get_object_or_404(rows, pk=request_id)


def line_of(asked: PoolRequest, line_id: UUID) -> PoolHours:
    """A line of hours of this request."""
    return get_object_or_404(PoolHours.objects.filter(request=asked).select_related("answer"), pk=line_id)


def own_body(request: HttpRequest) -> Organisation:
    """The body for which the reader enters and asks; else not there (an auditor, the alliance itself)."""
    actor = actor_of(request)
    body = actor.organisation
    if body is None or not keeps(actor, body):
        raise Http404
    return body


def may_ask(request: HttpRequest) -> bool:
    """Whether the reader may enter somebody or ask for somebody."""
    actor = actor_of(request)
    return actor.organisation is not None and keeps(actor, actor.organisation)
