"""The projects behind a number of the alliance's report, each with its share of the number."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from huaihai.cases import periods
from huaihai.cases.pages import period_words
from huaihai.desk.frame import frame, readers
from huaihai.kit import clock
from huaihai.kit.paging import page_of
from huaihai.supervision import figures
from huaihai.supervision.models import Project
from huaihai.supervision.office.shell import MENU_KEY


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
        "span": period_words.span(period),
        "value": figures.within(kind, period).count(),
        "page": page,
        "rows": [(row, numbers[row.pk]) for row in page.rows],
    }
    return render(request, "supervision/programme/office/figure.html", frame(request, MENU_KEY) | context)
