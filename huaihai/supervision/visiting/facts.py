"""What is stored of visits: plan, sample, the visits that count, what coders have to code; answers in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from huaihai.kit.sealing import blind
from huaihai.supervision.models import (
    Project,
    ProjectRole,
    SampledPlace,
    Visit,
    VisitAssignment,
    VisitCode,
    VisitRuling,
)
from huaihai.supervision.visiting.plan import NOT_SEEN, Item, NoPlan, Plan, parse

VISITOR, CODER = "visitor", "coder"


def plan_of(project: Project) -> Plan:
    """The registered plan; before registration the one in work, or an empty one where that cannot be read."""
    if project.registered:
        return parse(project.registered.plan)
    return draft_of(project)


def draft_of(project: Project) -> Plan:
    """The plan in work, or an empty one where it cannot be read."""
    try:
        return parse(project.plan)
    except NoPlan:
        return parse({})


def sample(project: Project) -> QuerySet[SampledPlace]:
    """The places that are in the sample now, with their city and name."""
    rows = SampledPlace.objects.filter(draw__project=project, drop=None)
    return rows.select_related("draw__city", "place__business").order_by("draw__city__position", "rank")


def counted(project: Project) -> list[Visit]:
    """The visits that count: in places of the sample, first of their assignment unless a ruling says otherwise."""
    rows = Visit.objects.filter(assignment__sampled__draw__project=project, assignment__sampled__drop=None)
    held = list(rows.select_related("assignment__sampled__draw__city").order_by("at", "pk"))
    ruled = rulings(visit.pk for visit in held)
    return [visit for visit in held if ruled.get(visit.pk, counts_by_itself(visit))]


def rulings(visits: Iterable[UUID]) -> dict[UUID, bool]:
    """The newest ruling of each visit that has one."""
    rows = VisitRuling.objects.filter(visit__in=list(visits)).order_by("at", "pk")
    return dict(rows.values_list("visit_id", "counts"))


def short_places(project: Project, plan: Plan) -> int:
    """How many places of the sample have fewer visits than planned."""
    visited = Count(
        "assignments__visits",
        filter=Q(assignments__visits__twin_of=None, assignments__ended_at=None),
        distinct=True,
    )
    return sample(project).annotate(visited=visited).filter(visited__lt=plan.visits_per_place).count()


def assignments(project: Project) -> QuerySet[VisitAssignment]:
    """All that stand in this project."""
    return VisitAssignment.objects.standing().filter(sampled__draw__project=project)


def coders(project: Project) -> QuerySet[ProjectRole]:
    """Who codes."""
    return ProjectRole.objects.filter(project=project, role=CODER, until=None)


def visitors(project: Project) -> QuerySet[ProjectRole]:
    """Who may be sent to places."""
    rows = ProjectRole.objects.filter(project=project, role=VISITOR, until=None)
    return rows.select_related("account", "body").order_by("body__position", "pk")


def codes(project: Project) -> dict[tuple[UUID, str], dict[UUID, str]]:
    """What was coded, corrections in place: (visit, item) → coder → code."""
    found: dict[tuple[UUID, str], dict[UUID, str]] = {}
    rows = VisitCode.objects.filter(
        visit__assignment__sampled__draw__project=project, replaced_by=None
    ).values_list("visit_id", "item", "coder_id", "code")
    for visit, item, coder, code in rows:
        found.setdefault((visit, item), {})[coder] = code
    return found


def counts_by_itself(visit: Visit) -> bool:
    """Whether it counts as long as nobody rules on it: the first of an assignment that was not taken back."""
    return visit.twin_of_id is None and visit.assignment.ended_at is None


def answer_words(item: Item, value: str) -> str:
    """What was noted, as a reader says it; empty where nothing was."""
    if value == NOT_SEEN:
        return _("It could not be seen here")
    if item.type == "yes_no" and value:
        return pgettext("answer", "Yes") if value == "yes" else pgettext("answer", "No")
    if item.type == "choice":
        return next((option.name for option in item.options if option.key == value), value)
    return f"{value} {item.unit}".strip() if item.type == "number" and value else value


CODERS = 2


@dataclass(frozen=True)
class Unit:
    """An answer, or the photos, of one item of one visit. `name` cannot be led back to the visit."""

    visit: Visit
    item: Item
    name: str

    @property
    def text(self) -> str:
        """What the visitor wrote; nothing else of the visit."""
        return "" if self.item.type == "photo" else str(self.visit.answers.get(self.item.key, ""))

    @property
    def photos(self) -> list[UUID]:
        """Keys of the photos of this item."""
        return [UUID(key) for key, item, _sha256 in self.visit.photos if item == self.item.key]


def units(project: Project, plan: Plan) -> list[Unit]:
    """All that there is to code, item by item, within an item in the order of names, which is left to chance."""
    visits = counted(project)
    found = []
    for item in plan.coded:
        held = [Unit(visit, item, name_of(visit, item)) for visit in visits]
        found += sorted((unit for unit in held if unit.text or unit.photos), key=lambda unit: unit.name)
    return [unit for unit in found if unit.text != NOT_SEEN]


def uncoded(project: Project, plan: Plan) -> int:
    """How many units have not been looked at by two coders."""
    coded = codes(project)
    return sum(len(coded.get((unit.visit.pk, unit.item.key), {})) < CODERS for unit in units(project, plan))


def name_of(visit: Visit, item: Item) -> str:
    """Sixteen hexadecimal digits; only this platform can make them."""
    return blind(f"{visit.pk}:{item.key}", purpose="supervision.visit-unit")[:16]
