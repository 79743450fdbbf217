"""Anybody proposes a topic: simple, without a name, with a brake."""

from datetime import date
from typing import Any
from uuid import uuid4

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from huaihai.desk.lives import NotPossible, Unfit
from huaihai.kit import clock, guards
from huaihai.kit.brakes import Brake
from huaihai.kit.form_fields import Line, Words, name_what_is_needed
from huaihai.kit.network import network_of
from huaihai.members.actors import Actor
from huaihai.supervision.models import Programme
from huaihai.supervision.programme.actions import proposing
from huaihai.supervision.programme.actions.proposing import Said

SENT_A_NETWORK = Brake("topic-sent", most=20, seconds=3600)
SENT_IN_ALL = Brake("topic-sent-all", most=300, seconds=86_400)
CONFLICT = 409


class ProposalForm(forms.Form):
    """What and why; no name, no telephone number."""

    title = Line(
        label=gettext_lazy("Goods or service"),
        help_text=gettext_lazy("In a few words. For instance: power banks."),
        max_length=80,
    )
    why = Words(
        label=gettext_lazy("Why?"),
        help_text=gettext_lazy(
            "What happened to you, or what you saw. Please leave out names of persons and telephone numbers."
        ),
        max_length=600,
    )
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        name_what_is_needed(self)


@require_http_methods(["GET", "HEAD", "POST"])
@guards.public
def new(request: HttpRequest, year: str) -> HttpResponse:
    """One page: what and why. It waits until an officer has looked at it."""
    found = get_object_or_404(Programme, year=int(year))
    if not accepts(found, clock.today()):
        context = {"programme": found}
        return render(request, "supervision/programme/public/closed.html", context, status=CONFLICT)
    form = ProposalForm(request.POST or None, initial={"key": uuid4()})
    if request.method == "POST" and form.is_valid() and _handed_in(request, found, form):
        return HttpResponseRedirect(reverse("supervision-proposal-thanks", args=[found.year]))
    return render(request, "supervision/programme/public/propose.html", {"programme": found, "form": form})


@require_http_methods(["GET", "HEAD"])
@guards.public
def thanks(request: HttpRequest, year: str) -> HttpResponse:
    """It has arrived; what happens next."""
    found = get_object_or_404(Programme, year=int(year))
    return render(request, "supervision/programme/public/thanks.html", {"programme": found})


def accepts(programme: Programme, today: date) -> bool:
    """Whether the public can propose today."""
    return programme.stage == "collecting" and today <= programme.proposals_until


def _handed_in(request: HttpRequest, programme: Programme, form: ProposalForm) -> bool:
    """Whether the proposal is stored; if not, the form says why."""
    if not (SENT_A_NETWORK.lets_through(network_of(request)) and SENT_IN_ALL.lets_through("all")):
        form.add_error(None, _("Too many proposals come in just now. Please try again in an hour."))
        return False
    said = form.cleaned_data
    try:
        proposing.hand_in(
            programme, Said(said["title"], said["why"]), key=said["key"], by=Actor.public(), at=clock.now()
        )
    except Unfit as error:
        form.add_error(error.field, str(error.message))
    except NotPossible as error:
        form.add_error(None, str(error))
    else:
        return True
    return False
