"""What a page about decisions answers: it shows, it asks, and it acts (guard, form, action, redirect)."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from huaihai.governance import standing
from huaihai.governance.errors import Moved, NotAllowed, NotPossible, Unfit
from huaihai.governance.office.decisions import told
from huaihai.governance.office.frame import actor_of, frame
from huaihai.kit import clock, guards
from huaihai.kit.form_fields import typed_rows

CONFLICT = 409
asking = require_http_methods(["GET", "HEAD", "POST"])

type MakeForm = Callable[..., Any]  # takes what was sent (data and files) or nothing


@dataclass(frozen=True)
class Question:
    """A page with one form. `lead` says what follows from it; `is_shown` whether the reader may be asked at all;
    `closed` why it cannot be done now (empty if it can)."""

    current: str  # the entry of the menu
    title: Promise | str
    button: Promise | str
    back: str
    back_label: str
    lead: Promise | str = ""
    template: str = "question"
    tone: str = ""
    is_shown: bool = True
    closed: Promise | str = ""
    context: dict[str, Any] = field(default_factory=dict)


def show(
    request: HttpRequest, template: str, *, current: str, status: int = 200, **context: Any
) -> HttpResponse:
    """A page of this subject, in the office's frame."""
    name = f"governance/office/decisions/{template}.html"
    return render(request, name, frame(request, current) | context, status=status)


def ask[R](
    request: HttpRequest,
    question: Question,
    *,
    form: MakeForm,
    act: Callable[[Any], R],
    done: Promise | str,
    to: Callable[[R], str],
) -> HttpResponse:
    """Show the form, or do what it asks; what was typed stays whatever goes wrong."""
    if request.method != "POST":
        return _asked(request, question, form)
    made = form(request.POST, request.FILES)
    if not made.is_valid():
        return _page(request, question, made)
    try:
        result = act(made)
    except Moved as error:
        changed = told.newest(error.row)
        return _page(request, question, _renewed(made, error.row.version), status=CONFLICT, changed=changed)
    except Unfit as error:
        made.add_error(error.field if error.field in made.fields else None, error.message)
        return _page(request, question, made)
    except (NotPossible, NotAllowed) as error:
        return refused(request, question, str(error), made)
    messages.success(request, str(done))
    return HttpResponseRedirect(to(result))


def press[R](
    request: HttpRequest,
    question: Question,
    act: Callable[[int], R],
    *,
    done: Promise | str | Callable[[R], str],
    to: str,
) -> HttpResponse:
    """A button without a page of its own: `act` gets the version that was on the page."""
    if request.method != "POST":  # somebody comes from signing in, or typed the address
        if guards.kept_post(request):
            messages.warning(
                request, _("Your sign-in had ended, and nothing was done. Please press it again.")
            )
        return HttpResponseRedirect(question.back)
    seen = request.POST.get("seen", "")
    if not (seen.isascii() and seen.isdigit() and len(seen) < 10):
        return refused(request, question, str(told.INCOMPLETE))
    try:
        result = act(int(seen))
    except Moved as error:
        return refused(request, question, "", changed=told.newest(error.row))
    except (Unfit, NotPossible, NotAllowed) as error:
        return refused(request, question, str(error))
    messages.success(request, done(result) if callable(done) else str(done))
    return HttpResponseRedirect(to)


def refused(
    request: HttpRequest,
    question: Question,
    why: str,
    form: forms.BaseForm | None = None,
    *,
    changed: told.Entry | None = None,
) -> HttpResponse:
    """It cannot be done (any more): why, and what was typed."""
    typed = typed_rows(form) if form is not None else []
    return show(
        request,
        "refused",
        current=question.current,
        status=CONFLICT,
        question=question,
        why=why,
        typed=typed,
        changed=changed,
    )


def acts_as_office(request: HttpRequest) -> bool:
    """Whether the reader acts as the secretariat today."""
    return standing.is_office(actor_of(request), on=clock.today())


def _asked(request: HttpRequest, question: Question, form: MakeForm) -> HttpResponse:
    if not question.is_shown:
        raise Http404
    kept = guards.kept_post(request)
    made = form(kept) if kept else form()
    if question.closed:
        return refused(request, question, str(question.closed), made if kept else None)
    return _page(request, question, made, kept=bool(kept))


def _page(
    request: HttpRequest, question: Question, form: Any, *, status: int = 200, **more: Any
) -> HttpResponse:
    return show(
        request,
        question.template,
        current=question.current,
        status=status,
        question=question,
        form=form,
        **question.context,
        **more,
    )


def _renewed(form: Any, version: int) -> Any:
    """The same form and what was typed, on the version that is there now."""
    data = form.data.copy()
    data["seen"] = str(version)
    form.data = data
    return form
