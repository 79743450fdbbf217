"""Evidence and consents of a case that was sent: adding, looking at, giving and withdrawing."""

from typing import cast
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from huaihai.cases import lifecycle
from huaihai.cases.actions import consenting
from huaihai.cases.actions.moving import NotAllowed
from huaihai.cases.consumer.filing.consents import ConsentFields, given
from huaihai.cases.consumer.filing.evidence import MOST_FILES, EvidenceFields, take_files
from huaihai.cases.consumer.tracking.opening import open_case, with_case
from huaihai.cases.models import Case
from huaihai.kit import clock, filestore, guards
from huaihai.members.actors import Actor


@require_http_methods(["GET", "HEAD", "POST"])
@with_case
def evidence(request: HttpRequest, case: Case, actor: Actor) -> HttpResponse:
    """Add evidence while the case is open; what was added stays."""
    form = EvidenceFields(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        before = case.evidence.count()
        try:
            refused = take_files(request, case, by=actor)
        except (lifecycle.NotPossible, NotAllowed):
            return render(request, "cases/consumer/not_now.html", {"case": case}, status=409)
        if not request.FILES:
            refused = [_("Please choose a file first.")]
        for message in refused:
            form.add_error("upload", message)
        if not refused:
            added = case.evidence.count() - before
            messages.success(
                request, ngettext("%(n)d file was added.", "%(n)d files were added.", added) % {"n": added}
            )
            return redirect("my-evidence", case_id=case.pk)
    context = {"case": case, "form": form, "files": list(case.evidence.all()), "most": MOST_FILES}
    return render(request, "cases/consumer/my_evidence.html", context)


@require_safe
@guards.consumer
def evidence_file(request: HttpRequest, /, case_id: UUID, evidence_id: UUID) -> HttpResponse:
    """One file: a picture from its derivative, anything else as a download."""
    case, _actor = open_case(request, case_id)
    file = case.evidence.filter(pk=evidence_id).first()
    if file is None:
        raise Http404
    try:
        response: HttpResponseBase = filestore.file_response(
            sha256=file.sha256,
            kind=file.kind,
            name=file.name,
            derivative=file.derivative,
            download="download" in request.GET,
        )
    except FileNotFoundError as error:
        raise Http404 from error
    return cast(HttpResponse, response)  # a stream; the guards' type knows pages only


class ConsentForm(ConsentFields, forms.Form):
    pass


@require_http_methods(["GET", "HEAD", "POST"])
@with_case
def consents(request: HttpRequest, case: Case, actor: Actor) -> HttpResponse:
    """Withdrawing a consent is as easy as giving it."""
    form = ConsentForm(request.POST if request.method == "POST" else None, initial=given(case))
    if request.method == "POST" and form.is_valid():
        consenting.change(case, purposes=form.purposes(), by=actor, at=clock.now())
        messages.success(
            request, _("Saved. What was passed on before cannot be called back, but nothing more goes out.")
        )
        return redirect("my-case", case_id=case.pk)
    return render(request, "cases/consumer/my_consents.html", {"case": case, "form": form})
