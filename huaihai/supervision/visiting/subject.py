"""What is particular to visits: see `supervision.kinds`."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from huaihai.desk.papers.document import Document
from huaihai.record import events
from huaihai.supervision.models import Draw, Project, VisitAssignment
from huaihai.supervision.visiting import facts, pages
from huaihai.supervision.visiting import file as visiting_file
from huaihai.supervision.visiting import plan as visiting_plan
from huaihai.supervision.visiting import report as visiting_report
from huaihai.supervision.visiting.facts import uncoded


def misfits(project: Project) -> Iterator[tuple[str, str]]:
    """For `supervision.kinds`: what, and what is wrong with it."""
    told = events.history(project.record_key).filter(verb="supervision_take_visit_back")
    recorded = Counter((facts["place"], facts["turn"]) for facts in told.values_list("facts", flat=True))
    ended = VisitAssignment.objects.filter(sampled__draw__project=project, ended_at__isnull=False)
    stored = Counter(ended.values_list("sampled__code", "turn"))
    for place, turn in sorted({*recorded, *stored}):
        if recorded[place, turn] != stored[place, turn]:
            what = _("visit %(turn)s to %(place)s") % {"turn": turn, "place": place}
            yield what, _("was taken back or not against the record")


__all__ = ["build", "hindrances", "misfits", "office_page", "problems", "public_page", "report"]


def problems(plan: Mapping[str, Any]) -> Sequence[str]:
    """What the plan lacks before it can be registered."""
    return visiting_plan.problems(plan)


def hindrances(project: Project, verb: str, *, at: datetime) -> Sequence[str]:
    """Why it cannot start, end or be released yet."""
    if verb == "start":
        return [] if project.cities.exists() else [_("No city takes part yet.")]
    if verb == "finish":
        return _before_end(project)
    if verb == "release":
        return _before_release(project)
    return []


def build(project: Project, *, at: datetime) -> dict[str, Any]:
    """The file to release."""
    return visiting_file.build(project, facts.plan_of(project))


def report(file: Mapping[str, Any]) -> Document:
    """The released file as a report."""
    return visiting_report.report(file)


def office_page(request: HttpRequest, project: Project) -> HttpResponse:
    """The project's page for staff."""
    return pages.page(request, project)


def public_page(request: HttpRequest, project: Project, file: Mapping[str, Any]) -> HttpResponse:
    """The public page of what came out."""
    return visiting_report.page(request, project, file)


def _before_end(project: Project) -> list[str]:
    if not Draw.objects.filter(project=project).exists():
        return [_("The places are not drawn yet.")]
    short = facts.short_places(project, facts.plan_of(project))
    if not short:
        return []
    said = ngettext(
        "%(n)s place has fewer visits than planned. Visit it, or drop it with a reason.",
        "%(n)s places have fewer visits than planned. Visit them, or drop them with a reason.",
        short,
    )
    return [said % {"n": short}]


def _before_release(project: Project) -> list[str]:
    plan = facts.plan_of(project)
    found = [] if facts.counted(project) else [_("No visit counts yet.")]
    if plan.coded and (left := uncoded(project, plan)):
        said = ngettext(
            "%(n)s answer is not coded by two people yet.",
            "%(n)s answers are not coded by two people yet.",
            left,
        )
        found.append(said % {"n": left})
    return found
