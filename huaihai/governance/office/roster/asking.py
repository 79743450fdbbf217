"""A page with one form: what was typed stays, whatever goes wrong; and a button whose act was refused."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.functional import Promise

from huaihai.governance.errors import Moved, NotAllowed, NotPossible, Unfit
from huaihai.governance.office.frame import frame
from huaihai.kit import guards
from huaihai.kit.form_fields import LONGEST_VERSION, typed_rows
from huaihai.members.errors import MayNot, NotFit

CONFLICT = 409
TEMPLATE = "governance/office/roster/asking.html"

type Words = Promise | str
type Build = Callable[[Any], forms.Form]  # from what was typed; None: nothing yet
type Act = Callable[[Any], str]  # does it with the valid form, and says what was done


@dataclass(frozen=True)
class Question:
    """What stands around the form. `now` says what the row is like and which version that is, if it has moved."""

    current: str
    title: Words
    button: Words
    back_url: str
    back: Words
    intro: Words = ""
    after_url: str = ""
    tone: str = ""
    now: Callable[[], tuple[str, str]] | None = None


def ask(request: HttpRequest, question: Question, build: Build, act: Act) -> HttpResponse:
    """Show the form, or take it: 409 with everything typed if the row has moved or the act is refused."""
    if request.method != "POST":
        kept = guards.kept_post(request)
        return _page(request, question, build(kept), kept=bool(kept))
    form = build(request.POST)
    if not form.is_valid():
        return _page(request, question, form)
    try:
        messages.success(request, act(form))
    except Moved:
        return _moved(request, question, build)
    except (Unfit, NotFit) as error:
        form.add_error(error.field if error.field in form.fields else None, str(error))
        return _page(request, question, form)
    except (NotAllowed, NotPossible, MayNot) as error:
        return refused(request, question, str(error), typed_rows(form))
    return HttpResponseRedirect(question.after_url or question.back_url)


def press(request: HttpRequest, question: Question, act: Callable[[], str]) -> HttpResponse:
    """A button without a form: it acts and leads back, or says why it could not."""
    try:
        messages.success(request, act())
    except Moved:
        now = question.now()[0] if question.now else ""
        return refused(request, question, now)
    except (NotAllowed, NotPossible, Unfit) as error:
        return refused(request, question, str(error))
    return HttpResponseRedirect(question.after_url or question.back_url)


def version_of(request: HttpRequest) -> int:
    """The version that a button carries; what is no number is a version that never was."""
    typed = request.POST.get("seen", "")
    if not typed.isascii() or not typed.isdigit() or len(typed) > len(str(LONGEST_VERSION)):
        return 0
    return int(typed)


def refused(
    request: HttpRequest, question: Question, why: str, typed: Iterable[dict[str, str]] = ()
) -> HttpResponse:
    """The answer 409: nothing was changed, why, and what was typed."""
    return _page(request, question, None, refused=why, typed=list(typed), status=CONFLICT)


def _moved(request: HttpRequest, question: Question, build: Build) -> HttpResponse:
    now, seen = question.now() if question.now else ("", "")
    data = request.POST.copy()
    data["seen"] = seen
    return _page(request, question, build(data), moved=now, status=CONFLICT)


def _page(request: HttpRequest, question: Question, form: forms.Form | None, **more: Any) -> HttpResponse:
    status = more.pop("status", 200)
    context = {**frame(request, question.current), "question": question, "form": form, **more}
    return render(request, TEMPLATE, context, status=status)
