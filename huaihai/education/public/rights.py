"""The rights a consumer has, a short text each."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from huaihai.education.public import shown
from huaihai.kit import guards
from huaihai.kit.paging import page_of


@require_safe
@guards.public
def rights(request: HttpRequest) -> HttpResponse:
    """All of them, in the editor's order."""
    page = page_of(shown.seen(request).rights(), request.GET.get("page"))
    return render(request, "education/rights.html", {"page": page})


@require_safe
@guards.public
def right(request: HttpRequest, slug: str) -> HttpResponse:
    """One text on rights."""
    publication = get_object_or_404(shown.seen(request).rights().select_related("shown"), slug=slug)
    return render(request, "education/publication.html", shown.translated(publication))
