"""What a page of the office answers: it shows, it asks one question, and it acts (guard, form, action, redirect)."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from huaihai.desk import citing
from huaihai.desk.frame import frame, no_frame
from huaihai.desk.lives import Moved, NotAllowed, NotPossible, Unfit, Words
from huaihai.kit import guards
from huaihai.kit.form_fields import LONGEST_VERSION, typed_rows

OK, CONFLICT = 200, 409
asking = require_http_methods(["GET", "HEAD", "POST"])

type MakeForm = Callable[..., Any]  # from what was sent, data and files; without them: nothing sent yet


def how_it_stands(row: Any) -> str:
    """The stage of a row in a sentence."""
    return _("It is now: %(stage)s.") % {"stage": row.stage_label}


def version_of(row: Any) -> Any:
    """What a form carries in its hidden field `seen`."""
    return row.version


@dataclass(frozen=True)
class Question:
    """A page with one form. `lead` says what follows from it; `is_shown` whether the reader may be asked at all
    (it follows from who they are, not from what has happened meanwhile); `closed` why it cannot be done now (empty if
    it can): what was typed stays. `now` tells of a row that somebody else has changed,
    and `seen` what the form has to carry then; `again` puts the question about the row as it is by then, with its
    form, where page and choices hang on it. `refusal` is the page that refuses; empty: the page of the form itself
    does, with the reason among what is wrong (`closed` is then for its template).
    """

    current: str  # the entry of the menu
    title: Words
    button: Words
    back: str
    back_label: Words
    lead: Words = ""
    template: str = "desk/question.html"
    refusal: str = "desk/refused.html"
    tone: str = ""
    is_shown: bool = True
    closed: Words = ""
    context: dict[str, Any] = field(default_factory=dict)
    shows: Callable[[], dict[str, Any]] = dict  # context that is worked out only where the page is shown
    frame: Callable[[HttpRequest, str], dict[str, Any]] = frame  # another one than the office's
    now: Callable[[Any], str] = how_it_stands
    seen: Callable[[Any], Any] = version_of
    again: "Callable[[], tuple[Question, MakeForm]] | None" = None


def outside(
    template: str, *, frame: Callable[[HttpRequest, str], dict[str, Any]] = no_frame, **more: Any
) -> Question:
    """A page with one form outside the office: its template says all of it, also why something cannot be done."""
    said = {"current": "", "title": "", "button": "", "back": "", "back_label": "", "refusal": ""}
    return Question(**said | more, template=template, frame=frame)


def show(
    request: HttpRequest, template: str, *, current: str, status: int = 200, **context: Any
) -> HttpResponse:
    """A page in the office's frame."""
    return render(request, template, frame(request, current) | context, status=status)


def ask[R](
    request: HttpRequest,
    question: Question,
    *,
    form: MakeForm,
    act: Callable[[Any], R],
    done: Words | Callable[[R], str],
    to: str | Callable[[R], str],
) -> HttpResponse:
    """Show the form, or do what it asks; what was typed stays whatever goes wrong. Who may not be asked finds nothing
    here, whether they come to look or to send."""
    if not question.is_shown:
        raise Http404
    if request.method != "POST":
        return _asked(request, question, form)
    made = form(request.POST, request.FILES)
    if question.closed or not made.is_valid() or citing.hints(request, made):
        return _answered(request, question, made)
    try:
        result = act(made)
    except Moved as error:
        return _moved(request, question, made, error.row)
    except Unfit as error:
        made.add_error(error.field if error.field in made.fields else None, error.message)
        return _answered(request, question, made)
    except (NotPossible, NotAllowed) as error:
        question, _form = question.again() if question.again else (question, form)
        return refused(request, question, str(question.closed or error), made)
    return _went_well(request, result, done, to)


def again(request: HttpRequest, question: Question, form: Any) -> HttpResponse:
    """The page once more with what was typed, and nothing is done: somebody looks first, or takes a phrase in."""
    form.is_valid()
    return _page(request, question, form)


