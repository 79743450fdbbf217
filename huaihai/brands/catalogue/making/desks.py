"""Stories and pictures on two desks, that of the business and that of staff: the same pages, each with its guard."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path
from django.views.decorators.http import require_safe

from huaihai.brands.asking import asking
from huaihai.brands.catalogue import pictures as shown_pictures
from huaihai.brands.catalogue.making import pages
from huaihai.brands.catalogue.making.sides import Side, made_or_404
from huaihai.brands.models import Entry, EntryPicture, StoryVersion
from huaihai.brands.office import shell
from huaihai.brands.own_entries import own_entries, own_url
from huaihai.businesses import own_pages
from huaihai.desk.frame import actor_of, frame, readers
from huaihai.kit import guards

type Page = Callable[[HttpRequest, Side, Any], HttpResponse]
type View = Callable[[HttpRequest, UUID], HttpResponse]


@dataclass(frozen=True)
class Desk:
    """Where its addresses begin, what their names begin with, who may open them, and which entries are seen there."""

    path: str
    names: str
    guard: Callable[[View], Any]
    entries: Callable[[HttpRequest], Any]
    side: Callable[[HttpRequest, Entry], Side]
    reviews: bool

    def urls(self) -> list[URLPattern]:
        """All addresses of this desk."""
        found: list[tuple[str, str, Any]] = [
            ("<uuid:pk>/story/", "story", self._of_entry(pages.story)),
            ("<uuid:pk>/pictures/", "pictures", self._of_entry(pages.pictures)),
            ("story/<uuid:pk>/end/", "story-end", self._of_made(pages.end, StoryVersion)),
            ("picture/<uuid:pk>/end/", "picture-end", self._of_made(pages.end, EntryPicture)),
            ("picture/<uuid:pk>/front/", "picture-front", self._of_made(pages.to_front, EntryPicture)),
            ("picture/<uuid:pk>/", "picture", require_safe(self._of_made(_seen, EntryPicture))),
        ]
        if self.reviews:
            found += [
                ("story/<uuid:pk>/review/", "story-review", self._of_made(pages.reviewed, StoryVersion)),
                ("picture/<uuid:pk>/review/", "picture-review", self._of_made(pages.reviewed, EntryPicture)),
            ]
        return [
            path(f"{self.path}/{where}", view, name=f"{self.names}-{name}") for where, name, view in found
        ]

    def _of_entry(self, page: Page) -> Any:
        """The view of a page about an entry."""

        def view(request: HttpRequest, pk: UUID) -> HttpResponse:
            entry = get_object_or_404(self.entries(request), pk=pk)
            return page(request, self.side(request, entry), entry)

        return asking(self.guard(view))

    def _of_made[R: (StoryVersion, EntryPicture)](self, page: Page, model: type[R]) -> Any:
        """The view of a page about a story or a picture."""

        def view(request: HttpRequest, pk: UUID) -> HttpResponse:
            held = made_or_404(model, pk, self.entries(request))
            return page(request, self.side(request, held.entry), held)

        return asking(self.guard(view))


def _seen(_request: HttpRequest, _side: Side, held: EntryPicture) -> HttpResponse:
    """The picture itself, also before it is shown."""
    return shown_pictures.answer(held, name=f"{held.entry.number}-{held.number}")


def _office_entries(request: HttpRequest) -> Any:
    return Entry.objects.visible_to(actor_of(request)).select_related("business", "body")


def _office_side(request: HttpRequest, entry: Entry) -> Side:
    context = frame(request, shell.MENU_KEY)
    return Side("desk/frame.html", "office-brand", context, entry.office_url, actor_of(request))


def _own_side(request: HttpRequest, entry: Entry) -> Side:
    context = own_pages.frame(request)
    return Side("kit/desk.html", "business-brand", context, own_url(entry), actor_of(request))


OFFICE = Desk("office/brands", "office-brand", readers, _office_entries, _office_side, reviews=True)
HOLDER = Desk("business/brands", "business-brand", guards.business, own_entries, _own_side, reviews=False)
