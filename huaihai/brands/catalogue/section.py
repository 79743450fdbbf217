"""What the catalogue adds to an entry's pages for staff and for the business: its story and pictures."""

from typing import Any

from django.http import HttpRequest

from huaihai.brands.catalogue.actions.parties import why_not
from huaihai.brands.models import Entry, EntryPicture, StoryVersion
from huaihai.brands.models.catalogue import Shown
from huaihai.brands.sections import Section
from huaihai.desk.frame import actor_of
from huaihai.kit import clock

TEMPLATE = "brands/catalogue/making/section.html"


def office(request: HttpRequest, entry: Entry) -> Section | None:
    """For staff: what is shown, what waits for a review."""
    return Section(TEMPLATE, _facts(request, entry, "office-brand"))


def holder(request: HttpRequest, entry: Entry) -> Section | None:
    """For the business: its own story and pictures."""
    return Section(TEMPLATE, _facts(request, entry, "business-brand"))


def _facts(request: HttpRequest, entry: Entry, names: str) -> dict[str, Any]:
    stories = list(StoryVersion.objects.filter(entry=entry, state__in=(Shown.SHOWN, Shown.WAITING)))
    pictures = list(EntryPicture.objects.filter(entry=entry, state__in=(Shown.SHOWN, Shown.WAITING)))
    shown = {one.state: one for one in stories}
    return {
        "story": shown.get(Shown.SHOWN),
        "waits": shown.get(Shown.WAITING),
        "pictures": sum(one.state == Shown.SHOWN for one in pictures),
        "pictures_wait": sum(one.state == Shown.WAITING for one in pictures),
        "story_url": f"{names}-story",
        "pictures_url": f"{names}-pictures",
        "may_write": not why_not(entry, actor_of(request), clock.now()),
    }
