"""The first page of the room for staff."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from huaihai.desk.frame import actor_of, frame, readers
from huaihai.insight.statistics.office_index import doors


@require_safe
@readers
def room(request: HttpRequest) -> HttpResponse:
    """The way to every subject."""
    return render(
        request,
        "insight/statistics/office/room.html",
        {**frame(request, "insight"), "doors": doors(actor_of(request))},
    )
