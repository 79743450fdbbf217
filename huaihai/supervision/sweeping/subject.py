"""What is particular to a sweep (see `supervision.kinds`): what hinders it, what its findings must match."""

from collections.abc import Iterator
from datetime import date, datetime

from django.db.models import Prefetch
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from huaihai.kit import spoken
from huaihai.kit.clock import local_day
from huaihai.supervision.kinds import FEWEST_CITIES
from huaihai.supervision.models import Finding, ItemMark, Project, ProjectCity, Recheck
from huaihai.supervision.sweeping.board import board
from huaihai.supervision.sweeping.file import built as build
from huaihai.supervision.sweeping.pages import office_page
from huaihai.supervision.sweeping.plan import parse, problems
from huaihai.supervision.sweeping.report import public_page, report


def hindrances(project: Project, verb: str, *, at: datetime) -> list[str]:
    """For `supervision.kinds`: "register", "start", "finish" or "release"."""
    asked = {
        "register": _of_register,
        "start": _of_start,
        "finish": _of_finish,
        "release": _of_release,
    }.get(verb)
    return asked(project, local_day(at)) if asked else []


def _of_register(project: Project, _today: date) -> list[str]:
    """One city alone makes no sweep, whatever is written in its plan."""
    if project.cities.count() >= FEWEST_CITIES[project.kind]:
        return []
    waiting = project.all_cities.filter(answer=ProjectCity.Answer.ASKED).count()
    if not waiting:
        return [_("At least two cities take part in a sweep. Please ask another one.")]
    return [_("At least two cities take part in a sweep. Those that are asked have not agreed yet.")]


def _of_start(project: Project, today: date) -> list[str]:
    first, last = parse(project.plan).week
    said = _of_register(project, today)
    if first is not None and today < first:
        said.append(_("The week begins on %(day)s.") % {"day": spoken.day(first, today=today)})
    if last is not None and today > last:
        said.append(_("The week is over. Please register the plan with another week."))
    return said


def _of_finish(project: Project, today: date) -> list[str]:
    _first, last = parse(project.registered.plan if project.registered else {}).week
    held = board(project)
    if not held.inspected:
        return [_("No place has been checked yet.")]
    if held.is_whole or (last is not None and today > last):
        return []
    short = [row for row in held.cities if row.inspected < row.target]
    return [
        ngettext(
            "The week is not over, and %(n)d city has not reached its number of places.",
            "The week is not over, and %(n)d cities have not reached their numbers of places.",
            len(short),
        )
        % {"n": len(short)}
    ]


def _of_release(project: Project, today: date) -> list[str]:
    """Whatever is still open may stay so, if somebody is seeing to it: the report names it."""
    rows = Finding.objects.filter(project=project)
    untold = rows.filter(stage="open").count()
    late = rows.filter(clock__name="recheck", clock__due_on__lt=today).count()
    undecided = rows.filter(stage="uncured").count()
    told = (
        (untold, _("From %(n)d findings nothing has followed yet: no advice, talk or promise.")),
        (late, _("%(n)d re-checks are overdue.")),
        (undecided, _("%(n)d findings are not cured, and what follows is not decided.")),
    )
    return [words % {"n": n} for n, words in told if n]


def misfits(project: Project) -> Iterator[tuple[str, str]]:
    """For `supervision.kinds`: what, and what is wrong with it."""
    marks = ItemMark.objects.filter(inspection__project=project, mark="found", inspection__replaced_by=None)
    wanted = dict(marks.values_list("pk", "item"))
    rows = Finding.objects.filter(project=project).select_related("mark", "inspection")
    again = Prefetch("rechecks", Recheck.objects.order_by("at", "pk"))
    for row in rows.prefetch_related(again).order_by("pk").iterator(500):
        if wrong := _wrong(row, is_standing=wanted.pop(row.mark_id, None) is not None):
            yield row.record_key, wrong
    for mark in wanted:
        yield f"{ItemMark.seal_name}:{mark}", _("was found, and no finding says so")


def _wrong(row: Finding, *, is_standing: bool) -> str:
    seen = row.inspection
    if row.mark.inspection_id != seen.pk or row.item != row.mark.item:
        return _("is about something else than what was marked")
    if (row.city_id, row.business_id, row.project_id) != (seen.city_id, seen.business_id, seen.project_id):
        return _("belongs to another city, business or project than its place")
    if (row.stage == "withdrawn") is is_standing:
        return _("was withdrawn or left standing though its entry was not")
    last = list(row.rechecks.all())[-1:]
    if (row.stage == "cured") is not (bool(last) and last[0].result == "cured"):
        return _("is cured or not against its last re-check")
    return ""


__all__ = ["build", "hindrances", "misfits", "office_page", "problems", "public_page", "report"]
