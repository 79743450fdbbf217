"""The consumer's answers, one page each: accept, reject, add, confirm, not done, withdraw, stop, correct.

A page is a form with the version of the case that was seen; an action does the work and refuses what does not
fit. What was typed before a session ended is put back into the form.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from huaihai.businesses.actions.register import Stated
from huaihai.cases import lifecycle
from huaihai.cases.actions import closing, intake, negotiation, routing
from huaihai.cases.actions.moving import CaseMoved, NotAllowed, Unfit
from huaihai.cases.consumer import wording
from huaihai.cases.consumer.fields import TextBody, TextLine
from huaihai.cases.consumer.filing.business import BusinessFields, as_typed
from huaihai.cases.consumer.tracking.opening import moved, with_case
from huaihai.cases.models import Case, Offer
from huaihai.kit import clock, guards
from huaihai.members.actors import Actor

LONGEST_TEXT = 2000

type Act = Callable[[Case, dict[str, Any], Actor, datetime], None]


class SeenForm(forms.Form):
    """Carries the version of the case that the reader saw."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)


class OfferForm(SeenForm):
    """An answer to one offer."""

    offer = forms.UUIDField(widget=forms.HiddenInput)


class ReasonedOfferForm(OfferForm):
    text = TextBody(
        max_length=LONGEST_TEXT,
        label=_("Why not, and what would you accept?"),
        help_text=_("The business reads this."),
        error_messages={"required": _("Please say in a few words why not")},
        widget=forms.Textarea(attrs={"rows": 5}),
    )


class TextForm(SeenForm):
    text = TextBody(
        max_length=LONGEST_TEXT,
        label=_("What do you want to add?"),
        help_text=_("Files can be added on the page of your complaint, under “Evidence”."),
        error_messages={"required": _("Please write what was asked for")},
        widget=forms.Textarea(attrs={"rows": 6}),
    )


