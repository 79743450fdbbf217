"""The programme for everybody: the years, one year, what was proposed and what became of it."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from huaihai.kit import clock, guards
from huaihai.kit.paging import page_of
from huaihai.kit.signing import canonical
from huaihai.members.actors import Actor
from huaihai.supervision.models import Programme, Project, Topic
from huaihai.supervision.programme import facts
from huaihai.supervision.programme.public.proposing import accepts

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
