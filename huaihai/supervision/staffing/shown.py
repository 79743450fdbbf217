"""Parts and minutes as pages show them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import Count, OuterRef, Subquery, Sum
from django.utils.functional import Promise
from django.utils.translation import pgettext

from huaihai.kit import local_words
from huaihai.members import directory
from huaihai.members.models import Organisation
from huaihai.supervision.models import Project, ProjectCity, ProjectRole, StepMinutes
from huaihai.supervision.procedures import ROLES, STEPS, UNITS, Part, Per, people_for, roles_of
from huaihai.supervision.staffing import estimating
from huaihai.supervision.staffing.estimating import Line

HOUR = 60
WHOLE = 100


@dataclass
class PartShown:
    """One part: whoever plays it or is asked for, and how many are missing."""

    key: str
    part: Part
    needed: int
    rows: list[ProjectRole] = field(default_factory=list)

    @property
    def missing(self) -> int:
        """How many people are still needed."""
        return max(0, self.needed - len(self.rows))


@dataclass(frozen=True)
class BodyMinutes:
    """What one body is estimated to give, and has noted."""

    body: Organisation
    name: str
    code: str
    share: int
    estimated: int
    noted: int

    @property
    def hours(self) -> int:
        """Estimated hours, rounded up."""
        return -(-self.estimated // HOUR)


@dataclass(frozen=True)
class StepShown:
    """One step with its estimate and what was noted, all bodies together (or of one body)."""

    line: Line
    role: Promise | str
    counted: str
    estimated: int
    noted: int | None
    earlier: Decimal | None


def parts(project: Project) -> list[PartShown]:
    """The parts that the kind needs and those that are given beside, in three queries."""
    rows = ProjectRole.objects.filter(project=project, until=None)
    rows = rows.select_related("body", "account", "pool_request", "declaration").order_by("since", "pk")
    found = {key: PartShown(key, ROLES[key], people_for(project.kind, key)) for key in roles_of(project.kind)}
    for row in rows:
        if row.role not in found and row.role in ROLES:
            found[row.role] = PartShown(row.role, ROLES[row.role], 0)
        if row.role in found:
            found[row.role].rows.append(row)
    return list(found.values())


def lines_of(project: Project) -> list[Line]:
    """The estimate of this project's steps."""
    shares = dict(project.cities.values_list("body__key", "share"))
    return estimating.estimate(project.kind, shares, lead=lead_of(project).key)


def lead_of(project: Project) -> Organisation:
    """The body that leads; of the alliance's own projects, the alliance."""
    return project.lead or directory.root()


def steps(project: Project, lines: Sequence[Line], only: str = "") -> list[StepShown]:
    """Each step; `only` is the key of one body. `earlier`: what finished projects of this kind noted."""
    noted = project.minutes.filter(body__key=only) if only else project.minutes.all()
    sums = dict(noted.order_by().values("step").annotate(all=Sum("minutes")).values_list("step", "all"))
    unit, earlier = UNITS[project.kind], _earlier(project)
    return [
        StepShown(
            line,
            ROLES[line.step.role].label,
            _counted(line, unit),
            line.by_body.get(only, 0) if only else line.minutes,
            sums.get(line.step.key),
            earlier.get(line.step.key),
        )
        for line in lines
    ]


def bodies(project: Project, lines: Sequence[Line]) -> list[BodyMinutes]:
    """Each body with its share, estimate and what it has noted: who leads first, then the cities."""
    estimated = estimating.by_body(lines)
    sums = project.minutes.order_by().values("body").annotate(all=Sum("minutes")).values_list("body", "all")
    noted: dict[Any, int] = dict(sums)
    parts = {part.body: part.share for part in project.cities.select_related("body")}
    lead = lead_of(project)
    return [
        BodyMinutes(
            body, _name(body), code_of(body), share, estimated.get(body.key, 0), noted.get(body.pk, 0)
        )
        for body, share in ({lead: 0} | parts).items()
    ]


def code_of(body: Organisation) -> str:
    """How an address names a body: 320300, or "alliance"."""
    return body.key.rpartition(":")[2]


def _name(body: Organisation) -> str:
    return local_words.in_script(body.short_name)


def _counted(line: Line, unit: Promise | str) -> str:
    """How the minutes of a step are counted: 2 × 30, in each city."""
    step = line.step
    how = {
        Per.PROJECT: pgettext("minutes", "once"),
        Per.CITY: pgettext("minutes", "in each city"),
        Per.UNIT: pgettext("minutes", "for each (%(unit)s)") % {"unit": unit},
    }[step.per]
    if step.percent < WHOLE:
        said = {"n": step.percent, "unit": unit}
        how = pgettext("minutes", "for about %(n)s %% (%(unit)s)") % said
    people = f"{step.people} × " if step.people > 1 else ""
    return pgettext("minutes", "%(minutes)s, %(how)s") % {"minutes": f"{people}{step.minutes}", "how": how}


def _earlier(project: Project) -> dict[str, Decimal]:
    """Step → minutes as finished projects of this kind noted them: a unit, a city, or once; in one query."""
    share = ProjectCity.objects.filter(project=OuterRef("project"), body=OuterRef("body")).values("share")
    rows = StepMinutes.objects.filter(project__kind=project.kind, project__stage="published")
    rows = rows.exclude(project=project).annotate(share=Subquery(share)).order_by()
    found = rows.values("step").annotate(all=Sum("minutes"), units=Sum("share"), n=Count("pk"))
    per = {step.key: step.per for step in STEPS[project.kind]}
    told: dict[str, Decimal] = {}
    for row in found:
        by = row["units"] if per.get(row["step"]) is Per.UNIT else row["n"]
        if by:
            told[row["step"]] = Decimal(row["all"]) / by
    return told
