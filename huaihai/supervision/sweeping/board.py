"""The live board of a sweep, counted by the database in a handful of queries."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count

from huaihai.kit.intervals import wilson
from huaihai.members.models import Organisation
from huaihai.supervision.models import Finding, Inspection, ItemMark, Project
from huaihai.supervision.sweeping.file import target_of
from huaihai.supervision.sweeping.life import LIVING, SEVERITIES
from huaihai.supervision.sweeping.plan import Item, Plan, parse


@dataclass(frozen=True)
class CityRow:
    """How far a city is. `found` are findings, `hit` the places that had any."""

    body: Organisation
    target: int
    inspected: int
    hit: int
    found: int
    cured: int
    living: int

    @property
    def share(self) -> int:
        """Whole per cent of its target, at most 100."""
        return min(100, self.inspected * 100 // self.target) if self.target else 0


@dataclass(frozen=True)
class ItemRow:
    """What an item of the checklist showed so far; `low` and `high` are the ends of the interval of its share."""

    item: Item
    checked: int
    found: int
    cured: int

    @property
    def share(self) -> float | None:
        return self.found / self.checked if self.checked else None

    @property
    def interval(self) -> tuple[float, float] | None:
        return wilson(self.found, self.checked) if self.checked else None


@dataclass(frozen=True)
class Board:
    """All of it."""

    cities: tuple[CityRow, ...]
    items: tuple[ItemRow, ...]
    severities: tuple[tuple[str, str, int], ...]  # key, words, number of findings

    @property
    def target(self) -> int:
        return sum(row.target for row in self.cities)

    @property
    def inspected(self) -> int:
        return sum(row.inspected for row in self.cities)

    @property
    def found(self) -> int:
        return sum(row.found for row in self.cities)

    @property
    def cured(self) -> int:
        return sum(row.cured for row in self.cities)

    @property
    def living(self) -> int:
        return sum(row.living for row in self.cities)

    @property
    def is_whole(self) -> bool:
        """Whether every city has checked as many as it set out to."""
        return bool(self.cities) and all(row.inspected >= row.target for row in self.cities)


def board(project: Project) -> Board:
    """The board as it is now: five queries."""
    plan = parse(project.registered.plan if project.registered else project.plan)
    standing = Inspection.objects.filter(project=project).standing()
    inspected = dict(standing.order_by().values_list("city").annotate(n=Count("pk")))
    findings = Finding.objects.filter(project=project).exclude(stage="withdrawn").order_by()
    hit = dict(findings.values_list("city").annotate(n=Count("inspection", distinct=True)))
    told = list(findings.values_list("city", "item", "severity", "stage").annotate(n=Count("pk")))
    return Board(
        tuple(_cities(project, plan, inspected, hit, told)),
        tuple(_items(plan, project, told)),
        _severities(told),
    )


def _cities(
    project: Project, plan: Plan, inspected: Mapping[Any, int], hit: Mapping[Any, int], told: list[Any]
) -> list[CityRow]:
    found, cured = _summed(told, 0), _summed([row for row in told if row[3] == "cured"], 0)
    living = _summed([row for row in told if row[3] in LIVING], 0)
    return [
        CityRow(
            body=part.body,
            target=target_of(part, plan),
            inspected=inspected.get(part.body_id, 0),
            hit=hit.get(part.body_id, 0),
            found=found[part.body_id],
            cured=cured[part.body_id],
            living=living[part.body_id],
        )
        for part in project.cities.select_related("body")
    ]


def _items(plan: Plan, project: Project, told: list[Any]) -> list[ItemRow]:
    marks = ItemMark.objects.filter(inspection__project=project, inspection__replaced_by=None).order_by()
    counts = {(item, mark): n for item, mark, n in marks.values_list("item", "mark").annotate(n=Count("pk"))}
    cured = _summed([row for row in told if row[3] == "cured"], 1)
    return [
        ItemRow(
            item,
            checked=counts.get((item.key, "ok"), 0) + counts.get((item.key, "found"), 0),
            found=counts.get((item.key, "found"), 0),
            cured=cured[item.key],
        )
        for item in plan.items
    ]


def _severities(told: list[Any]) -> tuple[tuple[str, str, int], ...]:
    counted = _summed(told, 2)
    return tuple((key, str(words), counted[key]) for key, words in SEVERITIES.items())


def _summed(told: list[Any], column: int) -> Counter[Any]:
    total: Counter[Any] = Counter()
    for row in told:
        total[row[column]] += row[-1]
    return total
