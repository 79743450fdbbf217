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
from huaihai.supervision.programme import criteria, shown
from huaihai.supervision.programme.public.browsers import supported
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
    """One year: four themes with what is done under each, by whom, when, for how much, and where it stands."""
    found, today = programme_or_404(year), clock.today()
    is_adopted = found.stage == "adopted"
    themes = shown.themes(found, today) if is_adopted else []
    living = [one for theme in themes for one in theme.items if not one.item.is_dropped]
    topics = Topic.objects.public().filter(programme=found)
    context: dict[str, Any] = {
        "programme": found,
        "is_adopted": is_adopted,
        "themes": themes,
        "living": len(living),
        "late": sum(one.tone == "late" for one in living),
        "money": shown.whole_yuan(sum(one.budget_fen for one in living)),
        "criteria": criteria.of(found.criteria),
        "beside": _beside(found) if is_adopted else [],
        "proposals": topics.count(),
        "accepts": accepts(found, today),
    }
    return render(request, "supervision/programme/public/year.html", context)


@require_safe
@guards.public
def proposals(request: HttpRequest, year: str) -> HttpResponse:
    """What was proposed, by whomever, most supported first, and what became of each."""
    found, today = programme_or_404(year), clock.today()
    rows = Topic.objects.public().filter(programme=found)
    page = page_of(rows.select_related("merged_into", "body", "item__project"), request.GET.get("page"))
    context = {
        "programme": found,
        "page": page,
        "topics": shown.topics(found, page.rows),
        "supported": supported(request, page.rows),
        "accepts": accepts(found, today),
        "can_support": found.stage in ("collecting", "scoring"),
    }
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
    rows = Project.objects.visible_to(Actor.public()).filter(year=found.year, programme_item=None)
    return list(rows.exclude(stage="dropped").order_by("opened_at", "pk")[:MOST_BESIDE])
