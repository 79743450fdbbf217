"""What a laboratory without an account opens with its secret link: its codes, a form, a sheet. No brands anywhere."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from huaihai.desk.lives import NotAllowed, NotPossible, Unfit
from huaihai.kit import clock, guards
from huaihai.supervision.models import Laboratory
from huaihai.supervision.testing import links
from huaihai.supervision.testing.laboratory import facts, pages, reading_pages, verbs
from huaihai.supervision.testing.laboratory.facts import hand_overs
from huaihai.supervision.testing.laboratory.forms import SheetForm
from huaihai.supervision.testing.laboratory.verbs import actor_of

NOT_FOUND = 404

type LabView = Callable[..., HttpResponse]


def by_link(view: LabView) -> LabView:
    """Hands the view the laboratory whose link this is. A wrong or ended one gets the same answer as none."""

    @wraps(view)
    def opened(request: HttpRequest, pk: UUID, token: str, **more: Any) -> HttpResponse:
        row = Laboratory.objects.select_related("project__registered", "project__lead").filter(pk=pk).first()
        if not links.opens(row, token, purpose=verbs.PURPOSE, at=clock.now()):
            answer = render(request, "supervision/testing/laboratory/over.html", status=NOT_FOUND)
        else:
            answer = view(request, row, token, **more)
        answer["Cache-Control"] = "no-store"
        answer["X-Robots-Tag"] = "noindex"
        return answer

    return guards.public(opened)


@by_link
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, row: Laboratory, token: str) -> HttpResponse:
    """Its samples and items; the sheet to download and to send."""
    taken = None
    if request.method == "POST":
        taken = reading_pages.take_sheet(request, row, by=actor_of(row))
        if taken.said:
            messages.success(request, taken.said)
            return HttpResponseRedirect(request.path)
    context = {
        "laboratory": row,
        "token": token,
        "rows": reading_pages.code_rows(row),
        "items": [item for key, item in facts.items_of(row.project).items() if key in row.items],
        "form": taken.form if taken else SheetForm(),
        "taken": taken,
        "batches": hand_overs(laboratory=row),
    }
    return render(
        request, "supervision/testing/laboratory/page.html", context, status=taken.status if taken else 200
    )


@by_link
@require_safe
def sheet(_request: HttpRequest, row: Laboratory, token: str) -> HttpResponse:
    """The sheet to fill in."""
    return reading_pages.sheet_answer(row)


@by_link
@require_http_methods(["GET", "HEAD", "POST"])
def receipt(request: HttpRequest, row: Laboratory, token: str, batch: UUID) -> HttpResponse:
    """What came of a batch."""
    held = pages.batch_or_404(row, batch)
    data = (request.POST, request.FILES) if request.method == "POST" else ()
    form, status = pages.form_of(held, *data, by_staff=False), 200
    if request.method == "POST" and form.is_valid():
        try:
            verbs.receive(held, by=actor_of(row), at=clock.now(), **form.facts())
        except Unfit as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
        except (NotPossible, NotAllowed) as error:
            form.add_error(None, str(error))
            status = 409
        else:
            messages.success(request, _("Thank you. The receipt is kept."))
            return HttpResponseRedirect(reverse("laboratory", args=[row.pk, token]))
    context = {"laboratory": row, "token": token, "form": form, "is_first": held.receipt is None}
    return render(request, "supervision/testing/laboratory/receipt.html", context, status=status)


@by_link
@require_http_methods(["GET", "HEAD", "POST"])
def sample(request: HttpRequest, row: Laboratory, token: str, code: str, round_: str) -> HttpResponse:
    """The readings of one sample."""
    form, _keys = reading_pages.sample_form(request, row, code, round_)
    status = 200
    if request.method == "POST":
        taken = reading_pages.take_form(form, row, by=actor_of(row))
        if taken.said:
            messages.success(request, taken.said)
            return HttpResponseRedirect(reverse("laboratory", args=[row.pk, token]))
        status = taken.status
    context = {
        "laboratory": row,
        "token": token,
        "form": form,
        "shown": reading_pages.printed_code(code),
        "round": round_,
    }
    return render(request, "supervision/testing/laboratory/sample.html", context, status=status)
