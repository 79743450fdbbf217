"""Files of other survey services for the staff: handed in, columns looked over, taken in whole."""

from functools import partial
from typing import Any, Final
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_safe

from huaihai.desk.asking import Question, ask, asking, show
from huaihai.desk.frame import actor_of, readers
from huaihai.desk.lives import Unfit
from huaihai.kit import clock
from huaihai.kit.form_fields import SeenForm
from huaihai.kit.paging import page_of
from huaihai.supervision.models import Project, SurveyImport
from huaihai.supervision.office.shell import MENU_KEY
from huaihai.supervision.surveying.actions import importing
from huaihai.supervision.surveying.actions.answering import plan_of
from huaihai.supervision.surveying.collecting_forms import ColumnsForm, TakeForm, UploadForm
from huaihai.supervision.surveying.outside_columns import ReadRow
from huaihai.supervision.surveying.outside_tables import BIGGEST, CannotRead
from huaihai.supervision.surveying.page_form import unreadable
from huaihai.supervision.surveying.questionnaire import of_plan
from huaihai.supervision.surveying.staff import survey_or_404

SAMPLES, NAMED = 3, 100
REFUSALS: Final[dict[str, Promise | str]] = {
    "empty": gettext_lazy("The file is empty, or has heads only."),
    "big": gettext_lazy("The file is too big. At most 10 MB, without pictures."),
    "kind": gettext_lazy("This is neither Excel nor CSV. Please give it out from the service as Excel."),
    "broken": gettext_lazy("The file is damaged. Please open it, save it as .xlsx, and hand in that."),
    "rows": gettext_lazy("There are more than 5,000 rows. Please hand it in in parts."),
    "columns": gettext_lazy("There are more than 300 columns. Is this the right sheet?"),
}


@require_safe
@readers
def imports(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The files of a survey, the last first."""
    project = survey_or_404(request, pk)
    rows = SurveyImport.objects.filter(project=project).defer("table", "heads", "columns")
    context: dict[str, Any] = {"project": project, "page": page_of(rows, request.GET.get("page"))}
    return show(request, "supervision/surveying/imports.html", current=MENU_KEY, **context)


@asking
@readers
def hand_in(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A file of another service."""
    project = survey_or_404(request, pk)
    lead = _(
        "Nothing is taken in before you have looked over what each column means. Columns with names, telephone "
        "numbers, network addresses or places are dropped at once."
    )
    return ask(
        request,
        _page(project, gettext_lazy("Hand in a file"), pgettext_lazy("survey file", "Read it"), lead),
        form=UploadForm,
        act=lambda form: _received(request, project, form.cleaned_data["file"]),
        done=gettext_lazy("It is read. Please look over the columns."),
        to=lambda found: reverse("office-survey-import", args=[project.pk, found.pk]),
    )


@asking
@readers
def columns(request: HttpRequest, pk: UUID, import_id: UUID) -> HttpResponse:
    """What the columns mean, and what would come of it."""
    project, held = _one_or_404(request, pk, import_id)
    looked = importing.look(held) if held.stage == "read" else None
    context = {
        "imported": held,
        "project": project,
        "good": len(looked.good) if looked else 0,
        "not_asked": looked.not_asked if looked else 0,
        "bad": len(looked.bad) if looked else 0,
        "named": [_problem(row) for row in looked.bad[:NAMED]] if looked else [],
        "most_named": NAMED,
    }
    return ask(
        request,
        _page(
            project,
            gettext_lazy("What the columns mean"),
            gettext_lazy("Check with these columns"),
            template="supervision/surveying/columns.html",
            context=context,
        ),
        form=partial(
            ColumnsForm,
            seen=held.version,
            heads=held.heads,
            columns=held.columns,
            questionnaire=of_plan(plan_of(project)),
            samples=held.table[:SAMPLES],
        ),
        act=lambda form: importing.set_columns(
            held, form.columns(), seen=form.version_seen, by=actor_of(request), at=clock.now()
        ),
        done=gettext_lazy("It was read with these columns. See below what comes of it."),
        to=reverse("office-survey-import", args=[project.pk, held.pk]),
    )


@asking
@readers
def taking(request: HttpRequest, pk: UUID, import_id: UUID) -> HttpResponse:
    """Taking all rows in."""
    project, held = _one_or_404(request, pk, import_id)
    return ask(
        request,
        _page(project, gettext_lazy("Take the answers in"), gettext_lazy("Take them in"), held=held),
        form=partial(TakeForm, seen=held.version),
        act=lambda form: importing.take(
            held,
            leave_out=form.cleaned_data["leave_out"],
            seen=form.version_seen,
            by=actor_of(request),
            at=clock.now(),
        ),
        done=lambda row: (
            _("%(taken)s answers are in; %(known)s were here already.")
            % {"taken": row.taken, "known": row.known}
        ),
        to=reverse("office-survey-imports", args=[project.pk]),
    )


@asking
@readers
def dropping(request: HttpRequest, pk: UUID, import_id: UUID) -> HttpResponse:
    """It is not taken in; its rows are forgotten."""
    project, held = _one_or_404(request, pk, import_id)
    return ask(
        request,
        _page(project, gettext_lazy("Drop this file"), pgettext_lazy("survey file", "Drop it"), held=held),
        form=partial(SeenForm, seen=held.version),
        act=lambda form: importing.drop(held, seen=form.version_seen, by=actor_of(request), at=clock.now()),
        done=gettext_lazy("It is dropped, and its rows are forgotten."),
        to=reverse("office-survey-imports", args=[project.pk]),
    )


def _received(request: HttpRequest, project: Project, file: Any) -> SurveyImport:
    try:
        if file.size > BIGGEST:
            raise CannotRead("big")
        return importing.receive(
            project, name=file.name or "", raw=file.read(), by=actor_of(request), at=clock.now()
        )
    except CannotRead as error:
        raise Unfit("file", REFUSALS[error.why]) from error


def _problem(row: ReadRow) -> str:
    why = unreadable(row.question, row.problem) if row.question and row.problem else ""
    return _("Row %(number)s, “%(column)s”: %(why)s") % {
        "number": row.number,
        "column": row.column,
        "why": why,
    }


def _one_or_404(request: HttpRequest, pk: UUID, import_id: UUID) -> tuple[Project, SurveyImport]:
    project = survey_or_404(request, pk)
    rows = SurveyImport.objects.select_related("project__registered", "project__lead")
    return project, get_object_or_404(rows, project=project, pk=import_id)


def _page(
    project: Project,
    title: Any,
    button: Any,
    lead: str = "",
    *,
    held: SurveyImport | None = None,
    **more: Any,
) -> Question:
    if held is not None:
        back, label = reverse("office-survey-import", args=[project.pk, held.pk]), held.name
    else:
        back, label = reverse("office-survey-imports", args=[project.pk]), _("Files of other services")
    return Question(
        current=MENU_KEY,
        title=title,
        button=button,
        back=back,
        back_label=label,
        lead=lead,
        now=lambda row: _("It has been changed, taken in or dropped meanwhile."),
        **more,
    )
