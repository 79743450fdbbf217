"""Asking a colleague to swap, and answering."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST

from huaihai.governance import roster
from huaihai.governance.actions import swaps
from huaihai.governance.models import Shift, Swap
from huaihai.governance.models.roster import SWAP
from huaihai.governance.office.frame import actor_of, readers
from huaihai.governance.office.roster.asking import Question, ask, press, version_of
from huaihai.governance.office.roster.forms import SwapForm
from huaihai.governance.office.roster.views import own_city
from huaihai.kit import clock, spoken
from huaihai.members.models import Organisation

IN_RETURN = timedelta(days=60)  # how far ahead a shift to take in return is offered


@require_http_methods(["GET", "HEAD", "POST"])
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

    question = Question(
        "roster",
        _("Swap the shift of %(day)s") % {"day": spoken.day(on, today=at.date())},
        pgettext("swap", "Ask"),
        reverse("office-roster"),
        _("Back to the roster"),
        intro=_("Until your colleague says yes, you are on duty."),
    )
    return ask(
        request,
        question,
        lambda typed: SwapForm(typed, people=people, own=own, theirs=theirs),
        act,
    )


@require_POST
@readers
def acceptance(request: HttpRequest, swap_id: UUID) -> HttpResponse:
    """The colleague takes the shift."""
    return _answer(request, swap_id, swaps.accept, _("You have the shift now. Thank you."))


@require_POST
@readers
def refusal(request: HttpRequest, swap_id: UUID) -> HttpResponse:
    """The colleague does not take it."""
    return _answer(request, swap_id, swaps.refuse, _("You have said no. Nothing has changed in the roster."))


@require_POST
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
    seen = version_of(request)

    def act() -> str:
        verb(swap, seen=seen, by=actor, at=clock.now())
        return done

    def now() -> tuple[str, str]:
        swap.refresh_from_db()
        stage = str(SWAP.stages[swap.stage])
        return _("The swap has been answered or changed meanwhile. It is now: %(stage)s.") % {
            "stage": stage
        }, ""

    question = Question("roster", _("Swap"), "", reverse("office-roster"), _("Back to the roster"), now=now)
    return press(request, question, act)


def _has(body: Organisation, on: date, account_id: UUID) -> bool:
    return Shift.objects.filter(organisation=body, on=on, account_id=account_id).exists()


def _theirs(body: Organisation, running: date) -> QuerySet[Shift]:
    """Shifts of colleagues that have not begun, the nearest first."""
    ahead = Shift.objects.living().filter(organisation=body, on__gt=running, on__lte=running + IN_RETURN)
    return ahead.select_related("account").order_by("on")
