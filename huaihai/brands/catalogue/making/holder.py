"""Stories and pictures on the desk of the business itself."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_http_methods, require_safe

from huaihai.brands.catalogue import pictures as shown_pictures
from huaihai.brands.catalogue.making import pages
from huaihai.brands.catalogue.making.sides import Side
from huaihai.brands.models import Entry, EntryPicture, StoryVersion
from huaihai.businesses import own_pages
from huaihai.governance.office.frame import actor_of
from huaihai.kit import guards

asking = require_http_methods(["GET", "HEAD", "POST"])


@asking
@guards.business
def story(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The story of an own entry, and a new version of it."""
    found = _entry(request, pk)
    return pages.story(request, _side(request, found), found)


@asking
@guards.business
def pictures(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The pictures of an own entry, and one more."""
    found = _entry(request, pk)
    return pages.pictures(request, _side(request, found), found)


@asking
@guards.business
def story_end(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A story is taken back."""
    held = _held(request, StoryVersion, pk)
    return pages.end(request, _side(request, held.entry), held)


@asking
@guards.business
def picture_end(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A picture is taken back."""
    held = _held(request, EntryPicture, pk)
    return pages.end(request, _side(request, held.entry), held)


@asking
@guards.business
def picture_front(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A picture stands first."""
    held = _held(request, EntryPicture, pk)
    return pages.to_front(request, _side(request, held.entry), held)


@require_safe
@guards.business
def picture_seen(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The picture itself, also before it is shown."""
    held = _held(request, EntryPicture, pk)
    return shown_pictures.answer(held, name=f"{held.entry.number}-{held.number}")


def _side(request: HttpRequest, entry: Entry) -> Side:
    return Side("kit/desk.html", "business-brand", own_pages.frame(request), _back(entry), actor_of(request))


def _back(entry: Entry) -> str:
    try:
        return reverse("business-brand", args=[entry.pk])
    except NoReverseMatch:
        return entry.get_absolute_url()


def _entry(request: HttpRequest, pk: UUID) -> Entry:
    rows = Entry.objects.filter(business__in=actor_of(request).business_ids)
    found: Entry | None = rows.select_related("body", "business", "place").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _held(request: HttpRequest, model: type[Any], pk: UUID) -> Any:
    rows = model.objects.filter(entry__business__in=actor_of(request).business_ids)
    found = rows.select_related("entry__body", "entry__business").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found
