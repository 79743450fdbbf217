"""The laboratory's receipt for a batch: on its own page, or entered by staff with the slip that it signed."""

from dataclasses import replace
from functools import partial
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from huaihai.desk.asking import ask, asking
from huaihai.desk.frame import actor_of, readers
from huaihai.kit import clock
from huaihai.supervision.models import HandOver, Laboratory, Sample
from huaihai.supervision.testing.laboratory import handing
from huaihai.supervision.testing.laboratory.handing_forms import ReceiptForm
from huaihai.supervision.testing.laboratory.pages import (
    found_or_404,
    may_hand_over,
    office_address,
    question_of,
)

TITLE = _("What came of a batch")


@asking
@readers
def office(request: HttpRequest, project: UUID, pk: UUID, batch: UUID) -> HttpResponse:
    """Staff enter the slip that the laboratory signed."""
    found, row = found_or_404(request, project, pk)
    held = batch_or_404(row, batch)
    question = question_of(
        request,
        found,
        title=TITLE,
        button=_("Keep the receipt"),
        lead=_("All that is not ticked came with its seal whole."),
        back=office_address(row),
        back_label=row.name,
    )
    return ask(
        request,
        replace(question, is_shown=may_hand_over(request, found)),
        form=partial(form_of, held, by_staff=True),
        act=lambda form: handing.receive(held, by=actor_of(request), at=clock.now(), **form.facts()),
        done=_("The receipt is kept."),
        to=question.back,
    )


def form_of(batch: HandOver, *args: Any, by_staff: bool) -> ReceiptForm:
    """The form of this batch's receipt."""
    rows = list(Sample.objects.filter(code__in=batch.samples).order_by("code"))
    return ReceiptForm(*args, samples=rows, earlier=batch.receipt, by_staff=by_staff)


def batch_or_404(row: Laboratory, batch: UUID) -> HandOver:
    """A batch of this laboratory. Raises Http404."""
    rows = HandOver.objects.select_related("laboratory", "project").prefetch_related("receipts")
    found: HandOver | None = rows.filter(laboratory=row, pk=batch).first()
    if found is None:
        raise Http404
    return found
