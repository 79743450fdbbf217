"""Papers of a meeting: taken in, and handed out."""

from functools import partial
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_safe

from huaihai.desk.asking import ask, asking
from huaihai.desk.frame import actor_of, readers
from huaihai.desk.lives import Unfit
from huaihai.governance.actions import meetings as acts
from huaihai.governance.actions.office import office_only
from huaihai.governance.models import Meeting, Paper
from huaihai.governance.office.decisions import meeting_forms
from huaihai.governance.office.decisions.meeting_steps import address, question_of
from huaihai.governance.office.decisions.meetings import meeting_or_404
from huaihai.kit import clock, filestore
from huaihai.kit.text.normalise import UnstorableTextError, storable_name

LONGEST_NAME = 120


@readers
@asking
def add(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One more paper."""
    meeting = meeting_or_404(request, pk)
    question = question_of(
        request,
        meeting,
        "add paper",
        _lazy("Add a paper"),
        button=_lazy("Add it"),
        lead=_lazy("All offices can read it. It cannot be taken back."),
    )
    return ask(
        request,
        question,
        form=partial(meeting_forms.PaperForm, seen=meeting.version),
        act=lambda form: _add(request, meeting, form),
        done=_lazy("The paper is added."),
        to=address(meeting),
    )


@readers
@require_safe
def one(request: HttpRequest, pk: UUID, paper: UUID) -> HttpResponse:
    """The file, to be saved."""
    held = get_object_or_404(meeting_or_404(request, pk).papers, pk=paper)
    try:
        return filestore.file_response(  # type: ignore[return-value]  # guards name the usual kind of answer
            sha256=held.sha256, kind=held.kind, name=held.name, derivative=held.derivative, download=True
        )
    except FileNotFoundError as error:
        raise Http404 from error


def _add(request: HttpRequest, meeting: Meeting, form: Any) -> Paper:
    upload = form.cleaned_data["upload"]
    by, at = actor_of(request), clock.now()
    office_only(by, at=at)  # before the file is kept
    try:
        name = form.cleaned_data["name"] or storable_name(upload.name or "")[:LONGEST_NAME]
        stored = filestore.store(upload)
    except filestore.Refused as error:
        raise Unfit("upload", error.message) from error
    except UnstorableTextError as error:
        raise Unfit("name", _lazy("Please give the paper a name.")) from error
    return acts.add_paper(meeting, stored=stored, name=name, by=by, at=at)
