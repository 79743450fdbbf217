"""The body's side of corrections: what waits, what was asked, and the public answer."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from huaihai.businesses import keeping
from huaihai.businesses.actions import correcting
from huaihai.businesses.models import Correction
from huaihai.businesses.models.corrections import CorrectionQuerySet
from huaihai.businesses.profile.forms import AnswerForm
from huaihai.businesses.views import actor_of
from huaihai.desk.lives import DeskError, Moved, Unfit
from huaihai.kit import clock, filestore, guards
from huaihai.kit.paging import page_of
from huaihai.record.models import Clock

MAY = tuple(sorted(keeping.MAY))
CONFLICT = 409


@guards.staff(*MAY)
@require_safe
def corrections(request: HttpRequest) -> HttpResponse:
    """What waits for an answer of this body, the late ones first; with `list=answered` what was answered."""
    is_answered = request.GET.get("list") == "answered"
    rows = _own(request)
    rows = rows.answered() if is_answered else rows.open().order_by("asked_at", "pk")
    page = page_of(rows.select_related("business"), request.GET.get("page"))
    due = _due([row.record_key for row in page.rows])
    today = clock.today()
    shown = [
        {
            "row": row,
            "due_on": due.get(row.record_key),
            "is_late": bool((day := due.get(row.record_key)) and day < today),
        }
        for row in page.rows
    ]
    context = {"page": page, "rows": shown, "is_answered": is_answered}
    return render(request, "businesses/profile/office.html", context)


@guards.staff(*MAY)
@require_http_methods(["GET", "HEAD", "POST"])
def correction(request: HttpRequest, correction_id: UUID) -> HttpResponse:
    """One request, and the answer to it."""
    held = _of(request, correction_id)
    kept = guards.kept_post(request) if request.method != "POST" else None
    form = AnswerForm(request.POST if request.method == "POST" else kept, seen=held.version)
    why = ""
    if request.method == "POST" and form.is_valid():
        try:
            correcting.answer(
                held,
                was_right=form.cleaned_data["was_right"] == "yes",
                text=form.cleaned_data["text"],
                by=actor_of(request),
                at=clock.now(),
                seen=form.version_seen,
            )
        except Moved:
            why = _("Somebody else has answered meanwhile.")
        except Unfit as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
        except DeskError as error:
            why = str(error)
        else:
            messages.success(request, _("The answer stands on the page of the business now."))
            return HttpResponseRedirect(reverse("desk-corrections"))
    held = _of(request, correction_id)
    due = _due([held.record_key]).get(held.record_key)
    context: dict[str, Any] = {"correction": held, "form": form, "due_on": due, "why": why}
    return render(request, "businesses/profile/correction.html", context, status=CONFLICT if why else 200)


@guards.staff(*MAY)
@require_safe
def proof(request: HttpRequest, correction_id: UUID) -> Any:
    """The file handed in with a request, as its safe copy."""
    held = _of(request, correction_id)
    if not held.proof_sha256:
        raise Http404
    try:
        return filestore.file_response(
            sha256=held.proof_sha256,
            kind=held.proof_kind,
            name=held.proof_name,
            derivative=held.proof_derivative,
        )
    except FileNotFoundError as error:
        raise Http404 from error


def _own(request: HttpRequest) -> CorrectionQuerySet:
    return Correction.objects.filter(body=actor_of(request).organisation)


def _of(request: HttpRequest, correction_id: UUID) -> Correction:
    rows = _own(request).select_related("business", "body")
    held: Correction = get_object_or_404(rows, pk=correction_id)
    return held


def _due(subjects: list[str]) -> dict[str, Any]:
    """The last day of each request that still waits."""
    rows = Clock.objects.running().filter(subject__in=subjects, name=correcting.CLOCK)
    return dict(rows.values_list("subject", "due_on"))
