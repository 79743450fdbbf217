"""For consumers: what handling it together is, what changes and what does not, who sees what; yes, no, leave."""

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from huaihai.cases.consumer.tracking.access import with_case
from huaihai.cases.models import Case, TogetherCase
from huaihai.cases.together import facts, life, verbs
from huaihai.cases.together.forms import LEAVE, NO, YES
from huaihai.desk.asking import ask, asking, outside
from huaihai.kit import clock
from huaihai.members.actors import Actor

DONE = {
    life.JOINED: _("You have joined. You can leave at any time."),
    life.DECLINED: _("Noted. Your complaint goes on by itself."),
    life.LEFT: _("You have left. Your complaint goes on by itself, from where it stands."),
}
ANSWERS = {YES: life.JOINED, NO: life.DECLINED, LEAVE: life.LEFT}


class Answer(forms.Form):
    """The buttons say which; the ticks count with a yes."""

    is_spoken_for = forms.BooleanField(
        label=_("One or two of those who join may speak for me"),
        help_text=_("Only speak. Whether I agree to something, I say myself."),
        required=False,
    )
    is_willing = forms.BooleanField(
        label=_("I would speak for the others"),
        help_text=_("The association may then name you. You speak for them, and decide nothing for them."),
        required=False,
    )
    answer = forms.ChoiceField(
        choices=[(one, one) for one in ANSWERS],
        widget=forms.HiddenInput,
        error_messages={
            "required": _("Please choose yes or no."),
            "invalid_choice": _("Please choose yes or no."),
        },
    )

    @property
    def stage(self) -> str:
        return ANSWERS[self.cleaned_data["answer"]]


@asking
@with_case
def page(request: HttpRequest, case: Case, actor: Actor) -> HttpResponse:
    """Asked, joined, or after a no: what it is, and the buttons."""
    row = facts.of_consumer(case)
    if row is None:
        return _wanted(request, case, actor)
    row.case = case
    question = outside(
        "cases/together/own.html",
        context={"case": case, "row": row, "why": facts.why_asked(row), "is_over": case.is_final},
    )
    return ask(
        request,
        question,
        form=Answer,
        act=lambda form: _answered(row, form, actor),
        done=lambda form: str(DONE[form.stage]),
        to=reverse("my-case", args=[case.pk]),
    )


def _wanted(request: HttpRequest, case: Case, actor: Actor) -> HttpResponse:
    """Nobody asked yet, and there are many: the consumer may want to be asked. Else there is nothing here."""
    binder = facts.offered(case)
    if binder is None:
        raise Http404
    return ask(
        request,
        outside("cases/together/wanted.html", context={"case": case}),
        form=forms.Form,
        act=lambda _form: verbs.wish(case, binder, by=actor, at=clock.now()),
        done=_("Noted. The association looks whether yours fits, and asks you then."),
        to=reverse("my-case", args=[case.pk]),
    )


def _answered(row: TogetherCase, form: Any, actor: Actor) -> Any:
    at = clock.now()
    if form.stage == row.stage:  # pressed twice
        return form
    if form.stage == life.JOINED:
        ticks = {name: form.cleaned_data[name] for name in ("is_spoken_for", "is_willing")}
        verbs.join(row, **ticks, by=actor, at=at)
    elif form.stage == life.DECLINED:
        verbs.decline(row, by=actor, at=at)
    else:
        verbs.leave(row, by=actor, at=at)
    return form
