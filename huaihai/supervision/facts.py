"""What the pages of every project share: who finds it, its verbs, writing its plan, what stands around its sections."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from huaihai.desk.asking import Question, ask, press
from huaihai.desk.frame import actor_of, frame
from huaihai.desk.lives import Words
from huaihai.desk.verbs import Desk
from huaihai.kit import clock, local_words
from huaihai.supervision import cities, powers, releasing, verbs
from huaihai.supervision.kinds import subject_of
from huaihai.supervision.life import PROJECT
from huaihai.supervision.models import Project
from huaihai.supervision.reporting import verbs as reporting

MENU_KEY = "supervision"
TONES = {"published": "ok", "released": "warn", "running": "info", "checking": "info", "dropped": "late"}
ASKED = ("register", "start", "finish", "release")  # verbs that a kind may hinder


def project_or_404(request: HttpRequest, pk: Any, kind: str = "") -> Project:
    """The project with this id, of this kind, if the reader may see it. Raises Http404."""
    rows = Project.objects.visible_to(actor_of(request))
    found = rows.select_related("lead", "registered", "release", "publication").filter(pk=pk).first()
    if found is None or (kind and found.kind != kind):
        raise Http404
    return found


def inner_or_404(request: HttpRequest, pk: Any) -> Project:
    """The same for what was found and who is heard: only for who takes part, and the auditor. Raises Http404."""
    found = project_or_404(request, pk)
    if not powers.looks_into(actor_of(request), found, on=clock.today()):
        raise Http404
    return found


def to_project(request: HttpRequest, **project: Any) -> tuple[Words, str]:
    """The way back from a list of this project, by the one key of its address."""
    found = project_or_404(request, *project.values())
    return local_words.in_script(found.title), found.office_url


def question(project: Project, *, title: Words, button: Words, **more: Any) -> Question:
    """A page about this project with one form, that leads back to it unless told otherwise."""
    where = {"back": project.office_url, "back_label": local_words.in_script(project.title)}
    return Question(current=MENU_KEY, title=title, button=button, **where | more)


def may_write(request: HttpRequest, project: Project) -> bool:
    """Whether the reader may change the plan now."""
    is_leader = powers.leads(actor_of(request), project, on=clock.today())
    return is_leader and PROJECT.can("write plan", project.stage)


def writing(request: HttpRequest, project: Project) -> dict[str, Any]:
    """Of a question about the plan: who is asked, and why it is too late."""
    return {
        "is_shown": powers.leads(actor_of(request), project, on=clock.today()),
        "closed": PROJECT.why_not("write plan", project.stage),
    }


def change_plan(
    request: HttpRequest,
    project: Project,
    make: Callable[..., Any],
    plan: Callable[[Any], Mapping[str, Any]],
    *,
    title: Words,
    button: Words,
    done: Words,
    to: str | Callable[[Project], str] = "",
    **more: Any,
) -> HttpResponse:
    """A page that changes the plan in work: `plan(form)` is the whole plan as it stands then."""
    return ask(
        request,
        question(project, title=title, button=button, **writing(request, project), **more),
        form=partial(make, seen=project.version),
        act=lambda form: verbs.write_plan(
            project, plan(form), seen=form.version_seen, by=actor_of(request), at=clock.now()
        ),
        done=done,
        to=to or project.office_url,
    )


def press_plan(
    request: HttpRequest, project: Project, plan: Mapping[str, Any], *, title: Words, done: Words, **more: Any
) -> HttpResponse:
    """A button that changes the plan in work, and leads back to where it stands."""
    return press(
        request,
        question(project, title=title, button=title, **more),
        lambda seen: verbs.write_plan(project, plan, seen=seen, by=actor_of(request), at=clock.now()),
        done=done,
    )


def hindrances(project: Project, verb: str) -> tuple[str, ...]:
    """Why this step has to wait, in sentences; empty: it need not."""
    if verb == "hand over":
        return reporting.lacking_file(project)
    subject = subject_of(project.kind)
    lacks = subject.problems(project.plan) if verb == "register" else ()
    return (*lacks, *subject.hindrances(project, verb, at=clock.now())) if verb in ASKED else ()


PROJECTS = Desk[Project](
    "office-project",
    verbs=(
        verbs.register,
        verbs.start,
        verbs.finish,
        releasing.release,
        reporting.hand_over,
        cities.change_cities,
        verbs.reopen,
        releasing.call_back,
        verbs.drop,
    ),
    find=project_or_404,
    may=lambda actor, project: powers.leads(actor, project, on=clock.today()),
    life=PROJECT,
    hinders=hindrances,
    home=lambda project: project.office_url,
    called=lambda project: project.title,
    thing="project",
    current=MENU_KEY,
)


def shell(request: HttpRequest, project: Project) -> dict[str, Any]:
    """Context of a project's page: the frame, `project`, `tone`, `steps`, `all_cities`, `plans`,
    `is_leader`, `signing`."""
    actor = actor_of(request)
    is_leader = powers.leads(actor, project, on=clock.today())
    return frame(request, MENU_KEY) | {
        "project": project,
        "tone": TONES.get(project.stage, "calm"),
        "is_leader": is_leader,
        "takes_part": is_leader or powers.city_of(actor, project) is not None,
        "steps": PROJECTS.offered(actor, project),
        "all_cities": project.all_cities.select_related("body"),
        "is_invited": cities.invitation_of(actor, project) is not None,
        "may_copy": bool(powers.may_lead_for(actor, on=clock.today())),
        "plans": project.plan_versions.order_by("-number"),
        "signing": reporting.signing_of(project),
        "has_report": project.release_id is not None and project.stage in ("released", "published"),
    }
