"""Who has to be called, because nothing else reaches them: a list of the body's cases."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from huaihai.cases import calls
from huaihai.cases.situation import CASEWORK, as_officer
from huaihai.kit import clock, guards
from huaihai.kit.paging import page_of


@guards.staff(*CASEWORK)
@require_safe
def to_call(request: HttpRequest) -> HttpResponse:
    """The cases, the oldest first; each leads to what has to be said."""
    actor = as_officer(request.actor)  # type: ignore[attr-defined]
    page = page_of(calls.waiting(actor).order_by("stage_since", "pk"), request.GET.get("page"))
    said = calls.of_cases(page.rows)
    rows = [(case, said[case.pk]) for case in page.rows if case.pk in said]
    return render(request, "cases/desk/calls.html", {"page": page, "rows": rows, "today": clock.today()})
