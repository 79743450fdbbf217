"""Stories and pictures on the pages for staff: the entry's city writes, somebody else reviews."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from huaihai.brands.catalogue import pictures as shown_pictures
from huaihai.brands.catalogue.making import pages
from huaihai.brands.catalogue.making.forms import ReviewForm
from huaihai.brands.catalogue.making.sides import Side, made_or_404
from huaihai.brands.models import Entry, EntryPicture, StoryVersion
from huaihai.brands.office import shell
from huaihai.desk.asking import asking
from huaihai.desk.frame import actor_of, frame, readers


@asking
@readers
def story(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The story of an entry, and a new version of it."""
    found = shell.entry_or_404(request, pk)
    return pages.story(request, _side(request, found), found)


@asking
@readers
def pictures(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The pictures of an entry, and one more."""
    found = shell.entry_or_404(request, pk)
    return pages.pictures(request, _side(request, found), found)


@asking
@readers
def story_review(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Somebody else reads a story."""
    held = _held(request, StoryVersion, pk)
    return pages.reviewed(request, _side(request, held.entry), held, ReviewForm)


@asking
@readers
def picture_review(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Somebody else looks at a picture."""
    held = _held(request, EntryPicture, pk)
    return pages.reviewed(request, _side(request, held.entry), held, ReviewForm)


@asking
@readers
def story_end(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A story is taken back."""
    held = _held(request, StoryVersion, pk)
    return pages.end(request, _side(request, held.entry), held)


@asking
@readers
def picture_end(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A picture is taken back."""
    held = _held(request, EntryPicture, pk)
    return pages.end(request, _side(request, held.entry), held)


@asking
@readers
def picture_front(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A picture stands first."""
    held = _held(request, EntryPicture, pk)
    return pages.to_front(request, _side(request, held.entry), held)


@require_safe
@readers
def picture_seen(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The picture itself, also before it is shown."""
    held = _held(request, EntryPicture, pk)
    return shown_pictures.answer(held, name=f"{held.entry.number}-{held.number}")


def _side(request: HttpRequest, entry: Entry) -> Side:
    context = frame(request, shell.MENU_KEY)
    return Side("desk/frame.html", "office-brand", context, entry.office_url, actor_of(request))


def _held[R: (StoryVersion, EntryPicture)](request: HttpRequest, model: type[R], pk: UUID) -> R:
    return made_or_404(model, pk, Entry.objects.visible_to(actor_of(request)))
