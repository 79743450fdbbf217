"""Papers for the staff: the questionnaire to print, quick entry with the keyboard, the list, corrections."""

from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from huaihai.desk.asking import Question, ask, asking, show
from huaihai.desk.frame import actor_of, readers
from huaihai.kit import clock, local_words
from huaihai.kit.paging import page_of
from huaihai.supervision.models import Channel, Project, SurveyResponse
from huaihai.supervision.office.shell import MENU_KEY
from huaihai.supervision.surveying.actions import papers
from huaihai.supervision.surveying.actions.answering import plan_of
from huaihai.supervision.surveying.collecting_forms import PaperForm, paper_words
from huaihai.supervision.surveying.questionnaire import CLOSED, END, OUT, Questionnaire, of_plan
from huaihai.supervision.surveying.staff import survey_or_404

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
    batch = request.GET.get("batch", "")[: papers.LONGEST_BATCH]
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
        act=lambda form: papers.enter(
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
        act=lambda form: papers.correct(
            response, answers=form.answers(), by=actor_of(request), at=clock.now()
        ),
        done=gettext_lazy("It is corrected. The first entry stays in the record."),
        to=reverse("office-survey-papers", args=[project.pk]),
    )


def _page(project: Project, title: Any, lead: str, *, is_list: bool = False) -> Question:
    back = reverse("office-survey-papers", args=[project.pk]) if is_list else project.office_url
    return Question(
        current=MENU_KEY,
        title=title,
        button=gettext_lazy("Save"),
        back=back,
        back_label=project.title,
        lead=lead,
        template=TEMPLATE,
    )


def _keys() -> str:
    return _(
        "Type the number of the answer that is ticked, of several with spaces between, and go on with the Tab key. "
        "Leave empty what is not answered. What a rule leaves out is dropped by itself."
    )


def _printed_rows(questionnaire: Questionnaire) -> list[dict[str, Any]]:
    numbers = {question.key: place for place, question in enumerate(questionnaire.questions, start=1)}
    rows = []
    for question in questionnaire.questions:
        leads = {key: rule.to for rule in question.rules for key in rule.values}
        choices = [
            (place, local_words.in_script(words), _lead(leads.get(key, ""), numbers))
            for place, (key, words) in enumerate(question.choices, start=1)
        ]
        rows.append(
            {
                "number": numbers[question.key],
                "question": question,
                "choices": choices if question.kind in CLOSED else [],
            }
        )
    return rows


def _lead(to: str, numbers: dict[str, int]) -> str:
    if to in (END, OUT):
        return _("then stop: thank you")
    return _("then go on with question %(number)s") % {"number": numbers[to]} if to else ""
