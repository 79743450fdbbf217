"""What every project's page for staff shows around its own sections: head, its verbs, plan versions, cities."""

from typing import Any

from django.http import Http404, HttpRequest

from huaihai.desk.frame import actor_of, frame
from huaihai.desk.verbs import Desk
from huaihai.kit import clock
from huaihai.supervision import cities, powers, releasing, verbs
from huaihai.supervision.kinds import subject_of
from huaihai.supervision.life import PROJECT
from huaihai.supervision.models import Project
from huaihai.supervision.reporting import verbs as reporting

MENU_KEY = "supervision"
TONES = {"published": "ok", "released": "warn", "running": "info", "checking": "info", "dropped": "late"}
ASKED = ("register", "start", "finish", "release")  # verbs that a kind may hinder


def project_or_404(request: HttpRequest, pk: Any) -> Project:
    """The project with this id, if the reader may see it. Raises Http404."""
    rows = Project.objects.visible_to(actor_of(request))
    found = rows.select_related("lead", "registered", "release", "publication").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def inner_or_404(request: HttpRequest, pk: Any) -> Project:
    """The same for what was found and who is heard: only for who takes part, and the auditor. Raises Http404."""
    found = project_or_404(request, pk)
    if not powers.looks_into(actor_of(request), found, on=clock.today()):
        raise Http404
    return found


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