def press[R](
    request: HttpRequest,
    question: Question,
    act: Callable[[int], R],
    *,
    done: Words | Callable[[R], str],
    to: str | Callable[[R], str] = "",
    carries_version: bool = True,
) -> HttpResponse:
    """A button without a page of its own: `act` gets the version that was on the page (0 if the button carries
    none). Without `to` it leads back to where it stands.
    """
    if request.method != "POST":  # somebody comes from signing in, or typed the address
        if guards.kept_post(request):
            messages.warning(
                request, _("Your sign-in had ended, and nothing was done. Please press it again.")
            )
        return HttpResponseRedirect(question.back)
    try:
        result = act(_seen(request) if carries_version else 0)
    except Moved as error:
        return refused(request, question, question.now(error.row), is_moved=True)
    except (Unfit, NotPossible, NotAllowed) as error:
        return refused(request, question, str(error))
    return _went_well(request, result, done, to or question.back)


def refused(
    request: HttpRequest,
    question: Question,
    why: str,
    form: forms.BaseForm | None = None,
    *,
    is_moved: bool = False,
) -> HttpResponse:
    """It cannot be done (any more): why, and what was typed."""
    if form is not None and not question.refusal:
        form.add_error(None, why)
        return _page(request, question, form, status=CONFLICT)
    context = {"why": why, "is_moved": is_moved, "typed": _words_in(form) if form is not None else []}
    return _rendered(request, question, question.refusal, context, status=CONFLICT)


def renewed(form: Any, name: str, value: Any) -> Any:
    """The same form and what was typed, with the hidden field as it has to be now; a signature is given anew."""
    data = form.data.copy()
    data.pop("code", None)
    data[name] = str(value)
    form.data = data
    return form


def _asked(request: HttpRequest, question: Question, form: MakeForm) -> HttpResponse:
    kept = guards.kept_post(request)
    return _answered(request, question, _with_kept(form, kept) if kept else form(), kept=bool(kept))


def _with_kept(form: MakeForm, kept: QueryDict) -> Any:
    """The form with what was typed before the sign-in had ended. A signature is given anew: code and ticks."""
    made = form()
    if "code" not in made.fields:
        return form(kept)
    for bound in made.visible_fields():
        if bound.name in kept and not isinstance(bound.field, forms.BooleanField):
            made.initial[bound.name] = kept[bound.name]
    return made


def _words_in(form: forms.BaseForm) -> list[dict[str, str]]:
    """What was typed and is worth copying: no ticks, and never the code of a signature."""
    for name, held in list(form.fields.items()):
        if name == "code" or isinstance(held, forms.BooleanField):
            del form.fields[name]
    return typed_rows(form)


def _seen(request: HttpRequest) -> int:
    seen = request.POST.get("seen", "")
    if not (seen.isascii() and seen.isdigit() and len(seen) < len(str(LONGEST_VERSION))):
        raise NotPossible(_("This page was not complete. Please open it again."))
    return int(seen)


def _answered(request: HttpRequest, question: Question, form: Any, *, kept: bool = False) -> HttpResponse:
    """The page of the form, or, if it is closed, why, with what was typed."""
    if question.closed and not question.refusal:
        status = CONFLICT if form.is_bound and not kept else OK
        return _page(request, question, form, status=status, kept=kept)
    if question.closed:
        return refused(request, question, str(question.closed), form if form.is_bound or kept else None)
    return _page(request, question, form, kept=kept)


def _moved(request: HttpRequest, question: Question, form: Any, row: Any) -> HttpResponse:
    if question.again:
        question, make = question.again()
        form = make(request.POST, request.FILES)
    form = renewed(form, "seen", question.seen(row))
    if question.closed:
        return refused(request, question, str(question.closed), form)
    return _page(request, question, form, status=CONFLICT, is_moved=True, now=question.now(row))


def _went_well[R](
    request: HttpRequest,
    result: R,
    done: Words | Callable[[R], str],
    to: str | Callable[[R], str],
) -> HttpResponse:
    said = done(result) if callable(done) else str(done)
    if said:
        messages.success(request, said)
    return HttpResponseRedirect(to(result) if callable(to) else to)


def _page(
    request: HttpRequest, question: Question, form: Any, *, status: int = OK, **more: Any
) -> HttpResponse:
    return _rendered(request, question, question.template, {"form": form, **more}, status=status)


def _rendered(
    request: HttpRequest, question: Question, template: str, context: dict[str, Any], *, status: int
) -> HttpResponse:
    framed = question.frame(request, question.current) | question.context | question.shows()
    return render(request, template, framed | {"question": question} | context, status=status)
