"""The letter of a notice, to be printed, with its link as words and as a QR; for staff of the leading body alone."""

import io
from uuid import UUID

import segno
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from huaihai.businesses.register import addresses
from huaihai.cases.letters import codes
from huaihai.desk.asking import show
from huaihai.desk.frame import readers
from huaihai.kit import clock
from huaihai.members import directory
from huaihai.supervision.office.shell import MENU_KEY
from huaihai.supervision.testing.hearing import goods, letter_codes, telling, wording
from huaihai.supervision.testing.hearing.own_pages import address_of
from huaihai.supervision.testing.hearing.pages import found_or_404, may_act


@require_safe
@readers
def letter(request: HttpRequest, project: UUID, pk: UUID) -> HttpResponse:
    """The letter with the results and the link, to be printed; staff of the leading body alone."""
    found, row = found_or_404(request, project, pk)
    if not row.link_issue or not may_act(request, found):
        raise Http404
    return show(
        request,
        "supervision/testing/hearing/letter.html",
        current=MENU_KEY,
        project=found,
        notice=row,
        told=wording.newest(row),
        clock=telling.clocks_of([row]).get(row.record_key),
        limit=telling.limit_of(found, clock.now()),
        body=found.lead or directory.root(),
        code=codes.shown_code(letter_codes.code_of(row)),
        reference=letter_codes.reference(row),
        goods=goods.of_products(found, row.products),
        page=addresses.whole(request, reverse("test-notice-code")),
    )


@require_safe
@readers
def letter_qr(request: HttpRequest, project: UUID, pk: UUID) -> HttpResponse:
    """The QR of the link, for the letter."""
    found, row = found_or_404(request, project, pk)
    if not row.link_issue or not may_act(request, found):
        raise Http404
    drawn = io.BytesIO()
    address = addresses.whole(request, address_of(row))
    segno.make(address, error="m", micro=False).save(drawn, kind="svg", border=2, scale=4, xmldecl=False)
    answer = HttpResponse(drawn.getvalue(), content_type="image/svg+xml")
    answer["Cache-Control"] = "no-store"
    return answer
