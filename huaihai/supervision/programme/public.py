"""The programme for everybody: the years, one year, what was proposed and what became of it; proposing a topic."""

from datetime import date
from typing import Any
from uuid import uuid4

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from huaihai.desk.lives import NotPossible, Unfit
from huaihai.kit import clock, guards
from huaihai.kit.brakes import Brake
from huaihai.kit.form_fields import Line, Words, name_what_is_needed
from huaihai.kit.network import network_of
from huaihai.kit.paging import page_of
from huaihai.kit.signing import canonical
from huaihai.members.actors import Actor
from huaihai.supervision.models import Programme, Project, Topic
from huaihai.supervision.programme import facts, topics
from huaihai.supervision.programme.topics import Proposal

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
        topics.hand_in(
            programme,
            Proposal(said["title"], said["why"]),
            key=said["key"],
            by=Actor.public(),
            at=clock.now(),
        )
    except Unfit as error:
        form.add_error(error.field, str(error.message))
    except NotPossible as error:
        form.add_error(None, str(error))
    else:
        return True
    return False


MOST_BESIDE = 60


@require_safe
@guards.public
def programmes(request: HttpRequest) -> HttpResponse:
    """All years, the newest first."""
    page = page_of(Programme.objects.all(), request.GET.get("page"))
    return render(request, "supervision/programme/public/years.html", {"page": page})


@require_safe
@guards.public
def programme(request: HttpRequest, year: str) -> HttpResponse:
    """One year: four themes with what is chosen under each and why, by whom, when, and where it stands."""
    found, today = programme_or_404(year), clock.today()
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
@guards.public
def proposals(request: HttpRequest, year: str) -> HttpResponse:
    """What was proposed, by whomever, and what became of each."""
    found = programme_or_404(year)
    rows = Topic.objects.public().filter(programme=found).select_related("body")
    page = page_of(rows, request.GET.get("page"))
    context = {"programme": found, "page": page, "accepts": accepts(found, clock.today())}
    return render(request, "supervision/programme/public/proposals.html", context)


@require_safe
@guards.public
def voted_list(_request: HttpRequest, year: str) -> HttpResponse:
    """The list as it was voted on, byte for byte what the fingerprint is made of."""
    found = programme_or_404(year)
    if found.stage != "adopted":
        raise Http404
    response = HttpResponse(canonical(found.fixed), content_type="application/json")
    response.headers["Content-Disposition"] = f'attachment; filename="programme-{found.year}.json"'
    return response


def programme_or_404(year: str) -> Programme:
    """The programme of a year. Raises Http404."""
    return get_object_or_404(Programme.objects.select_related("resolution"), year=int(year))


def _beside(found: Programme) -> list[Project]:
    """Projects of that year that stand in no programme, once their plan is registered."""
    rows = Project.objects.visible_to(Actor.public()).filter(year=found.year, topic=None)
    return list(rows.exclude(stage="dropped").order_by("opened_at", "pk")[:MOST_BESIDE])
