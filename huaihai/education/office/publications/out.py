"""The rows behind a number of the alliance's report: what of one kind went out in a span of days."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from huaihai.cases import periods
from huaihai.cases.pages import period_words
from huaihai.desk.asking import show
from huaihai.desk.frame import readers
from huaihai.education import figures
from huaihai.education.models import Publication
from huaihai.education.office.publications import seen
from huaihai.kit import clock
from huaihai.kit.paging import page_of


@readers
@require_safe
def went_out(request: HttpRequest, kind: str) -> HttpResponse:
    """Of all bodies, each with its public page; without days the present quarter."""
    if kind not in figures.KINDS:
        raise Http404
    given = [request.GET.get(name, "").strip() for name in ("quarter", "since", "until")]
    period = periods.read(*given) or periods.quarter_of(clock.today())
    rows = figures.went_out(period).filter(kind=kind).select_related("publisher")
    return show(
        request,
        "education/office/out.html",
        current=seen.MENU,
        kind=Publication.Kind(kind),
        span=period_words.span(period),
        page=page_of(rows, request.GET.get("page")),
    )
