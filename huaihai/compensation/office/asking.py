"""A page with one form about a fund: it shows, it acts, and it says every way in which it can be refused.

Bad input comes back with what was typed; who was slower than somebody else gets 409 with the fund as it stands now.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from huaihai.desk.asking import renewed
from huaihai.desk.lives import DeskError, Moved, NotAllowed, NotPossible, Unfit
from huaihai.kit import guards
from huaihai.kit.form_fields import typed_rows

type Words = Promise | str
QUESTION, REFUSED = "compensation/office/question.html", "compensation/office/refused.html"


@dataclass(frozen=True)
class Question:
    """What is asked. `lead` says what follows from it; `closed` why it cannot be done now (empty if it can)."""

    title: Words
    button: Words
    back: str
    back_label: Words
    lead: Words = ""
    tone: str = ""
    closed: Words = ""
    template: str = QUESTION
    context: dict[str, Any] = field(default_factory=dict)


def ask[R](
    request: HttpRequest,
    question: Question,
    *,
    form: Callable[..., Any],
    act: Callable[[Any], R],
    done: Words,
    to: str | Callable[[R], str],
) -> HttpResponse:
    """Show the form, or do what it asks; what was typed stays whatever goes wrong."""
    kept = None if request.method == "POST" else guards.kept_post(request)
    if question.closed:
        return refused(request, question, str(question.closed), form(request.POST) if request.POST else None)
    if request.method != "POST":
        return _page(request, question, form(kept) if kept else form(), kept=bool(kept))
    made = form(request.POST)
    if not made.is_valid():
        return _page(request, question, made)
    try:
        result = act(made)
    except (Moved, Unfit, NotPossible, NotAllowed) as error:
        return _not_done(request, question, made, error)
    messages.success(request, str(done))
    return HttpResponseRedirect(to(result) if callable(to) else to)


def _not_done(request: HttpRequest, question: Question, form: Any, error: DeskError) -> HttpResponse:
    """The form again where sending it again can help; else why it cannot be done."""
    if isinstance(error, Moved):
        now = _("It is now: %(stage)s.") % {"stage": error.row.stage_label}
        form = renewed(form, "seen", error.row.version)
        return _page(request, question, form, status=HTTPStatus.CONFLICT, is_moved=True, now=now)
    if isinstance(error, Unfit):
        form.add_error(error.field if error.field in form.fields else None, error.message)
        return _page(request, question, form)
    return refused(request, question, str(error), form)


def refused(request: HttpRequest, question: Question, why: str, form: Any = None) -> HttpResponse:
    """It cannot be done (any more): why, and what was typed."""
    context = {"question": question, "why": why, "typed": typed_rows(form) if form is not None else []}
    return render(request, REFUSED, question.context | context, status=HTTPStatus.CONFLICT)


def _page(
    request: HttpRequest, question: Question, form: Any, *, status: int = HTTPStatus.OK, **more: Any
) -> HttpResponse:
    context = {**question.context, "question": question, "form": form, **more}
    return render(request, question.template, context, status=status)
