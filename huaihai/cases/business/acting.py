"""Taking one of the steps that are open to the business, at its desk."""

from functools import partial
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from huaihai.cases.business import standing, steps, taking
from huaihai.cases.business.aside import aside
from huaihai.cases.business.steps import Step
from huaihai.cases.business.taking import CONFLICT, Doing
from huaihai.kit import guards

FORBIDDEN = 403


@guards.business
@require_http_methods(["GET", "HEAD", "POST"])
def step(request: HttpRequest, case_id: UUID, noun: str) -> HttpResponse:
    """The page of one step."""
    found = steps.BY_NOUN.get(noun)
    if found is None:
        raise Http404
    again = partial(standing.situation_of, request, case_id)
    try:
        situation = again()
    except Http404:
        if request.method == "POST" and standing.was_theirs(request, case_id):
            return _gone(request, found)
        raise
    doing = Doing(
        request,
        found,
        situation,
        case_url=reverse("business-case", args=[case_id]),
        template="cases/business/step.html",
        again=again,
        frame=partial(_frame, request),
    )
    return taking.take(doing) if standing.may_answer(situation) else _may_not(doing)


def _frame(request: HttpRequest) -> dict[str, Any]:
    return {"base_page": "kit/desk.html", "desk": aside(request)}


def _may_not(doing: Doing) -> HttpResponse:
    """Somebody who sees the case but does not answer for the business, such as a cashier."""
    request = doing.request
    form = doing.step.form(request.POST, situation=doing.situation) if request.method == "POST" else None
    why = _("You can look at this complaint, but not answer it.")
    what_now = _("Managers answer, and those who are named to answer complaints. Please ask one of them.")
    return taking.refused(doing, why, what_now, form, status=FORBIDDEN)


def _gone(request: HttpRequest, step: Step) -> HttpResponse:
    """Another business is meant now: keep what was typed, show nothing else."""
    typed = [
        {"label": str(field.label), "value": request.POST[name]}
        for name, field in step.form.base_fields.items()
        if name != "seen" and request.POST.get(name)
    ]
    why = _("Another business is meant in this case now. You need not do anything more.")
    context = {**_frame(request), "why": why, "typed": typed}
    return render(request, "cases/moved.html", context, status=CONFLICT)
