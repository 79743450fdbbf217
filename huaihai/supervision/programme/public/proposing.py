"""Anybody proposes a topic or supports one: simple, without a name, with a brake."""

from datetime import date
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from huaihai.governance.errors import NotPossible, Unfit
from huaihai.kit import clock, guards
from huaihai.kit.brakes import Brake
from huaihai.kit.network import network_of
from huaihai.members.actors import Actor
from huaihai.supervision.models import Programme, Topic
from huaihai.supervision.programme.actions import proposing
from huaihai.supervision.programme.public.browsers import browser_of
from huaihai.supervision.programme.public.forms import ProposalForm

SENT_A_NETWORK = Brake("topic-sent", most=20, seconds=3600)
SENT_IN_ALL = Brake("topic-sent-all", most=300, seconds=86_400)
SUPPORTS_A_NETWORK = Brake("topic-support", most=120, seconds=3600)
CONFLICT = 409
asking = require_http_methods(["GET", "HEAD", "POST"])


@asking
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


@asking
@guards.public
def support(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One more who would like it; afterwards back to the list."""
    topic = get_object_or_404(Topic.objects.public().select_related("programme"), pk=pk)
    if request.method == "POST":
        is_good, words = _supported(request, topic)
        messages.add_message(request, messages.SUCCESS if is_good else messages.WARNING, words)
    return HttpResponseRedirect(reverse("supervision-proposals", args=[topic.programme.year]))


def accepts(programme: Programme, today: date) -> bool:
    """Whether the public can propose today."""
    return programme.stage == "collecting" and today <= programme.proposals_until


def _handed_in(request: HttpRequest, programme: Programme, form: ProposalForm) -> bool:
    """Whether the proposal is stored; if not, the form says why."""
    if not (SENT_A_NETWORK.lets_through(network_of(request)) and SENT_IN_ALL.lets_through("all")):
        form.add_error(None, _("Too many proposals come in just now. Please try again in an hour."))
        return False
    try:
        key = form.cleaned_data["key"]
        proposing.hand_in(programme, form.said(), key=key, by=Actor.public(), at=clock.now())
    except Unfit as error:
        form.add_error(error.field, str(error.message))
    except NotPossible as error:
        form.add_error(None, str(error))
    else:
        return True
    return False


def _supported(request: HttpRequest, topic: Topic) -> tuple[bool, str]:
    """Whether it went well, and what to say."""
    if not SUPPORTS_A_NETWORK.lets_through(network_of(request)):
        return False, _("Too many tries. Please try again in an hour.")
    try:
        is_new = proposing.support(topic, browser=browser_of(request), at=clock.now())
    except NotPossible as error:
        return False, str(error)
    return True, _("Thank you, it is counted.") if is_new else _("You support this one already.")
