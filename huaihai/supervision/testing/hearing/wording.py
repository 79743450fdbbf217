"""The results of a notice in words, as a maker reads them, and as staff read them beside its answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from huaihai.supervision.models import MakerNotice, Project
from huaihai.supervision.testing.publishing import words


@dataclass(frozen=True)
class Line:
    """One item of a product: its value, what the plan asks, its points, and whether it failed."""

    name: str
    standard: str
    value: str
    limit: str
    points: str
    failed: bool
    is_second: bool


@dataclass(frozen=True)
class Told:
    """A product's results in words. `taken_out` is the reason why it is not in the table any more."""

    key: str
    name: str
    batch: str
    bought_on: str
    shop: str
    taken_out: str
    total: str
    grade: str
    downgrades: tuple[str, ...]
    lines: tuple[Line, ...]


def told(project: Project, results: Sequence[Mapping[str, Any]]) -> list[Told]:
    """The results that a notice told (`Telling.results`), product after product."""
    plan = project.registered.plan if project.registered is not None else project.plan
    items = {item["key"]: item for item in plan["items"]}
    rules = {rule["key"]: rule for rule in plan["downgrades"]}
    grades = {grade["key"]: grade["name"] for grade in plan["grades"]}
    return [
        Told(
            key=one["product"],
            name=one["name"],
            batch=one["batch"],
            bought_on=one["bought_on"],
            shop=one["shop"],
            taken_out=one.get("taken_out", ""),
            total=one.get("total") or "",
            grade=grades.get(one.get("grade") or "", ""),
            downgrades=tuple(
                words.downgrade(rules[step["key"]], grades, step) for step in one.get("downgrades", ())
            ),
            lines=tuple(_line(row, items[row["item"]]) for row in one.get("items", ())),
        )
        for one in results
    ]


def newest(notice: MakerNotice) -> list[Told]:
    """What it was told last; empty: nothing yet."""
    telling = notice.tellings.order_by("-at", "-pk").first()
    return told(notice.project, telling.results) if telling is not None else []


def _line(row: Mapping[str, Any], item: Mapping[str, Any]) -> Line:
    return Line(
        name=item["name"],
        standard=f"{item.get('standard', '')} {item.get('clause', '')}".strip(),
        value=words.value(row, item),
        limit=words.limit(item),
        points=words.tidy(row["points"], 1),
        failed=row["failed"],
        is_second=row["round"] == "retest",
    )
