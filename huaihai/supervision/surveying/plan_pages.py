"""A survey's plan for the staff: what it begins with, its questions, who is asked, quotas and shares."""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huaihai import alliance
from huaihai.desk.asking import asking
from huaihai.desk.frame import readers
from huaihai.desk.lives import Words
from huaihai.kit import local_words
from huaihai.kit.form_fields import SeenForm
from huaihai.supervision.facts import change_plan, press_plan
from huaihai.supervision.models import Channel, Project
from huaihai.supervision.surveying import plan as surveying_plan
from huaihai.supervision.surveying.faults import CHANNEL
from huaihai.supervision.surveying.pages import survey_or_404
from huaihai.supervision.surveying.plan_forms import AboutForm, BeginForm, GroupForm, QuestionForm
from huaihai.supervision.surveying.questionnaire import CLOSED, MULTIPLE, Question, of_plan

DONE = gettext_lazy("The plan is changed.")


@asking
@readers
def begin(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What the survey begins with; what was planned before gives way."""
    project = survey_or_404(request, pk)
    return _change(
        request,
        project,
        gettext_lazy("What kind of survey?"),
        form=BeginForm,
        plan=lambda form: surveying_plan.plan(form.cleaned_data["measure"], alliance.load()),
        lead=_(
            "Everything can be changed until the plan is registered. What is planned here now is replaced."
        ),
    )


@asking
@readers
def question(request: HttpRequest, pk: UUID, key: str = "") -> HttpResponse:
    """A question, new or changed."""
    project = survey_or_404(request, pk)
    asked = of_plan(project.plan).by_key.get(key)
    if key and asked is None:
        raise Http404
    return _change(
        request,
        project,
        gettext_lazy("Change the question") if asked else gettext_lazy("A new question"),
        form=partial(QuestionForm, question=asked, later=_later(project, key)),
        plan=lambda form: surveying_plan.with_question(
            project.plan, key or surveying_plan.next_key(project.plan), form.said()
        ),
    )


@asking
@readers
def removal(request: HttpRequest, pk: UUID, key: str) -> HttpResponse:
    """Taking a question out."""
    project = survey_or_404(request, pk)
    asked = _question_or_404(project, key)
    return _change(
        request,
        project,
        gettext_lazy("Take this question out"),
        form=SeenForm,
        plan=lambda form: surveying_plan.without_question(project.plan, key),
        lead=_("“%(question)s” goes, with its quotas, its shares and the rules that lead to it.")
        % {"question": local_words.in_script(asked.text)},
    )


@asking
@readers
def moving_up(request: HttpRequest, pk: UUID, key: str) -> HttpResponse:
    """One place earlier; a button."""
    project = survey_or_404(request, pk)
    plan = surveying_plan.moved_up(project.plan, key)
    return press_plan(
        request,
        project,
        plan,
        title=gettext_lazy("Move up"),
        done=DONE,
        back=f"{project.office_url}#questions",
    )


@asking
@readers
def about(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What stands around the questions."""
    project = survey_or_404(request, pk)
    return _change(
        request,
        project,
        gettext_lazy("Who is asked, and how"),
        form=partial(AboutForm, initial=AboutForm.of(project.plan)),
        plan=lambda form: form.put_into(project.plan),
    )


@asking
@readers
def group(request: HttpRequest, pk: UUID, key: str) -> HttpResponse:
    """Quotas and shares of one question's answers."""
    project = survey_or_404(request, pk)
    asked = ways() if key == CHANNEL else _question_or_404(project, key)
    if asked.kind not in CLOSED - {MULTIPLE}:
        raise Http404
    return _change(
        request,
        project,
        gettext_lazy("Quotas and shares of the population"),
        form=partial(GroupForm, question=asked, plan=project.plan),
        plan=lambda form: surveying_plan.with_group(
            project.plan,
            key,
            quotas=form.quotas(),
            shares=form.shares(),
            source=form.cleaned_data.get("source", ""),
        ),
        lead=_(
            "%(question)s With a quota nobody begins once enough have answered. With the shares of the population the "
            "answers are weighted. Leave empty what is not wanted."
        )
        % {"question": local_words.in_script(asked.text)},
    )


def ways() -> Question:
    """How people came, as if it were a question: quotas may be set by it."""
    choices = tuple((key, str(label)) for key, label in Channel.choices)
    return Question(CHANNEL, "single", _("How do people come to answer?"), choices=choices)


def _change(
    request: HttpRequest,
    project: Project,
    title: Words,
    *,
    form: Any,
    plan: Callable[[Any], dict[str, Any]],
    lead: str = "",
) -> HttpResponse:
    return change_plan(
        request, project, form, plan, title=title, button=gettext_lazy("Save"), done=DONE, lead=lead
    )


def _question_or_404(project: Project, key: str) -> Question:
    found = of_plan(project.plan).by_key.get(key)
    if found is None:
        raise Http404
    return found


def _later(project: Project, key: str) -> list[tuple[str, str]]:
    """The questions a rule may lead to: later ones that begin a page."""
    rows = of_plan(project.plan).questions
    place = next((place for place, row in enumerate(rows) if row.key == key), len(rows))
    later = [row for row in rows[place + 1 :] if not row.is_with_previous]
    return [(row.key, local_words.in_script(row.text)) for row in later]
