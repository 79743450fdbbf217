"""The files of the alliance's papers: of a meeting and its minutes for staff, of a resolution for everybody."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from huaihai.desk.frame import readers
from huaihai.desk.papers.handing import official
from huaihai.governance.meetings.pages import meeting_or_404
from huaihai.governance.meetings.room import visible_minutes
from huaihai.governance.papers import making
from huaihai.governance.resolutions.pages import resolution_or_404
from huaihai.kit import clock, guards


@readers
@require_safe
def notice(request: HttpRequest, pk: UUID, kind: str) -> HttpResponse:
    """The notice of a meeting."""
    meeting = meeting_or_404(request, pk)
    if meeting.stage == "cancelled":
        raise Http404
    made_at, is_draft = meeting.invited_at or clock.now(), meeting.invited_at is None
    return official(making.notice(meeting), kind, made_at=made_at, is_draft=is_draft)


@readers
@require_safe
def minutes(request: HttpRequest, pk: UUID, kind: str) -> HttpResponse:
    """Minutes, also as a draft to go through together."""
    held = get_object_or_404(visible_minutes(request), pk=pk)
    made_at, is_draft = held.approved_at or held.drafted_at, held.approved_at is None
    return official(making.minutes(held), kind, made_at=made_at, is_draft=is_draft)


@guards.public
@require_safe
def resolution(_request: HttpRequest, number: str, kind: str) -> HttpResponse:
    """A resolution. What proves it is the signed file, not this paper."""
    row = resolution_or_404(number)
    return official(making.resolution(row), kind, made_at=row.count.counted_at, is_public=True)
