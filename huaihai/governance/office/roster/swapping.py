"""Asking a colleague to swap, and answering."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from huaihai.governance import roster
from huaihai.governance.actions import swaps
from huaihai.governance.models import Shift, Swap
from huaihai.governance.models.roster import SWAP
from huaihai.governance.office.asking import Question, ask, asking, press
from huaihai.governance.office.frame import actor_of, readers
from huaihai.governance.office.roster.forms import SwapForm
from huaihai.governance.office.roster.views import own_city
from huaihai.kit import clock, spoken
from huaihai.members.models import Organisation

IN_RETURN = timedelta(days=60)  # how far ahead a shift to take in return is offered


@asking
@readers
def new(request: HttpRequest, on: date) -> HttpResponse:
    """Ask somebody to take one's own shift of this day."""
    actor, at = actor_of(request), clock.now()
    body, own = own_city(actor), actor.account_id
    if body is None or own is None or not _has(body, on, own):
        raise Http404
    people = roster.people_of(body, on)
    theirs = list(_theirs(body, roster.shift_day(at)).exclude(account_id=own))

    def act(form: Any) -> str:
        asked = form.person("colleague")
        swaps.ask(
            on=on,
            colleague=asked,
            return_on=form.return_on,
            words=form.cleaned_data["words"],
            by=actor,
            at=clock.now(),
        )
        return _("%(who)s is asked. Until the answer is yes, you are on duty.") % {"who": asked.shown_name}

    question = _question(
        _("Swap the shift of %(day)s") % {"day": spoken.day(on, today=at.date())},
        button=pgettext("swap", "Ask"),
        lead=_("Until your colleague says yes, you are on duty."),
    )
    form = partial(SwapForm, people=people, own=own, theirs=theirs)
    return ask(request, question, form=form, act=act, done=str, to=question.back)


@asking
@readers
def acceptance(request: HttpRequest, swap_id: UUID) -> HttpResponse:
    """The colleague takes the shift."""
    return _answer(request, swap_id, swaps.accept, _("You have the shift now. Thank you."))


@asking
@readers
def refusal(request: HttpRequest, swap_id: UUID) -> HttpResponse:
    """The colleague does not take it."""
    return _answer(request, swap_id, swaps.refuse, _("You have said no. Nothing has changed in the roster."))


@asking
@readers
def withdrawal(request: HttpRequest, swap_id: UUID) -> HttpResponse:
    """Whoever asked takes it back."""
    return _answer(
        request, swap_id, swaps.withdraw, _("Your request is taken back. You are on duty that day.")
    )


def _answer(request: HttpRequest, swap_id: UUID, verb: Callable[..., Swap], done: str) -> HttpResponse:
    actor = actor_of(request)
    visible = Swap.objects.visible_to(actor).select_related("organisation")
    swap = get_object_or_404(visible, pk=swap_id)
    return press(
        request,
        _question(_("Swap"), now=_as_it_is),
        lambda seen: verb(swap, seen=seen, by=actor, at=clock.now()),
        done=done,
    )


def _question(title: str, **more: Any) -> Question:
    asked: dict[str, Any] = {
        "current": "roster",
        "title": title,
        "button": title,
        "back": reverse("office-roster"),
        "back_label": _("Back to the roster"),
        "template": "roster/question",
    }
    return Question(**asked | more)


def _as_it_is(swap: Swap) -> str:
    return _("It is now: %(stage)s.") % {"stage": SWAP.stages[swap.stage]}


def _has(body: Organisation, on: date, account_id: UUID) -> bool:
    return Shift.objects.filter(organisation=body, on=on, account_id=account_id).exists()


def _theirs(body: Organisation, running: date) -> QuerySet[Shift]:
    """Shifts of colleagues that have not begun, the nearest first."""
    ahead = Shift.objects.living().filter(organisation=body, on__gt=running, on__lte=running + IN_RETURN)
    return ahead.select_related("account").order_by("on")
