"""The page of a comparative test for staff, put together from one section a subject."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huaihai.desk.frame import actor_of
from huaihai.kit import clock
from huaihai.supervision import powers
from huaihai.supervision.facts import shell
from huaihai.supervision.models import Opinion, Project, Purchase, Round
from huaihai.supervision.testing.buying.buyers import lacking_buyers, may_buy
from huaihai.supervision.testing.hearing.life import NOTICE, OPEN_OBJECTIONS
from huaihai.supervision.testing.laboratory import facts as laboratory_facts
from huaihai.supervision.testing.laboratory.facts import hand_overs
from huaihai.supervision.testing.laboratory.verbs import CLOSED
from huaihai.supervision.testing.planning.checking import problems
from huaihai.supervision.testing.planning.reading import products_of, rows_of, samples_of, weight_sum
from huaihai.supervision.testing.planning.verbs import in_work
from huaihai.supervision.testing.review.pages import may_read


@dataclass(frozen=True)
class Section:
    """A heading, the template of what stands below it, and the template's own context (it sees `project` too)."""

    key: str
    title: Promise | str
    template: str
    context: dict[str, Any] = field(default_factory=dict)


def plan(_request: HttpRequest, project: Project) -> Section:
    """What the plan says in numbers, and how much it lacks."""
    plan = in_work(project)
    return Section(
        "plan",
        pgettext_lazy("test", "Plan"),
        "supervision/testing/planning/section.html",
        {
            "what": plan["what"],
            "counts": {name: len(rows_of(plan, name)) for name in ("products", "items", "downgrades")},
            "samples": samples_of(plan),
            "weights": weight_sum(plan),
            "lacks": problems(project.plan) if project.stage in ("draft", "registered") else [],
        },
    )


def purchases(request: HttpRequest, project: Project) -> Section | None:
    """How far the buying is; nothing before the plan is registered."""
    if project.registered is None:
        return None
    rows = Purchase.objects.filter(project=project)
    planned = len(products_of(project.registered.plan))
    bought = rows.values("product").distinct().count()
    waiting = rows.waiting().count()
    return Section(
        "purchases",
        _("Purchases"),
        "supervision/testing/buying/section.html",
        {
            "planned": planned,
            "bought": bought,
            "waiting": waiting,
            "lacking": lacking_buyers(project, at=clock.now()),
            "may_buy": project.stage == "running" and may_buy(actor_of(request), project, at=clock.now()),
        },
    )


def laboratories(request: HttpRequest, project: Project) -> Section | None:
    """Laboratories with their progress; nothing before the plan is registered."""
    if project.registered is None:
        return None
    items, held = laboratory_facts.items_of(project), laboratory_facts.standing(project)
    rows = hand_overs(project=project)
    told = []
    for laboratory in project.laboratories.all():
        own = [row for row in rows if row.laboratory_id == laboratory.pk]
        told.append(
            (
                laboratory,
                len({code for row in own for code in row.to_be_measured}),
                laboratory_facts.progress(laboratory_facts.wanted(own, items), held),
                any(row.round == Round.RETEST for row in own),
                sum(row.receipt is None for row in own),
            )
        )
    context = {"rows": told, "is_open": project.stage not in CLOSED}
    return Section("laboratories", _("Laboratories"), "supervision/testing/laboratory/section.html", context)


SHOWN = ("running", "checking", "released", "published")


def hearing(request: HttpRequest, project: Project) -> Section | None:
    """How many were told, answered, said nothing; open objections."""
    if project.stage not in SHOWN or not powers.looks_into(actor_of(request), project, on=clock.today()):
        return None
    counted = dict(project.notices.order_by().values_list("stage").annotate(n=Count("pk")))
    context = {
        "counts": [(label, counted[stage]) for stage, label in NOTICE.stages.items() if counted.get(stage)],
        "open_objections": project.objections.filter(stage__in=OPEN_OBJECTIONS).count(),
    }
    title = _("Makers and sellers are heard")
    return Section("notices", title, "supervision/testing/hearing/section.html", context)


def review(request: HttpRequest, project: Project) -> Section | None:
    """A door to the table; how many opinions there are. Computing is left to its page."""
    if not may_read(request, project):
        return None
    context = {"opinions": Opinion.objects.filter(project=project).count()}
    return Section("results", _("Results and review"), "supervision/testing/review/section.html", context)


type Build = Callable[[HttpRequest, Project], Section | None]  # None: nothing to show yet
BUILDERS: tuple[Build, ...] = (plan, purchases, laboratories, hearing, review)


def sections(request: HttpRequest, project: Project) -> Iterator[Section]:
    """The sections that have something to show for this project."""
    for build in BUILDERS:
        found = build(request, project)
        if found is not None:
            yield found


def office_page(request: HttpRequest, project: Project) -> HttpResponse:
    """All sections around which the shell puts head and steps."""
    context = shell(request, project) | {"sections": list(sections(request, project))}
    return render(request, "supervision/testing/office/project.html", context)
