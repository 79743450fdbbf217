"""What a laboratory without an account opens with its secret link: its codes, a form, a sheet. No brands anywhere."""

from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from huaihai.desk.asking import Question, ask, asking, outside
from huaihai.kit import clock
from huaihai.supervision.models import Laboratory
from huaihai.supervision.testing import links
from huaihai.supervision.testing.laboratory import facts, pages, reading_pages, verbs
from huaihai.supervision.testing.laboratory.verbs import PURPOSE, actor_of

by_link = links.behind_link(
    lambda: Laboratory.objects.select_related("project__registered", "project__lead"), purpose=PURPOSE
)


@by_link
@asking
def page(request: HttpRequest, row: Laboratory, token: str) -> HttpResponse:
    """Its samples and items; the sheet to download and to send."""
    question = _question(
        "page",
        row,
        token,
        rows=reading_pages.code_rows(row),
        items=[item for key, item in facts.items_of(row.project).items() if key in row.items],
        batches=facts.hand_overs(laboratory=row),
    )
    return reading_pages.ask_for_sheet(request, question, row, by=actor_of(row))


@by_link
@require_safe
def sheet(_request: HttpRequest, row: Laboratory, token: str) -> HttpResponse:
    """The sheet to fill in."""
    return reading_pages.sheet_answer(row)


@by_link
@asking
def receipt(request: HttpRequest, row: Laboratory, token: str, batch: UUID) -> HttpResponse:
    """What came of a batch."""
    found = pages.batch_or_404(row, batch)
    question = _question("receipt", row, token, is_first=found.receipt is None)
    return ask(
        request,
        question,
        form=partial(pages.form_of, found, by_staff=False),
        act=lambda form: verbs.receive(found, by=actor_of(row), at=clock.now(), **form.facts()),
        done=_("Thank you. The receipt is kept."),
        to=question.back,
    )


@by_link
@asking
def sample(request: HttpRequest, row: Laboratory, token: str, code: str, round_: str) -> HttpResponse:
    """The readings of one sample."""
    question = _question("sample", row, token, shown=reading_pages.printed_code(code), round=round_)
    return reading_pages.ask_for_readings(request, question, row, code, round_, by=actor_of(row))


def _question(template: str, row: Laboratory, token: str, **context: Any) -> Question:
    back = reverse("laboratory", args=[row.pk, token])
    context |= {"laboratory": row, "token": token}
    return outside(f"supervision/testing/laboratory/{template}.html", back=back, context=context)
