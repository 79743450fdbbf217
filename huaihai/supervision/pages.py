"""Projects for the staff: the list, one project, a new one, one like an earlier one; what a city is asked."""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_safe

from huaihai.desk import recent
from huaihai.desk.asking import Question, ask, asking
from huaihai.desk.frame import actor_of, readers
from huaihai.desk.lists import Choice, List, Options, button, by
from huaihai.desk.lives import Words
from huaihai.desk.tables import Cell, Column, Tag
from huaihai.desk.verbs import NOT_NOW
from huaihai.governance import membership
from huaihai.kit import clock
from huaihai.kit.local_words import in_script
from huaihai.supervision import cities, powers, verbs
from huaihai.supervision.facts import MENU_KEY, TONES, project_or_404, question
from huaihai.supervision.forms import AnswerForm, CityPart, CopyForm, ProjectForm
from huaihai.supervision.kinds import subject_of
from huaihai.supervision.life import PROJECT
from huaihai.supervision.models import Project, ProjectCity

SHOWN: Options = {
    "": (pgettext_lazy("projects", "In work"), ~Q(stage__in=["published", "dropped"])),
    "published": (pgettext_lazy("projects", "Published"), Q(stage="published")),
    "dropped": (pgettext_lazy("projects", "Dropped"), Q(stage="dropped")),
}
KINDS = by("kind", Project.Kind.choices, pgettext_lazy("supervision", "All kinds"))
MOST_EARLIER = 12


@require_safe
@readers
def project(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One project, as its kind shows it."""
    found = project_or_404(request, pk)
    recent.opened(request, found.title)
    return subject_of(found.kind).office_page(request, found)


@asking
@readers
def new(request: HttpRequest) -> HttpResponse:
    """A new project; with the earlier ones that can be copied."""
    actor = actor_of(request)
    own = actor.organisation.city if actor.organisation else None
    earlier = Project.objects.visible_to(actor).filter(registered__isnull=False).exclude(stage="dropped")
    initial = {"cities": [own.region_code] if own else []}
    return _opening(
        request,
        gettext_lazy("Plan a new project"),
        gettext_lazy("Its plan comes next. Nobody outside sees it before the plan is registered."),
        form=partial(ProjectForm, initial=initial),
        act=lambda facts: verbs.open_project(
            **facts | {"cities": [CityPart(body) for body in facts["cities"]]},
            year=(facts["starts_on"] or clock.today()).year,
            plan={"week": verbs.week(facts["starts_on"], facts["ends_on"])}
            if facts["kind"] == Project.Kind.SWEEP
            else {},
            by=actor,
            at=clock.now(),
        ),
        done=gettext_lazy("The project is open. Write its plan next."),
        template="supervision/office/new.html",
        context={"earlier": earlier[:MOST_EARLIER]},
    )


@asking
@readers
def copy(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A project like this one: plan, checklist and cities are taken over."""
    source, actor = project_or_404(request, pk), actor_of(request)
    own = actor.organisation.city if actor.organisation else None
    parts = source.all_cities.exclude(answer=ProjectCity.Answer.DECLINED).select_related("body")
    bodies = dict.fromkeys([*([own] if own else []), *(part.body for part in parts)])
    initial = {"title": source.title, "cities": [body.region_code for body in bodies]}
    return _opening(
        request,
        gettext_lazy("Plan another one like this"),
        gettext_lazy("The plan, the questions or the checklist, and each city's share are taken over."),
        form=partial(CopyForm, of_kind=source.kind, initial=initial),
        act=lambda facts: verbs.copy_project(source, **facts, by=actor, at=clock.now()),
        done=gettext_lazy("The project is open, with the plan of the earlier one."),
        context={"project": source},
    )


@asking
@readers
def answer(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The reader's body is asked to take part, and answers."""
    found, actor = project_or_404(request, pk), actor_of(request)
    row = cities.invitation_of(actor, found)
    if row is None:
        raise Http404
    can = PROJECT.can("join", found.stage)
    return ask(
        request,
        question(
            found,
            title=gettext_lazy("Take part in this project?"),
            button=gettext_lazy("Send the answer"),
            template="supervision/office/answer.html",
            closed="" if can else NOT_NOW,
            context={"project": found, "part": row},
        ),
        form=AnswerForm,
        act=lambda form: cities.answer(
            found,
            agrees=form.cleaned_data["agrees"] == "yes",
            why=form.cleaned_data["why"],
            by=actor,
            at=clock.now(),
        ),
        done=gettext_lazy("Your answer is noted."),
        to=found.office_url,
    )


def _opening(
    request: HttpRequest,
    title: Promise,
    lead: Promise,
    *,
    form: Callable[..., Any],
    act: Callable[[dict[str, Any]], Project],
    done: Promise,
    context: dict[str, Any],
    template: str = "desk/question.html",
) -> HttpResponse:
    """A page that opens a project, for whoever may lead one. Raises Http404 for others."""
    leads = powers.may_lead_for(actor_of(request), on=clock.today())
    if not leads:
        raise Http404
    asked = Question(
        current=MENU_KEY,
        title=title,
        button=gettext_lazy("Open the project"),
        back=reverse("office-projects"),
        back_label=gettext_lazy("Projects of supervision"),
        lead=lead,
        template=template,
        context=context,
    )
    return ask(
        request,
        asked,
        form=partial(form, leads=leads, members=membership.members_on(clock.today())),
        act=lambda made: act(made.facts()),
        done=done,
        to=lambda made: made.office_url,
    )


def _lead(row: Project) -> Words:
    return in_script(row.lead.short_name) if row.lead else pgettext_lazy("supervision", "the alliance")


LIST = List[Project](
    gettext_lazy("Projects of supervision"),
    current=MENU_KEY,
    rows=lambda request: Project.objects.visible_to(actor_of(request)).select_related("lead"),
    columns=(
        Column(
            gettext_lazy("Project"),
            lambda row: Cell(
                in_script(row.title), row.office_url, lines=[f"{row.number} · {row.get_theme_display()}"]
            ),
            sort=("title",),
        ),
        Column(pgettext_lazy("supervision", "Kind"), lambda row: row.get_kind_display(), sort=("kind",)),
        Column(gettext_lazy("State"), lambda row: Tag(row.stage_label, TONES.get(row.stage, "calm"))),
        Column(gettext_lazy("Led by"), _lead),
    ),
    choices=(
        Choice("show", gettext_lazy("Which projects"), SHOWN),
        Choice("kind", gettext_lazy("Which kind"), KINDS),
    ),
    buttons=button(
        "office-project-new",
        gettext_lazy("Plan a new project"),
        lambda request: powers.may_lead_for(actor_of(request), on=clock.today()),
    ),
    links=lambda _request: [
        (gettext_lazy("Yearly programme"), reverse("office-programmes")),
        (gettext_lazy("Unfair clauses"), reverse("office-clauses")),
    ],
    empty=gettext_lazy("There is nothing here now."),
    file="projects",
)
