"""The page of one step: form, action, redirect; what was typed stays, whatever goes wrong."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from huaihai.governance.errors import Moved, NotAllowed, NotPossible, Unfit
from huaihai.governance.office.frame import frame
from huaihai.kit import guards
from huaihai.kit.form_fields import typed_rows

CONFLICT = 409
TEMPLATE = "governance/office/pools/step.html"

type Words = Promise | str
type Build = Callable[[Any], forms.Form]  # from what was typed; None: nothing yet
type Act = Callable[[Any], str]  # does it with the valid form, and answers with the address to go to


@dataclass(frozen=True)
class Question:
    """What stands around the form. `above` is a template shown over it, with `more` as its context."""

    title: Words
    button: Words
    done: Words
    back_url: str
    back: Words
    intro: Words = ""
    tone: str = ""
    above: str = ""
    more: dict[str, Any] = field(default_factory=dict)


def ask(request: HttpRequest, question: Question, build: Build, act: Act) -> HttpResponse:
    """Show the form, or take it: 409 with everything typed if the row has moved or the act is refused."""
    if request.method != "POST":
        kept = guards.kept_post(request)
        return _page(request, question, build(kept), kept=bool(kept))
    form = build(request.POST)
    if not form.is_valid():
        return _page(request, question, form)
    try:
        url = act(form)
    except Moved as moved:
        return _moved(request, question, build, moved)
    except Unfit as error:
        form.add_error(error.field if error.field in form.fields else None, str(error.message))
        return _page(request, question, form)
    except (NotAllowed, NotPossible) as error:
        return refused(request, question, str(error), form)
    messages.success(request, str(question.done))
    return HttpResponseRedirect(url)


def refused(
    request: HttpRequest, question: Question, why: str, form: forms.Form | None = None
) -> HttpResponse:
    """It cannot be done (any more): say why, and keep what was typed."""
    typed = typed_rows(form) if form is not None else []
    return _page(request, question, None, refused=why, typed=typed, status=CONFLICT)


def how_it_stands(row: Any) -> str:
    """An entry or a request in a sentence."""
    said = row.get_stage_display() if hasattr(row, "stage") else row.get_state_display()
    return _("It is now: %(stage)s.") % {"stage": said}


def _moved(request: HttpRequest, question: Question, build: Build, moved: Moved) -> HttpResponse:
    data = request.POST.copy()
    data["seen"] = str(moved.row.version)
    return _page(request, question, build(data), moved=how_it_stands(moved.row), status=CONFLICT)


def _page(request: HttpRequest, question: Question, form: forms.Form | None, **more: Any) -> HttpResponse:
    status = more.pop("status", 200)
    context = {**frame(request, "pools"), **question.more, "question": question, "form": form, **more}
    return render(request, TEMPLATE, context, status=status)
