"""What every project's page for staff shows around its own sections: head, next steps, plan versions, cities."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huaihai.desk.frame import actor_of, frame
from huaihai.kit import clock
from huaihai.supervision import cities, powers
from huaihai.supervision.kinds import subject_of
from huaihai.supervision.life import PROJECT
from huaihai.supervision.models import Project
from huaihai.supervision.reporting.verbs import can_be_handed_over, signing_of

MENU_KEY = "supervision"
TONES = {"published": "ok", "released": "warn", "running": "info", "checking": "info", "dropped": "late"}
ASKED = ("register", "start", "finish", "release")  # verbs that a kind may hinder


@dataclass(frozen=True)
class Step:
    """A step that all kinds share: its verb, the name of its page, what its button says."""

    verb: str
    url_name: str
    label: Promise | str
    tone: str = "plain"


STEPS = (
    Step("register", "office-project-registration", _("Register the plan"), ""),
    Step("start", "office-project-start", _("Begin to collect"), ""),
    Step("finish", "office-project-finish", _("End collecting"), ""),
    Step("release", "office-project-release", _("Make the file to be signed"), ""),
    Step("hand over", "office-project-hand-over", _("Hand it to the cities for signing"), ""),
    Step("change cities", "office-project-cities", _("Cities and shares")),
    Step("reopen", "office-project-reopening", _("Collect again")),
    Step("call back", "office-project-calling-back", _("Call the file back")),
    Step("drop", "office-project-dropping", pgettext_lazy("project", "Drop it"), "warn"),
)


@dataclass(frozen=True)
class Offered:
    """A step as it stands on the page; `hindered` are the reasons why it has to wait."""

    url: str
    label: Promise | str
    tone: str
    hindered: tuple[str, ...] = ()


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
        "steps": offered(project) if is_leader else [],
        "all_cities": project.all_cities.select_related("body"),
        "is_invited": cities.invitation_of(actor, project) is not None,
        "may_copy": bool(powers.may_lead_for(actor, on=clock.today())),
        "plans": project.plan_versions.order_by("-number"),
        "signing": signing_of(project),
        "has_report": project.release_id is not None and project.stage in ("released", "published"),
    }


def offered(project: Project) -> list[Offered]:
    """The steps that exist in its stage, with what hinders each."""
    return [
        Offered(
            reverse(step.url_name, args=[project.pk]), step.label, step.tone, hindrances(project, step.verb)
        )
        for step in STEPS
        if PROJECT.can(step.verb, project.stage) and _is_offered(project, step.verb)
    ]


def hindrances(project: Project, verb: str) -> tuple[str, ...]:
    """Why this step has to wait, in sentences; empty: it need not."""
    subject = subject_of(project.kind)
    lacks = subject.problems(project.plan) if verb == "register" else ()
    return (*lacks, *subject.hindrances(project, verb, at=clock.now())) if verb in ASKED else ()


def _is_offered(project: Project, verb: str) -> bool:
    """A plan is registered again only if another one is in work, a file handed over only if it is not out."""
    if verb == "hand over":
        return can_be_handed_over(project)
    if verb == "drop":
        return project.published_at is None
    if verb != "register" or project.registered is None:
        return True
    return bool(project.registered.plan != project.plan)
