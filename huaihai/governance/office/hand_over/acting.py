"""What the two bodies do in a hand-over: make the list, sign it, call off. Guard, form, action, redirect."""

from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huaihai.desk.asking import Question, ask, asking, press
from huaihai.desk.frame import actor_of, readers
from huaihai.desk.lives import Moved, NotPossible
from huaihai.governance.actions import hand_over as acts
from huaihai.governance.actions import hand_over_lists as lists
from huaihai.governance.models import HandOver
from huaihai.governance.office.hand_over.forms import CallOffForm, SignForm
from huaihai.governance.office.hand_over.pages import MENU_KEY, hand_over_or_404, page_context
from huaihai.kit import clock, local_words


@asking
@readers
def planned(request: HttpRequest) -> HttpResponse:
    """Plan the next agreed turn of the rota."""
    title = gettext_lazy("Rota and hand-over")
    return press(
        request,
        Question(MENU_KEY, title=title, button=title, back=reverse("office-hand-over"), back_label=title),
        lambda _seen: _plan(request),
        done=gettext_lazy("The hand-over is planned. Next, make its list."),
        to=_address,
        carries_version=False,
    )


@asking
@readers
def listing_made(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Make the list, or make it again."""
    row = hand_over_or_404(request, pk)
    return press(
        request,
        _question(request, row, gettext_lazy("Make the list")),
        lambda seen: lists.make_list(row, seen=seen, by=actor_of(request), at=clock.now()),
        done=gettext_lazy("The list is made. A signature under an older list has ended."),
    )


@asking
@readers
def signature(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Sign the list with the code of the authenticator app."""
    row = hand_over_or_404(request, pk)
    account: Any = request.user
    question = _question(
        request,
        row,
        gettext_lazy("Sign the hand-over list"),
        button=gettext_lazy("Sign for my body"),
        tone="seal",
        shown_if="may_sign",
        template="governance/office/hand_over/sign.html",
    )
    return ask(
        request,
        question,
        form=partial(SignForm, account=account, list_hash=row.hash),
        act=lambda form: _sign(request, row, form),
        done=gettext_lazy("Signed for your body."),
        to=question.back,
    )


@asking
@readers
def calling_off(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The body that should take over cannot."""
    row = hand_over_or_404(request, pk)
    lead = _("The office stays with %(from)s until a resolution names another body.")
    question = _question(
        request,
        row,
        gettext_lazy("Call this hand-over off"),
        button=gettext_lazy("Call it off"),
        lead=lead % {"from": local_words.in_script(row.from_body.short_name)},
        tone="late",
        shown_if="may_call_off",
    )
    return ask(
        request,
        question,
        form=partial(CallOffForm, seen=row.version),
        act=lambda form: acts.call_off(
            row,
            reason=form.cleaned_data["reason"],
            seen=form.version_seen,
            by=actor_of(request),
            at=clock.now(),
        ),
        done=gettext_lazy("The hand-over is called off. The office stays where it is."),
        to=question.back,
    )


def _question(
    request: HttpRequest, row: HandOver, title: Any, *, shown_if: str = "", **more: Any
) -> Question:
    """What every page about one hand-over has in common; that of an answer 409 says how it stands."""
    context = page_context(request, row)
    common: dict[str, Any] = {
        "title": title,
        "button": title,
        "back": _address(row),
        "back_label": gettext_lazy("Back to the hand-over"),
        "template": "governance/office/hand_over/question.html",
        "refusal": "governance/office/hand_over/refused.html",
        "is_shown": not shown_if or context[shown_if],
    }
    return Question(MENU_KEY, context=context, **common | more)


def _address(row: HandOver) -> str:
    return reverse("office-hand-over-one", args=[row.pk])


def _plan(request: HttpRequest) -> HandOver:
    turn = acts.next_turn(clock.today())
    if turn is None or str(turn.pk) != request.POST.get("turn"):
        raise NotPossible(_("The rota has changed since. Please look at it again."))
    return acts.plan_by_rota(turn, by=actor_of(request), at=clock.now())


def _sign(request: HttpRequest, row: HandOver, form: SignForm) -> None:
    try:
        lists.sign(row, list_hash=form.cleaned_data["hash"], by=actor_of(request), at=clock.now())
    except Moved as error:  # nobody signs a list that was not on the page
        raise NotPossible(_("The list was made again while this page was open.")) from error
