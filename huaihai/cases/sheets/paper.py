"""At the desk: make a sheet, and print it. Its code is shown in this session only."""

import io
from uuid import UUID

import segno
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from huaihai.cases.actions import sheets
from huaihai.cases.actions.moving import NotAllowed, Unfit, parties_of
from huaihai.cases.models import Case, Complainant, Sheet
from huaihai.cases.pages import facts
from huaihai.cases.pages.situation import CASEWORK, Situation
from huaihai.kit import clock, guards, local_words, sealing
from huaihai.members.actors import Actor

CODES = "sheet_codes"  # session key: sheet → its sealed code, for as long as the session lasts
MOST_CODES = 20
CONFLICT = 409


@guards.staff(*CASEWORK)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sheet(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """What a sheet is, and the button that makes one."""
    actor, case = _seen(request, case_id)
    if request.method != "POST":
        return _asked(request, actor, case)
    try:
        made, code = sheets.print_sheet(case, by=actor, at=clock.now())
    except Unfit as error:
        return _asked(request, actor, case, why=error.message, status=CONFLICT)
    except NotAllowed:
        return _asked(request, actor, case, why=_("Another body has the case now."), status=CONFLICT)
    held = request.session.get(CODES, {})
    held[str(made.pk)] = sealing.seal(code, place=_place(made))
    request.session[CODES] = dict(list(held.items())[-MOST_CODES:])
    return HttpResponseRedirect(reverse("sheet-printed", args=[case.pk, made.pk]))


@guards.staff(*CASEWORK)
@never_cache
@require_safe
def printed(request: HttpRequest, case_id: UUID, sheet_id: UUID) -> HttpResponse:
    """The sheet itself, to be printed: what a mediator needs, boxes to fill by hand, the QR."""
    actor, case = _seen(request, case_id)
    made = get_object_or_404(case.sheets, pk=sheet_id)
    situation = Situation(case, actor, clock.today())
    living, _others = facts.of_clocks(situation)
    context = {
        "case": case,
        "sheet": made,
        "address": _address(request, made),
        "person": Complainant.objects.filter(case=case).first(),
        "matter": facts.of_matter(situation, is_open=True),
        "business": facts.of_business(case),
        "body": local_words.in_script(case.responsible.name) if case.responsible else "",
        "above": case.responsible.city if case.responsible else None,
        "clock": living,
        "is_over": made.ended_at is not None,
    }
    return render(request, "cases/sheets/paper.html", context)


@guards.staff(*CASEWORK)
@never_cache
@require_safe
def qr(request: HttpRequest, case_id: UUID, sheet_id: UUID) -> HttpResponse:
    """The QR of the sheet, as a picture."""
    _actor, case = _seen(request, case_id)
    address = _address(request, get_object_or_404(case.sheets, pk=sheet_id))
    if not address:
        raise Http404
    drawn = io.BytesIO()
    segno.make(address, error="m", micro=False).save(drawn, kind="svg", border=2, scale=4, xmldecl=False)
    return HttpResponse(drawn.getvalue(), content_type="image/svg+xml")


def _asked(
    request: HttpRequest, actor: Actor, case: Case, *, why: str = "", status: int = 200
) -> HttpResponse:
    context = {
        "case": case,
        "body": case.responsible,
        "is_possible": sheets.may_have_sheet(case),
        "held": case.sheets.filter(ended_at=None, expires_at__gt=clock.now()).first(),
        "why": why,
        "days": sheets.GOOD_FOR.days,
    }
    return render(request, "cases/sheets/new.html", context, status=status)


def _seen(request: HttpRequest, case_id: UUID) -> tuple[Actor, Case]:
    """The officer and the case, if the officer's body has it or stands above the one that has it; else 404."""
    held: Actor = request.actor  # type: ignore[attr-defined]
    actor = Actor(
        "officer", held.key, organisation=held.organisation, account_id=held.account_id, roles=held.roles
    )
    case = get_object_or_404(Case.objects.visible_to(actor).with_parties(), pk=case_id)
    if "body" not in parties_of(actor, case):
        raise Http404
    return actor, case


def _address(request: HttpRequest, made: Sheet) -> str:
    """Where the QR leads, as long as this session knows the code; else nothing."""
    sealed = request.session.get(CODES, {}).get(str(made.pk))
    if not sealed:
        return ""
    path = reverse("sheet", args=[sealing.unseal(sealed, place=_place(made))])
    return f"{settings.SITE_URL}{path}" if settings.SITE_URL else request.build_absolute_uri(path)


def _place(made: Sheet) -> str:
    return f"{CODES}:{made.pk}"
