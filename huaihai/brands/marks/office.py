"""Pages for staff: the reports of misuse, and their three steps."""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from huaihai.brands.marks import misuse
from huaihai.brands.models import Mark, MisuseReport, MisuseStep
from huaihai.brands.models.marks import MISUSE
from huaihai.desk.asking import Question, ask, asking, show
from huaihai.desk.frame import actor_of, readers
from huaihai.kit import clock, filestore
from huaihai.kit.form_fields import SeenForm, Words
from huaihai.kit.paging import page_of
from huaihai.supervision.powers import works

MENU_KEY = "brand-misuse"


class LookForm(SeenForm):
    """A word for whoever goes on, if there is one."""

    said = Words(label=_("A note, if there is something to note"), max_length=500, required=False)


class HandOnForm(SeenForm):
    """To whom, and what they should know."""

    to = forms.ChoiceField(
        label=_("Who goes on with it?"),
        help_text=_("Whatever may break the law goes to 12315: the association does not handle it."),
        choices=MisuseStep.To.choices,
        widget=forms.RadioSelect,
    )
    said = Words(label=_("What should they know?"), help_text=_("No names of persons."), max_length=500)


class CloseForm(SeenForm):
    """Why?"""

    said = Words(label=_("Why is it closed?"), max_length=500)


STEPS: dict[str, tuple[str, type[SeenForm], Callable[..., Any], Any, Any]] = {
    "look": ("look at", LookForm, misuse.look_at, _("Mark it as looked at"), _("I have looked at it")),
    "hand-on": ("hand on", HandOnForm, misuse.hand_on, _("Hand it on"), _("Hand it on")),
    "close": ("close", CloseForm, misuse.close, _("Close this report"), _("Close it")),
}


@never_cache
@require_safe
@readers
def reports(request: HttpRequest) -> HttpResponse:
    """All reports, narrowed by stage; the newest first."""
    asked = request.GET.get("stage", "")
    stage = asked if asked in MISUSE.stages else ""
    rows = MisuseReport.objects.filter(stage=stage) if stage else MisuseReport.objects.all()
    page = page_of(rows.order_by("-at", "-pk"), request.GET.get("page"))
    named = Mark.objects.filter(number__in=[row.mark_number for row in page.rows]).select_related("entry")
    marks = {mark.number: mark for mark in named}
    return show(
        request,
        "brands/marks/office_reports.html",
        current=MENU_KEY,
        page=page,
        rows=[(row, marks.get(row.mark_number)) for row in page.rows],
        stage=stage,
        stages=list(MISUSE.stages.items()),
    )


@never_cache
@require_safe
@readers
def report(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One report with everything that was said and done."""
    row = _row(pk)
    may = works(actor_of(request))
    steps = [(key, title) for key, (verb, _f, _a, title, _b) in STEPS.items() if MISUSE.can(verb, row.stage)]
    return show(
        request,
        "brands/marks/office_report.html",
        current=MENU_KEY,
        row=row,
        done=row.steps.select_related("body"),
        steps=steps if may else [],
    )


@asking
@readers
def step(request: HttpRequest, pk: UUID, key: str) -> HttpResponse:
    """Looked at, handed on or closed."""
    if key not in STEPS:
        raise Http404
    row = _row(pk)
    verb, form, act, title, button = STEPS[key]
    own = reverse("office-brand-misuse-report", args=[row.pk])
    question = Question(
        current=MENU_KEY,
        title=title,
        button=button,
        back=own,
        back_label=row.number,
        is_shown=works(actor_of(request)),
        closed="" if MISUSE.can(verb, row.stage) else _("This report is past that step."),
    )
    return ask(
        request,
        question,
        form=partial(form, seen=row.version),
        act=lambda made: act(
            row, **made.facts(), seen=made.version_seen, by=actor_of(request), at=clock.now()
        ),
        done=_("It is noted."),
        to=own,
    )


@never_cache
@require_safe
@readers
def photo(_request: HttpRequest, pk: UUID) -> HttpResponse:
    """The photo, redrawn. Raises Http404."""
    row = _row(pk)
    if not row.photo_derivative:
        raise Http404
    try:
        return filestore.file_response(  # type: ignore[return-value]  # guards name the usual kind of answer
            sha256=row.photo_sha256, kind=row.photo_kind, name="photo", derivative=row.photo_derivative
        )
    except FileNotFoundError as error:
        raise Http404 from error


def _row(pk: UUID) -> MisuseReport:
    found: MisuseReport = get_object_or_404(MisuseReport, pk=pk)
    return found