class MayTellForm(SeenForm):
    text = TextBody(
        required=False,
        max_length=LONGEST_TEXT,
        label=_("Do you want to say why?"),
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class BreachForm(SeenForm):
    text = TextBody(
        max_length=LONGEST_TEXT,
        label=_("What was not done?"),
        help_text=_("For example: only 100 of 268 yuan came. The business reads this."),
        error_messages={"required": _("Please say what was not done")},
        widget=forms.Textarea(attrs={"rows": 5}),
    )


class CorrectionForm(SeenForm, BusinessFields):
    pass


@dataclass(frozen=True)
class Answer:
    """One page: its address, its words, its form, what it does."""

    url_name: str
    label: str | Promise
    heading: str | Promise
    intro: tuple[str | Promise, ...]
    button: str | Promise
    done: str | Promise
    form: type[SeenForm]
    act: Act
    is_grave: bool = False


def _accept(case: Case, typed: dict[str, Any], by: Actor, at: datetime) -> None:
    negotiation.accept(case, offer=_offer(case, typed), by=by, at=at, seen=typed["seen"])


def _reject(case: Case, typed: dict[str, Any], by: Actor, at: datetime) -> None:
    offer = _offer(case, typed)
    negotiation.reject(case, offer=offer, text=typed["text"], by=by, at=at, seen=typed["seen"])


def _correct(case: Case, typed: dict[str, Any], by: Actor, at: datetime) -> None:
    routing.correct_business(case, stated=Stated(**typed["stated"]), by=by, at=at, seen=typed["seen"])


def _with_text(action: Callable[..., object]) -> Act:
    def act(case: Case, typed: dict[str, Any], by: Actor, at: datetime) -> None:
        action(case, text=typed["text"], by=by, at=at, seen=typed["seen"])

    return act


def _confirm(case: Case, typed: dict[str, Any], by: Actor, at: datetime) -> None:
    closing.confirm(case, by=by, at=at, seen=typed["seen"])


def _offer(case: Case, typed: dict[str, Any]) -> Offer:
    held = case.offers.filter(pk=typed["offer"]).first()
    if held is None:
        raise Unfit("", gettext("This offer does not stand any more. Please look at the newest one."))
    return held


ANSWERS: dict[str, Answer] = {
    "accept": Answer(
        "my-acceptance",
        _("Accept the offer"),
        _("Do you accept this offer?"),
        (
            _(
                "If you accept, it is settled: the business must do what it offered, and we watch that it does."
            ),
            _("You only confirm at the end, when the money or the goods have come."),
        ),
        _("Yes, I accept"),
        _("It is settled. Now the business does what was agreed."),
        OfferForm,
        _accept,
    ),
    "reject": Answer(
        "my-rejection",
        _("Not accept, and say why"),
        _("You do not accept the offer"),
        (_("The business can make another offer until the last day. You lose nothing by saying no."),),
        _("Send"),
        _("The business was told that you do not accept. It can make another offer."),
        ReasonedOfferForm,
        _reject,
    ),
    "supplement": Answer(
        "my-supplement",
        _("Add what was asked"),
        _("Add what is missing"),
        (_("When you send this, the association goes on."),),
        _("Send"),
        _("Thank you. The association goes on."),
        TextForm,
        _with_text(intake.supplement),
    ),
    "confirm": Answer(
        "my-confirmation",
        _("It is done"),
        _("Was everything done that was agreed?"),
        (
            _(
                "Please confirm only when the money or the goods have really come. After that the file is closed."
            ),
            _("If only a part came, choose “It was not done” instead."),
        ),
        _("Yes, everything was done"),
        _("Thank you. Your complaint is closed."),
        SeenForm,
        _confirm,
    ),
    "report_breach": Answer(
        "my-breach",
        _("It was not done"),
        _("The business has not done what was agreed"),
        (_("The association follows it up with the business."),),
        _("Send"),
        _("We have noted it. The association follows it up."),
        BreachForm,
        _with_text(closing.report_breach),
    ),
    "correct_business": Answer(
        "my-business",
        _("Correct which business it is"),
        _("Which business is it really?"),
        (
            _(
                "If the wrong business was named, or you know more now, write it here. What was there before is kept."
            ),
        ),
        _("Save"),
        _("The business was corrected."),
        CorrectionForm,
        _correct,
    ),
    "end_negotiation": Answer(
        "my-negotiation-end",
        _("Stop settling with the business"),
        _("Stop settling with the business?"),
        (
            _("Then the association decides whether to admit your complaint to mediation."),
            _("An open offer of the business lapses."),
        ),
        _("Stop, let the association decide"),
        _("You have stopped. The association decides what comes next."),
        MayTellForm,
        _with_text(negotiation.end),
    ),
    "withdraw": Answer(
        "my-withdrawal",
        _("Withdraw the complaint"),
        _("Withdraw the complaint?"),
        (
            _("Then it ends here, and this file cannot be opened again."),
            _("If the business has settled with you, please wait until the money or the goods have come."),
        ),
        _("Yes, withdraw it"),
        _("Your complaint is withdrawn."),
        MayTellForm,
        _with_text(closing.withdraw),
        is_grave=True,
    ),
}


def page_for(verb: str) -> Callable[..., HttpResponse]:
    """The page of one answer."""
    answer = ANSWERS[verb]

    def page(request: HttpRequest, case: Case, actor: Actor) -> HttpResponse:
        if verb not in {one.name for one in lifecycle.possible(case.stage, lifecycle.CONSUMER)}:
            return _not_now(request, case)
        if request.method != "POST" and issubclass(answer.form, OfferForm) and _open_offer(case) is None:
            return _not_now(request, case)
        kept = guards.kept_post(request) if request.method == "GET" else None
        data = request.POST if request.method == "POST" else kept
        form = answer.form(data, initial=_initial(case, answer))
        if kept is not None:
            messages.info(
                request,
                gettext("You were away for long. What you wrote is still here; please send it again."),
            )
        elif request.method == "POST" and form.is_valid():
            response = _done(request, case, actor, answer, form)
            if response is not None:
                return response
        return _shown(request, case, answer, form)

    page.__name__ = verb
    return require_http_methods(["GET", "HEAD", "POST"])(with_case(page))


def _done(
    request: HttpRequest, case: Case, actor: Actor, answer: Answer, form: SeenForm
) -> HttpResponse | None:
    """Do it and lead back to the case; None if the form has to be shown again."""
    typed = dict(form.cleaned_data)
    if isinstance(form, BusinessFields):
        typed["stated"] = form.stated()
    try:
        answer.act(case, typed, actor, clock.now())
    except CaseMoved:
        return moved(request, case, _typed_words(form))
    except (lifecycle.NotPossible, NotAllowed):
        return _not_now(request, case)
    except Unfit as error:
        form.add_error(error.field if error.field in form.fields else None, error.message)
        return None
    messages.success(request, str(answer.done))
    return redirect("my-case", case_id=case.pk)


def _open_offer(case: Case) -> Offer | None:
    return case.offers.filter(state=Offer.State.OPEN).first()


def _typed_words(form: forms.Form) -> list[str]:
    words = [
        form.cleaned_data.get(name)
        for name, field in form.fields.items()
        if isinstance(field, TextBody | TextLine)
    ]
    return [word for word in words if word]


def _shown(request: HttpRequest, case: Case, answer: Answer, form: SeenForm) -> HttpResponse:
    offer = _open_offer(case) if isinstance(form, OfferForm) else None
    context = {
        "case": case,
        "form": form,
        "answer": answer,
        "offer": offer,
        "offer_words": wording.remedy_list(offer.remedies) if offer else "",
        "is_business": isinstance(form, BusinessFields),
    }
    return render(request, "cases/consumer/answer.html", context)


def _not_now(request: HttpRequest, case: Case) -> HttpResponse:
    return render(request, "cases/consumer/not_now.html", {"case": case}, status=HTTPStatus.CONFLICT)


def _initial(case: Case, answer: Answer) -> dict[str, Any]:
    initial: dict[str, Any] = {"seen": case.version}
    if issubclass(answer.form, OfferForm):
        offer = _open_offer(case)
        initial["offer"] = offer.pk if offer else None
    if issubclass(answer.form, BusinessFields):
        initial |= as_typed(case.stated_business)
    return initial
