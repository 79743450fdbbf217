"""One view for all questions of the filing, and those of its pages that are more than a form."""

from collections.abc import Callable, Mapping
from typing import Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from huaihai.cases.consumer.filing import offers, questions, sending, steps
from huaihai.cases.consumer.filing.person import CodeForm, send_code
from huaihai.cases.consumer.filing.steps import Draft, QuestionForm, with_draft
from huaihai.cases.models import Case
from huaihai.cases.moved.ended import takes_nothing_new
from huaihai.cases.verbs import care
from huaihai.desk.lives import NotPossible, Unfit
from huaihai.kit import clock, guards

ONLY_IF_ASKED = frozenset(
    {"office", "away", "nobody", "county", "home-city", "pledge", "kind", "report"}
)  # empty otherwise


@require_http_methods(["GET", "HEAD", "POST"])
@guards.public
@takes_nothing_new
def question(request: HttpRequest, name: str) -> HttpResponse:
    """A page of the filing, or its last press."""
    if name == questions.CHECK and request.method == "POST":
        return sending.send(request)
    return _question(request, name)


@with_draft
def _question(request: HttpRequest, case: Case, name: str) -> HttpResponse:
    """What is asked under this name; an answer is kept at once, also one of which only a part is right."""
    asked = questions.BY_NAME.get(name)
    if asked is None:
        raise Http404
    if asked.form is None:
        return VIEWS[name](request, case)
    draft = Draft(case)
    if not asked.is_asked(draft) and name in ONLY_IF_ASKED:
        return redirect(steps.address(questions.first_open(draft)))
    form: QuestionForm = asked.form(draft, request.POST if request.method == "POST" else None)
    try:
        return _answered(request, name, form)
    except (Unfit, NotPossible):  # sent from another window meanwhile
        return redirect("file-receipt")


def _answered(request: HttpRequest, name: str, form: QuestionForm) -> HttpResponse:
    pressed = form.pressed(request) if request.method == "POST" else False
    if isinstance(pressed, HttpResponse):
        return pressed
    if isinstance(pressed, QuestionForm):
        form = pressed
    elif request.method == "POST" and (pressed or _is_kept(form, request)):
        return questions.go_on(request, name, form.case)
    return questions.page(request, name, form, form.question_of, **form.more())


def _is_kept(form: QuestionForm, request: HttpRequest) -> bool:
    form.is_valid()
    form.keep(request)
    return form.is_valid() or steps.SAVE_LATER in request.POST


def confirm(request: HttpRequest, case: Case) -> HttpResponse:
    """The six digits; five tries in five minutes, then a new code."""
    person = case.complainant
    if person.reached_by is None:
        return redirect(steps.address("contact"))
    if person.confirmed_at:
        return questions.go_on(request, questions.CODE, case)
    is_resend = "resend" in request.POST
    form = CodeForm(case, request.POST if request.method == "POST" and not is_resend else None)
    if is_resend:
        if send_code(request, case, None):
            messages.success(request, gettext("A new code is on its way."))
        return redirect(request.get_full_path())
    if request.method == "POST" and form.is_valid():
        try:
            care.confirm(case, form.cleaned_data["code"], at=clock.now())
            case.complainant.refresh_from_db()
            return questions.go_on(request, questions.CODE, case)
        except Unfit as error:
            form.add_error("code", error.message)
    more = {"last_digits": person.phone[-4:], "email": person.email, "save_later": False}
    return questions.page(request, questions.CODE, form, Draft(case), **more)


VIEWS: Final[Mapping[str, Callable[[HttpRequest, Case], HttpResponse]]] = {
    questions.CODE: confirm,
    questions.OFFERS: offers.offers,
    questions.SETTLEMENT: offers.settlement,
    questions.CHECK: sending.check,
}
