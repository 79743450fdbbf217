"""The volume at the desk: what it will say, the look that it is, then the file."""

from typing import Any, Final
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from huaihai.cases import unmasking
from huaihai.cases.desk.pages import situation_of
from huaihai.cases.papers.facts import CHINESE
from huaihai.cases.situation import CASEWORK, Situation
from huaihai.cases.volume import making
from huaihai.desk.asking import show
from huaihai.desk.papers.handing import PDF, handed
from huaihai.kit import clock, guards

MADE: Final = "volumes"  # session key: case → until when its volume is handed out here


@guards.staff(*CASEWORK)
@never_cache
@require_POST
def volume(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Making it is a look at all of the case; then a page from which the file comes by itself."""
    situation, at = _ended(request, case_id), clock.now()
    with translation.override(CHINESE):  # the record is in the alliance's language
        text = _("For the archive")
    unmasking.unmask(situation.case, text=text, by=situation.actor, at=at)
    unmasking.keep_open(request.session, case_id, at, under=MADE)
    context: dict[str, Any] = {
        "file": reverse("case-volume-file", args=[case_id]),
        "back": reverse("desk-case", args=[case_id]) + "#papers",
        "case": situation.case,
    }
    return show(request, "cases/package/comes.html", current="", **context)


@guards.staff(*CASEWORK)
@require_safe
def file(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """The PDF, for a quarter of an hour after it was asked for."""
    situation = _ended(request, case_id)
    if not unmasking.is_open(request.session, case_id, clock.now(), under=MADE):
        return redirect(reverse("desk-case", args=[case_id]) + "#papers")
    name = content_disposition_header(as_attachment=True, filename=f"{situation.case.number} 归档.pdf")
    headers = {"Cache-Control": "private, no-store"}
    return handed(lambda: making.pdf(situation), PDF, name or "attachment", headers=headers)


def _ended(request: HttpRequest, case_id: UUID) -> Situation:
    situation = situation_of(request, case_id)
    if not situation.parties or not making.is_open(situation.case):
        raise Http404
    return situation
