"""The programme for everybody: the years, one year, what was proposed and what became of it; proposing a topic."""

from datetime import date
from functools import partial
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from huaihai.desk.asking import Question, ask, asking
from huaihai.desk.lives import Unfit
from huaihai.kit import clock, guards
from huaihai.kit.brakes import Brake
from huaihai.kit.form_fields import Line, PlainForm, Words
from huaihai.kit.network import network_of
from huaihai.kit.paging import page_of
from huaihai.kit.signing import canonical
from huaihai.members.actors import Actor
from huaihai.supervision.models import Programme, Project, Topic
from huaihai.supervision.programme import facts, topics
from huaihai.supervision.programme.forms import Proposal

SENT_A_NETWORK = Brake("topic-sent", most=20, seconds=3600)
SENT_IN_ALL = Brake("topic-sent-all", most=300, seconds=86_400)


class ProposalForm(PlainForm):
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


@asking
@guards.public
def new(request: HttpRequest, year: str) -> HttpResponse:
    """One page: what and why. It waits until an officer has looked at it."""
    found = get_object_or_404(Programme, year=int(year))
    question = Question(
        current="",
        title="",
        button="",
        back=found.get_absolute_url(),
        back_label=found.title,
        template="supervision/programme/public/propose.html",
        refusal="supervision/programme/public/closed.html",
        closed="" if accepts(found, clock.today()) else _("The time for proposals is over."),
        context={"programme": found},
        frame=lambda *_asked: {},
    )
    return ask(
        request,
        question,
        form=partial(ProposalForm, initial={"key": uuid4()}),
        act=lambda form: _hand_in(request, found, **form.cleaned_data),
        done="",
        to=reverse("supervision-proposal-thanks", args=[found.year]),
    )


@require_safe
@guards.public
def thanks(request: HttpRequest, year: str) -> HttpResponse:
    """It has arrived; what happens next."""
    found = get_object_or_404(Programme, year=int(year))
    return render(request, "supervision/programme/public/thanks.html", {"programme": found})


def accepts(programme: Programme, today: date) -> bool:
    """Whether the public can propose today."""
    return programme.stage == "collecting" and today <= programme.proposals_until


def _hand_in(request: HttpRequest, programme: Programme, *, title: str, why: str, key: UUID) -> Topic:
    """Raises Unfit where too many come in, and as `topics.hand_in`."""
    if not (SENT_A_NETWORK.lets_through(network_of(request)) and SENT_IN_ALL.lets_through("all")):
        raise Unfit("", _("Too many proposals come in just now. Please try again in an hour."))
    return topics.hand_in(programme, Proposal(title, why), key=key, by=Actor.public(), at=clock.now())


MOST_BESIDE = 60


@require_safe
@guards.same_for_all
def programmes(request: HttpRequest) -> HttpResponse:
    """All years, the newest first."""
    page = page_of(Programme.objects.all(), request.GET.get("page"))
    return render(request, "supervision/programme/public/years.html", {"page": page})


@require_safe
@guards.same_for_all
def programme(request: HttpRequest, year: str) -> HttpResponse:
    """One year: four themes with what is chosen under each and why, by whom, when, and where it stands."""
    found, today = facts.programme_or_404(year), clock.today()
    is_adopted = found.stage == "adopted"
    themes = facts.themes(found, today) if is_adopted else []
    context: dict[str, Any] = {
        "programme": found,
        "is_adopted": is_adopted,
        "themes": themes,
        "late": sum(one.tone == "late" for theme in themes for one in theme.items),
        "beside": _beside(found) if is_adopted else [],
        "proposals": Topic.objects.public().filter(programme=found).count(),
        "accepts": accepts(found, today),
    }
    return render(request, "supervision/programme/public/year.html", context)


@require_safe
@guards.same_for_all
def proposals(request: HttpRequest, year: str) -> HttpResponse:
    """What was proposed, by whomever, and what became of each."""
    found = facts.programme_or_404(year)
    rows = Topic.objects.public().filter(programme=found).select_related("body")
    page = page_of(rows, request.GET.get("page"))
    context = {"programme": found, "page": page, "accepts": accepts(found, clock.today())}
    return render(request, "supervision/programme/public/proposals.html", context)


@require_safe
@guards.public
def voted_list(_request: HttpRequest, year: str) -> HttpResponse:
    """The list as it was voted on, byte for byte what the fingerprint is made of."""
    found = facts.programme_or_404(year)
    if found.stage != "adopted":
        raise Http404
    response = HttpResponse(canonical(found.fixed), content_type="application/json")
    response.headers["Content-Disposition"] = f'attachment; filename="programme-{found.year}.json"'
    return response


def _beside(found: Programme) -> list[Project]:
    """Projects of that year that stand in no programme, once their plan is registered."""
    rows = Project.objects.visible_to(Actor.public()).filter(year=found.year, topic=None)
    return list(rows.exclude(stage="dropped").order_by("opened_at", "pk")[:MOST_BESIDE])
