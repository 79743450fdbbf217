"""Papers and files of other services, for the staff: typed in, handed in, looked over, taken in, corrected."""

from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_safe

from huaihai.desk.asking import Question, ask, asking, show
from huaihai.desk.frame import actor_of, readers
from huaihai.desk.lives import Unfit
from huaihai.desk.spreadsheets import BIGGEST, REFUSALS, CannotRead
from huaihai.kit import clock, local_words
from huaihai.kit.form_fields import SeenForm
from huaihai.kit.paging import page_of
from huaihai.supervision.facts import MENU_KEY, question
from huaihai.supervision.models import Channel, Project, SurveyImport, SurveyResponse
from huaihai.supervision.surveying import importing, verbs
from huaihai.supervision.surveying.collecting_forms import (
    ColumnsForm,
    PaperForm,
    TakeForm,
    UploadForm,
    paper_words,
)
from huaihai.supervision.surveying.forms import unreadable
from huaihai.supervision.surveying.pages import survey_or_404
from huaihai.supervision.surveying.questionnaire import CLOSED, END, OUT, Questionnaire, of_plan
from huaihai.supervision.surveying.reading import ReadRow
from huaihai.supervision.surveying.verbs import plan_of

TEMPLATE = "supervision/surveying/paper_entry.html"


@require_safe
@readers
def printed(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The questionnaire on paper: numbered answers to tick, where a rule leads in words."""
    project = survey_or_404(request, pk)
    questionnaire = of_plan(plan_of(project))
    return show(
        request,
        "supervision/surveying/paper.html",
        current=MENU_KEY,
        project=project,
        plan=plan_of(project),
        rows=_printed_rows(questionnaire),
    )


@asking
@readers
def enter(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One paper after the other: the batch stays, the number goes on."""
    project = survey_or_404(request, pk)
    batch = request.GET.get("batch", "")[: verbs.LONGEST_BATCH]
    after = request.GET.get("after", "")
    is_number = after.isascii() and after.isdigit() and len(after) < 7
    initial = {"batch": batch, "paper": int(after) + 1 if is_number else None}

    def next_one(row: SurveyResponse) -> str:
        query = urlencode({"batch": row.batch, "after": str(row.paper)})
        return f"{reverse('office-survey-paper-entry', args=[project.pk])}?{query}"

    return ask(
        request,
        _page(project, gettext_lazy("Type in a paper"), _keys()),
        form=partial(PaperForm, questionnaire=of_plan(plan_of(project)), initial=initial),
        act=lambda form: verbs.enter(
            project,
            batch=form.cleaned_data["batch"],
            paper=form.cleaned_data["paper"],
            answers=form.answers(),
            by=actor_of(request),
            at=clock.now(),
        ),
        done=lambda row: _("Paper %(paper)s of %(batch)s is in.") % {"paper": row.paper, "batch": row.batch},
        to=next_one,
    )


@require_safe
@readers
def entered(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The papers typed in, the last first."""
    project = survey_or_404(request, pk)
    rows = SurveyResponse.objects.filter(project=project, channel=Channel.PAPER, replaced_by=None)
    page = page_of(rows.order_by("-at", "-pk"), request.GET.get("page"))
    context: dict[str, Any] = {"project": project, "page": page}
    return show(request, "supervision/surveying/papers.html", current=MENU_KEY, **context)


@asking
@readers
def correction(request: HttpRequest, pk: UUID, response_id: UUID) -> HttpResponse:
    """What was really on the paper; the first entry stays in the record."""
    project = survey_or_404(request, pk)
    rows = SurveyResponse.objects.select_related("project__registered", "project__lead")
    response = get_object_or_404(rows, project=project, pk=response_id, channel=Channel.PAPER)
    questionnaire = of_plan(plan_of(project))
    said = {**response.answers, **response.texts}
    initial = {f"a_{one.key}": paper_words(one, said.get(one.key)) for one in questionnaire.questions}
    name = {"paper": response.paper, "batch": response.batch}
    return ask(
        request,
        _page(project, _("Correct paper %(paper)s of %(batch)s") % name, _keys(), is_list=True),
        form=partial(PaperForm, questionnaire=questionnaire, is_correction=True, initial=initial),
        act=lambda form: verbs.correct(
            response, answers=form.answers(), by=actor_of(request), at=clock.now()
        ),
        done=gettext_lazy("It is corrected. The first entry stays in the record."),
        to=reverse("office-survey-papers", args=[project.pk]),
    )


def _page(project: Project, title: Any, lead: str, *, is_list: bool = False) -> Question:
    back = reverse("office-survey-papers", args=[project.pk]) if is_list else project.office_url
    return question(
        project, title=title, button=gettext_lazy("Save"), back=back, lead=lead, template=TEMPLATE
    )


def _keys() -> str:
    return _(
        "Type the number of the answer that is ticked, of several with spaces between, and go on with the Tab key. "
        "Leave empty what is not answered. What a rule leaves out is dropped by itself."
    )


def _printed_rows(questionnaire: Questionnaire) -> list[dict[str, Any]]:
    numbers = {asked.key: place for place, asked in enumerate(questionnaire.questions, start=1)}
    rows = []
    for asked in questionnaire.questions:
        leads = {key: rule.to for rule in asked.rules for key in rule.values}
        choices = [
            (place, local_words.in_script(words), _lead(leads.get(key, ""), numbers))
            for place, (key, words) in enumerate(asked.choices, start=1)
        ]
        rows.append(
            {
                "number": numbers[asked.key],
                "question": asked,
                "choices": choices if asked.kind in CLOSED else [],
            }
        )
    return rows


def _lead(to: str, numbers: dict[str, int]) -> str:
    if to in (END, OUT):
        return _("then stop: thank you")
    return _("then go on with question %(number)s") % {"number": numbers[to]} if to else ""


SAMPLES, NAMED = 3, 100


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
        _import_page(project, gettext_lazy("Hand in a file"), pgettext_lazy("survey file", "Read it"), lead),
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
        _import_page(
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
        _import_page(project, gettext_lazy("Take the answers in"), gettext_lazy("Take them in"), held=held),
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
        _import_page(
            project, gettext_lazy("Drop this file"), pgettext_lazy("survey file", "Drop it"), held=held
        ),
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


def _import_page(
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
    return question(
        project,
        title=title,
        button=button,
        back=back,
        back_label=label,
        lead=lead,
        now=lambda row: _("It has been changed, taken in or dropped meanwhile."),
        **more,
    )
