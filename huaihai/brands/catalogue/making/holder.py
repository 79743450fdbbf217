"""Stories and pictures on the desk of the business itself."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from huaihai.brands.asking import asking
from huaihai.brands.catalogue import pictures as shown_pictures
from huaihai.brands.catalogue.making import pages
from huaihai.brands.catalogue.making.sides import Side, made_or_404
from huaihai.brands.models import Entry, EntryPicture, StoryVersion
from huaihai.brands.own_entries import own_entries, own_entry, own_url
from huaihai.businesses import own_pages
from huaihai.desk.frame import actor_of
from huaihai.kit import guards


@asking
@guards.business
def story(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The story of an own entry, and a new version of it."""
    found = own_entry(request, pk)
    return pages.story(request, _side(request, found), found)


@asking
@guards.business
def pictures(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The pictures of an own entry, and one more."""
    found = own_entry(request, pk)
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
    return Side(
        "kit/desk.html", "business-brand", own_pages.frame(request), own_url(entry), actor_of(request)
    )


def _held[R: (StoryVersion, EntryPicture)](request: HttpRequest, model: type[R], pk: UUID) -> R:
    return made_or_404(model, pk, own_entries(request))
