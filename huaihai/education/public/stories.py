"""Case stories, without names: what happened to somebody, and how it ended."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from huaihai.education.models import Publication, PublicationQuerySet
from huaihai.education.public.warnings import text
from huaihai.education.public.warnings.lists import with_cities
from huaihai.kit import guards
from huaihai.kit.paging import page_of
from huaihai.members.actors import Actor


@require_safe
@guards.public
def stories(request: HttpRequest) -> HttpResponse:
    """All of them, newest first."""
    page = page_of(_stories().published(), request.GET.get("page"))
    return render(request, "education/stories.html", {"page": page})


@require_safe
@guards.public
def story(request: HttpRequest, slug: str) -> HttpResponse:
    """One story."""
    rows = with_cities(_stories().select_related("publisher", "shown"))
    return text.page(request, get_object_or_404(rows, slug=slug))


def _stories() -> PublicationQuerySet:
    rows = Publication.objects.visible_to(Actor.public()).filter(kind=Publication.Kind.STORY)
    return rows.order_by("-published_on", "-id")
