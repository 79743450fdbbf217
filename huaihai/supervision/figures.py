"""The numbers about joint supervision that a report of the alliance asks for, and the projects behind each."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Count, QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huaihai.cases.periods import Period
from huaihai.record.figures import Figure
from huaihai.supervision.models import (
    Finding,
    Inspection,
    PlanVersion,
    Project,
    Purchase,
    SurveyResponse,
    Visit,
)

type Rows = QuerySet[Any, Any]


@dataclass(frozen=True)
class Kind:
    """One number: rows of which `moment` (a field) lies in the span; `project` leads from a row to its project."""

    key: str
    label: Promise | str
    rows: Callable[[], Rows]
    moment: str = "at"
    project: str = "project"


KINDS = (
    Kind("registered", _("Plans of supervision registered"), lambda: PlanVersion.objects.filter(number=1)),
    Kind(
        "published",
        _("Results of supervision published"),
        Project.objects.published,
        moment="published_at",
        project="pk",
    ),
    Kind("products", _("Products bought for tests"), lambda: Purchase.objects.filter(first=None)),
    Kind(
        "visits",
        _("Visits made"),
        lambda: Visit.objects.filter(twin_of=None),
        project="assignment__sampled__draw__project",
    ),
    Kind("answers", _("Answers to surveys"), lambda: SurveyResponse.objects.filter(replaces=None)),
    Kind(
        "places",
        _("Places checked together"),
        lambda: Inspection.objects.filter(replaces=None),
        moment="checked_at",
    ),
    Kind(
        "findings",
        _("Findings at these places"),
        lambda: Finding.objects.exclude(stage="withdrawn"),
        moment="found_at",
    ),
    Kind(
        "cured",
        _("Findings cured, seen when going again"),
        lambda: Finding.objects.filter(stage="cured"),
        moment="ended_at",
    ),
)
BY_KEY = {kind.key: kind for kind in KINDS}


def within(kind: Kind, period: Period) -> Rows:
    """The rows that a number counts."""
    start, end = period.bounds
    return kind.rows().filter(**{f"{kind.moment}__gte": start, f"{kind.moment}__lt": end}).order_by()


def projects_behind(kind: Kind, period: Period) -> Rows:
    """The ids of the projects that have rows in the span."""
    return within(kind, period).values(_path(kind))


def numbers(kind: Kind, period: Period, projects: Sequence[Project]) -> dict[UUID, int]:
    """How many rows of the span each of these projects has, in one query."""
    path = _path(kind)
    rows = within(kind, period).filter(**{f"{path}__in": [project.pk for project in projects]})
    return dict(rows.values_list(path).annotate(n=Count("pk")))


def figures_between(since: date, until: date) -> list[Figure]:
    """The numbers from one day to another, both included; one query each."""
    period = Period(since, until)
    return [_figure(kind, period) for kind in KINDS]


def _figure(kind: Kind, period: Period) -> Figure:
    url = f"{reverse('office-supervision-figure', args=[kind.key])}?{urlencode(period.query)}"
    group = pgettext_lazy("report", "Joint supervision")
    return Figure(f"supervision.{kind.key}", kind.label, within(kind, period).count(), url, group)


def _path(kind: Kind) -> str:
    return kind.project if kind.project == "pk" else f"{kind.project}_id"
