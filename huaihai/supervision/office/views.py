"""Projects for the staff: the list, one project, a new one."""

from functools import partial
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_safe

from huaihai.governance import standing
from huaihai.governance.office.asking import Question, ask, asking
from huaihai.governance.office.frame import actor_of, frame, readers
from huaihai.kit import clock, local_words
from huaihai.kit.paging import page_of
from huaihai.members.actors import Actor
from huaihai.members.models import Organisation
from huaihai.supervision import powers
from huaihai.supervision.actions import planning
from huaihai.supervision.kinds import subject_of
from huaihai.supervision.models import Project
from huaihai.supervision.office.forms import ProjectForm
from huaihai.supervision.office.shell import MENU_KEY, TONES, project_or_404

SHOWN = {
    "": pgettext_lazy("projects", "In work"),
    "published": pgettext_lazy("projects", "Published"),
    "dropped": pgettext_lazy("projects", "Dropped"),
}
ALLIANCE = "alliance"


@require_safe
@readers
def projects(request: HttpRequest) -> HttpResponse:
    """All projects, narrowed by state and kind."""
    actor = actor_of(request)
    chosen, kind = request.GET.get("show", ""), request.GET.get("kind", "")
    page = page_of(_narrowed(actor, chosen, kind), request.GET.get("page"))
    context = {
        "page": page,
        "rows": [(row, TONES.get(row.stage, "calm")) for row in page.rows],
        "chosen": chosen if chosen in SHOWN else "",
        "choices": SHOWN.items(),
        "kind": kind if kind in Project.Kind.values else "",
        "kinds": Project.Kind.choices,
        "may_open": bool(_leads(actor)),
    }
    return render(request, "supervision/office/list.html", frame(request, MENU_KEY) | context)


@readers
def project(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One project, as its kind shows it."""
    found = project_or_404(request, pk)
    return subject_of(found.kind).office_page(request, found)


@asking
@readers
def new(request: HttpRequest) -> HttpResponse:
    """A new project."""
    actor = actor_of(request)
    leads = _leads(actor)
    if not leads:
        raise Http404
    bodies = [(key, words) for key, (_body, words) in leads.items()]
    question = Question(
        current=MENU_KEY,
        title=gettext_lazy("Plan a new project"),
        button=gettext_lazy("Open the project"),
        back=reverse("office-projects"),
        back_label=gettext_lazy("Projects of supervision"),
        lead=gettext_lazy("Its plan comes next. Nobody outside sees it before the plan is registered."),
    )
    return ask(
        request,
        question,
        form=partial(ProjectForm, bodies=bodies, initial={"year": clock.today().year, "lead": bodies[0][0]}),
        act=lambda form: planning.open_project(
            **{name: value for name, value in form.cleaned_data.items() if name != "lead"},
            lead=leads[form.cleaned_data["lead"]][0],
            by=actor,
            at=clock.now(),
        ),
        done=gettext_lazy("The project is open. Write its plan next."),
        to=lambda made: made.office_url,
    )


def _narrowed(actor: Actor, chosen: str, kind: str) -> QuerySet[Project]:
    rows = Project.objects.visible_to(actor).select_related("lead")
    if chosen in ("published", "dropped"):
        rows = rows.filter(stage=chosen)
    else:
        rows = rows.exclude(stage__in=["published", "dropped"])
    return rows.filter(kind=kind) if kind in Project.Kind.values else rows


def _leads(actor: Actor) -> dict[str, tuple[Organisation | None, str]]:
    """For whom the actor may open a project: the own city's body, the alliance for the office."""
    found: dict[str, tuple[Organisation | None, str]] = {}
    body = actor.organisation
    if not powers.works(actor) or body is None:
        return found
    city = body.city
    if city is not None and body == city:
        found[city.key] = (city, local_words.in_script(city.short_name))
    if standing.is_office(actor, on=clock.today()):
        found[ALLIANCE] = (None, str(pgettext_lazy("supervision", "the alliance")))
    return found
