"""What everybody may know of the early warning: how it works, its budget, how often it was right, what came of it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from huaihai.education.models import Publication
from huaihai.insight.alarms import figures
from huaihai.insight.alarms.gathering import DAYS, REPLICATES
from huaihai.insight.models import AlarmText
from huaihai.insight.scanning.jobs import QUIET_DAYS
from huaihai.kit import clock, guards
from huaihai.kit.paging import page_of


@require_safe
@guards.public
def early_warning(request: HttpRequest) -> HttpResponse:
    """The page of the early warning. Nothing of a single alarm stands on it."""
    came_of = AlarmText.objects.values("publication")
    warnings = Publication.objects.published().alerts().filter(pk__in=came_of)
    context = {
        "quarters": figures.for_public(clock.today()),
        "budget": figures.budget(),
        "days": DAYS,
        "replicates": REPLICATES,
        "quiet": QUIET_DAYS,
        "page": page_of(warnings, request.GET.get("page")),
    }
    return render(request, "insight/alarms/public.html", context)
