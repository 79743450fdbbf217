"""What was supervised in a year, by kind and theme; the projects behind a number of the alliance's report."""

from collections import Counter
from typing import Any

from django.db.models import Case, Count, Value, When
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from huaihai.cases import periods
from huaihai.desk.frame import frame, readers
from huaihai.desk.papers.document import Chart, Series, Table
from huaihai.kit import clock, guards
from huaihai.kit.paging import page_of
from huaihai.supervision import figures
from huaihai.supervision.facts import MENU_KEY
from huaihai.supervision.models import Project, ProjectCity, ProjectQuerySet


@require_safe
@guards.same_for_all
def of_year(request: HttpRequest, year: str) -> HttpResponse:
    """The yearly report; a year without any registered project has none."""
    rows = Project.objects.public().filter(year=int(year))
    is_out = When(published_at__isnull=False, then=Value("published"))  # also while it is corrected
    counted = rows.annotate(now=Case(is_out, default="stage")).order_by().values("kind", "theme", "now")
    counts = Counter(
        {(one["kind"], one["theme"], one["now"]): one["n"] for one in counted.annotate(n=Count("pk"))}
    )
    if not counts:
        raise Http404
    shown = rows.select_related("lead", "publication").order_by("-published_at", "-opened_at", "-pk")
    context: dict[str, Any] = {
        "year": year,
        "figures": _figures(counts, rows),
        "chart": _by_theme(counts),
        "stages": _by_stage(counts),
        "page": page_of(shown, request.GET.get("page")),
    }
    return render(request, "supervision/reporting/year.html", context)


def _figures(counts: Counter[tuple[str, str, str]], rows: ProjectQuerySet) -> list[tuple[str, int]]:
    """What the year comes to, in a few numbers."""
    out = sum(n for (_kind, _theme, stage), n in counts.items() if stage == "published")
    themes = len({theme for (_kind, theme, stage) in counts if stage == "published"})
    parts = ProjectCity.objects.filter(project__in=rows.published(), answer=ProjectCity.Answer.AGREED)
    bodies = parts.values("body").distinct().count()
    return [
        (_("plans registered"), counts.total()),
        (_("results published"), out),
        (_("themes with results, of four"), themes),
        (_("cities that took part in them"), bodies),
    ]


def _by_theme(counts: Counter[tuple[str, str, str]]) -> Chart:
    """Published results, by theme and kind."""
    themes, kinds = Project.Theme, Project.Kind
    return Chart(
        caption=_("Published results by theme"),
        labels=tuple(str(theme.label) for theme in themes),
        series=tuple(
            Series(
                str(kind.label),
                tuple(float(counts[kind.value, theme.value, "published"]) for theme in themes),
            )
            for kind in kinds
        ),
        shape="stacked",
        label_head=pgettext("supervision", "Theme"),
    )


def _by_stage(counts: Counter[tuple[str, str, str]]) -> Table:
    """What became of every registered plan, by kind: nothing disappears."""
    groups = (
        (_("published"), ("published",)),
        (_("in work"), ("registered", "running", "checking", "released")),
        (pgettext("project", "dropped"), ("dropped",)),
    )
    rows = []
    for kind in Project.Kind:
        found = [
            sum(n for (one, _theme, stage), n in counts.items() if one == kind.value and stage in stages)
            for _label, stages in groups
        ]
        rows.append((str(kind.label), *map(str, found)))
    head = (pgettext("supervision", "Kind"), *(label for label, _stages in groups))
    return Table(_("What became of the registered plans"), head, tuple(rows), frozenset({1, 2, 3}))


@require_safe
@readers
def figure(request: HttpRequest, key: str) -> HttpResponse:
    """Project by project; without days the present quarter."""
    kind = figures.BY_KEY.get(key)
    if kind is None:
        raise Http404
    given = [request.GET.get(name, "").strip() for name in ("quarter", "since", "until")]
    period = periods.read(*given) or periods.quarter_of(clock.today())
    behind = figures.projects_behind(kind, period)
    page = page_of(Project.objects.filter(pk__in=behind), request.GET.get("page"))
    numbers = figures.numbers(kind, period, page.rows)
    context = {
        "kind": kind,
        "span": periods.span(period),
        "value": figures.within(kind, period).count(),
        "page": page,
        "rows": [(row, numbers[row.pk]) for row in page.rows],
    }
    return render(request, "supervision/programme/office/figure.html", frame(request, MENU_KEY) | context)
