"""What the consumer says of one part of an agreement: it is done, or it was not done."""

from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise as Lazy
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from huaihai.cases import lifecycle
from huaihai.cases.actions import closing
from huaihai.cases.actions.moving import CaseMoved, NotAllowed, Unfit
from huaihai.cases.consumer.tracking.answer_forms import BreachForm, SeenForm
from huaihai.cases.consumer.tracking.opening import moved, open_case
from huaihai.cases.models import Case
from huaihai.cases.pages import promise_rows
from huaihai.kit import clock, guards


@dataclass(frozen=True)
class PartAnswer:
    """One of the two answers: its words, its form, its verb."""

    heading: str | Lazy
    intro: tuple[str | Lazy, ...]
    button: str | Lazy
    done: str | Lazy
    form: type[SeenForm]
    act: Callable[..., None]
    is_grave: bool = False


CONFIRMATION = PartAnswer(
    _("Was this part done?"),
    (_("Please confirm only when the money or the goods have really come."),),
    _("Yes, it was done"),
    _("Thank you. This part is done."),
    SeenForm,
    closing.confirm_part,
)
BREACH = PartAnswer(
    _("The business has not done this part"),
    (_("The association follows it up with the business. The other parts are watched on."),),
    _("Send"),
    _("We have noted it. The association follows it up."),
    BreachForm,
    closing.breach_part,
)


@guards.consumer
@require_http_methods(["GET", "HEAD", "POST"])
def confirmation(request: HttpRequest, case_id: UUID, number: int) -> HttpResponse:
    """This part is done."""
    return _answer(request, case_id, number, CONFIRMATION)


@guards.consumer
@require_http_methods(["GET", "HEAD", "POST"])
def breach(request: HttpRequest, case_id: UUID, number: int) -> HttpResponse:
    """This part was not done."""
    return _answer(request, case_id, number, BREACH)


def _answer(request: HttpRequest, case_id: UUID, number: int, answer: PartAnswer) -> HttpResponse:
    case, actor = open_case(request, case_id)
    promise = promise_rows.numbered(case, number)
    shown = promise_rows.row(promise, today=clock.today())
    if not shown.is_watched:
        return _not_now(request, case)
    kept = guards.kept_post(request) if request.method != "POST" else None
    data = request.POST if request.method == "POST" else kept
    form = answer.form(data, initial={"seen": case.version})
    if request.method == "POST" and form.is_valid():
        typed = dict(form.cleaned_data)
        try:
            answer.act(case, promise=promise, by=actor, at=clock.now(), **typed)
        except CaseMoved:
            return moved(request, case, [typed["text"]] if typed.get("text") else [])
        except (lifecycle.NotPossible, NotAllowed):
            return _not_now(request, case)
        except Unfit as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
        else:
            messages.success(request, str(answer.done))
            return redirect("my-case", case_id=case.pk)
    context: dict[str, Any] = {"case": case, "answer": answer, "form": form, "part": shown}
    return render(request, "cases/consumer/part.html", context)


def _not_now(request: HttpRequest, case: Case) -> HttpResponse:
    return render(request, "cases/consumer/not_now.html", {"case": case}, status=HTTPStatus.CONFLICT)
