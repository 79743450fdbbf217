"""The page of one question: form, action, redirect; and what is said when somebody else was quicker."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from huaihai.governance.errors import Moved, NotAllowed, NotPossible, Unfit
from huaihai.governance.office.frame import frame
from huaihai.kit import guards
from huaihai.kit.filestore import Refused
from huaihai.kit.form_fields import typed_rows

CONFLICT = 409
TEMPLATE = "governance/office/charter/asking.html"

type Words = Promise | str
type Build = Callable[[Any, Any], forms.Form]  # from what was typed, and the files; None: nothing yet
type Act = Callable[[Any], str]  # does it, with the valid form, and answers with the address to go to


@dataclass(frozen=True)
class Question:
    """What stands around the form. `seen` and `now` say the version and the state of the row as they are now."""

    current: str
    title: Words
    button: Words
    back_url: str
    back: Words
    intro: Words = ""
    tone: str = ""
    seen: Callable[[], int] | None = None
    now: Callable[[], str] | None = None


def ask(request: HttpRequest, question: Question, build: Build, act: Act) -> HttpResponse:
    """Show the form, or take it: 409 with everything typed if the row has moved or the act is refused."""
    if request.method != "POST":
        kept = guards.kept_post(request)
        return _page(request, question, build(kept, None), kept=bool(kept))
    form = build(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, question, form)
    try:
        return HttpResponseRedirect(act(form))
    except Moved:
        return _moved(request, question, build)
    except Unfit as error:
        form.add_error(error.field if error.field in form.fields else None, str(error.message))
    except Refused as error:
        form.add_error("file" if "file" in form.fields else None, error.message)
    except (NotAllowed, NotPossible) as error:
        return _page(request, question, None, refused=str(error), typed=typed_rows(form), status=CONFLICT)
    return _page(request, question, form)


def _moved(request: HttpRequest, question: Question, build: Build) -> HttpResponse:
    data = request.POST.copy()
    data["seen"] = str(question.seen()) if question.seen else ""
    now = question.now() if question.now else _("Please look at it again.")
    return _page(request, question, build(data, request.FILES), moved=now, status=CONFLICT)


def _page(request: HttpRequest, question: Question, form: forms.Form | None, **more: Any) -> HttpResponse:
    status = more.pop("status", 200)
    context = {**frame(request, question.current), "question": question, "form": form, **more}
    return render(request, TEMPLATE, context, status=status)
