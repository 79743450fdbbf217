"""What anybody may read: the catalogue, and one entry."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from huaihai.brands import sections, standing
from huaihai.brands.models import Entry
from huaihai.kit import clock, guards
from huaihai.kit.paging import page_of
from huaihai.members.actors import Actor


@require_safe
@guards.public
def catalogue(request: HttpRequest) -> HttpResponse:
    """All entries of the directory, in neutral order."""
    rows = (
        Entry.objects.directory().select_related("body", "business").order_by("body__position", "name", "pk")
    )
    context = {
        "page": page_of(rows, request.GET.get("page")),
        "gives_title": standing.gives_title(clock.today()),
    }
    return render(request, "brands/catalogue/catalogue.html", context)


@require_safe
@guards.public
def entry(request: HttpRequest, number: str) -> HttpResponse:
    """One entry with everything that is public about it."""
    found = entry_or_404(number)
    context = {
        "entry": found,
        "has_title": standing.has_title(found, clock.today()),
        "sections": sections.sections_of(sections.PUBLIC, request, found),
    }
    return render(request, "brands/catalogue/entry.html", context)


def entry_or_404(number: str) -> Entry:
    """The entry with this number, if the public may see it. Raises Http404."""
    rows = Entry.objects.visible_to(Actor.public()).select_related("business", "place", "body", "criteria")
    found = rows.filter(number=number).first()
    if found is None:
        raise Http404
    return found
