"""Writing down what the consumer consents to, on the consumer's word."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from huaihai.cases import lifecycle
from huaihai.cases.actions import consenting
from huaihai.cases.actions.moving import CaseMoved
from huaihai.cases.desk.forms.consents import Consents
from huaihai.cases.desk.views.case import situation_of
from huaihai.cases.pages.situation import CASEWORK, Situation
from huaihai.kit import clock, guards


@guards.staff(*CASEWORK)
@require_http_methods(["GET", "HEAD", "POST"])
def consents(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Which consents stand, and new ones on the consumer's word."""
    situation = situation_of(request, case_id)
    if situation.case.is_final or lifecycle.BODY not in situation.parties:
        raise Http404
    if request.method != "POST":
        kept = guards.kept_post(request)
        return _page(request, situation, Consents(kept, situation=situation), kept=bool(kept))
    form = Consents(request.POST, situation=situation)
    if not form.is_valid():
        return _page(request, situation, form)
    try:
        consenting.write_down(
            situation.case,
            purposes=form.cleaned_data["purposes"],
            text=form.cleaned_data["text"],
            by=situation.actor,
            at=clock.now(),
            seen=form.version_seen,
        )
    except CaseMoved as moved:
        data = request.POST.copy()
        data["seen"] = str(moved.case.version)
        stands = _("It is now: %(stage)s.") % {"stage": str(moved.case.stage_info.desk)}
        again = Consents(data, situation=situation_of(request, case_id))
        return _page(request, situation, again, status=409, moved=stands)
    messages.success(request, _("The consents were written down."))
    return HttpResponseRedirect(reverse("desk-case", args=[case_id]) + "#consents")


def _page(
    request: HttpRequest, situation: Situation, form: Consents, *, status: int = 200, **more: object
) -> HttpResponse:
    context = {"case": situation.case, "situation": situation, "form": form, **more}
    return render(request, "cases/desk/consents.html", context, status=status)
