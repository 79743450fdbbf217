"""One resolution: its text, what it changes, how each body voted, what follows, and its file."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from huaihai import alliance
from huaihai.governance.actions import sealing
from huaihai.governance.models import Dossier, Minutes, Motion, Resolution
from huaihai.governance.public.decisions import register, shown
from huaihai.kit import clock, guards


@require_safe
@guards.public
def resolution(request: HttpRequest, number: str) -> HttpResponse:
    """Everything about it on one page that can be printed."""
    row = _found(number)
    motion, count, today = row.motion, row.count, clock.today()
    votes = shown.votes_of(motion, count)
    context = {
        "resolution": row,
        "state": shown.state_of(row, today),
        "motion": motion,
        "count": count,
        "members": len(count.members),
        "is_written": motion.mode == Motion.Mode.WRITTEN,
        "is_weighty": motion.terms.get("weight") == Motion.Weight.WEIGHTY,
        "changes": shown.changes_of(row),
        "votes": votes,
        "has_reasons": any(vote.reason for vote in votes),
        "minutes": _approved_minutes(row),
        "duties": shown.duties_of(row, today),
        "history": shown.history_of(motion),
        "repeals": list(row.repeals.all()),
        "dossier": _dossier(row),
        "file_name": _file_name(row),
        "today": today,
    }
    return render(request, "governance/public/decisions/resolution.html", context)


@require_safe
@guards.public
def file(request: HttpRequest, number: str) -> HttpResponse:
    """Vote, minutes and text as one signed file. 404 until the minutes are approved."""
    row = _found(number)
    dossier = _dossier(row)
    if dossier is None:
        raise Http404
    return HttpResponse(
        sealing.as_file(dossier),
        content_type="application/json",
        headers={
            "Content-Disposition": f'attachment; filename="{_file_name(row)}"',
            "X-Content-Type-Options": "nosniff",
        },
    )


def _found(number: str) -> Resolution:
    rows = register.by_number(number).select_related(
        "count",
        "repealed_by",
        "motion__meeting",
        "motion__proposed_by",
        "dossier",
    )
    row = rows.first()
    if row is None:
        raise Http404
    return row


def _approved_minutes(row: Resolution) -> Minutes | None:
    motion = row.motion
    if motion.meeting is None:
        rows = motion.minutes_of_rounds.filter(round=row.count.round)
    else:
        rows = Minutes.objects.filter(meeting=motion.meeting)
    return rows.filter(approved_at__isnull=False).first()


def _dossier(row: Resolution) -> Dossier | None:
    return getattr(row, "dossier", None)


def _file_name(row: Resolution) -> str:
    return f"{alliance.load().key}-resolution-{row.number}.json"
