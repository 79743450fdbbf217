"""What the lessons do, for the staff: how many readers answered before and after, and how many were right."""

from django.db.models import Count, F, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from huaihai.desk.frame import actor_of, frame, readers
from huaihai.education.models import Publication
from huaihai.kit.paging import page_of

MENU_KEY = "lessons"
TWICE = Q(shown__answers__before__isnull=False, shown__answers__after__isnull=False)
RIGHT = F("shown__lesson__answer")


@require_safe
@readers
def lessons(request: HttpRequest) -> HttpResponse:
    """Every lesson with its figures, the most answered first, in two queries."""
    rows = (
        Publication.objects.visible_to(actor_of(request))
        .filter(kind=Publication.Kind.LESSON, shown__lesson__isnull=False)
        .annotate(
            read_twice=Count("shown__answers", filter=TWICE),
            right_before=Count("shown__answers", filter=TWICE & Q(shown__answers__before=RIGHT)),
            right_after=Count("shown__answers", filter=TWICE & Q(shown__answers__after=RIGHT)),
        )
        .order_by("-read_twice", "position", "slug")
    )
    context = {"page": page_of(rows, request.GET.get("page"))}
    return render(request, "education/lessons/office.html", frame(request, MENU_KEY) | context)
