"""The register of resolutions: search, years, pages, and a feed."""

import re
from datetime import datetime

from django.contrib.syndication.views import Feed
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import linebreaks
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from huaihai import alliance
from huaihai.governance.models import Resolution
from huaihai.governance.models.resolution import ResolutionQuerySet
from huaihai.governance.public.decisions import shown
from huaihai.kit import clock, guards, local_words, spoken
from huaihai.kit.paging import page_of
from huaihai.kit.text.scripts import simplified_char
from huaihai.members.actors import Actor

LONGEST_QUERY = 60  # characters
MOST_WORDS = 5
IN_FEED = 30
NUMBER = re.compile(r"([1-9][0-9]{3})-([1-9][0-9]{0,3})", re.ASCII)
YEAR = re.compile(r"[1-9][0-9]{3}", re.ASCII)
ANYBODY = Actor.public()  # what is public is the same for everybody, signed in or not


@require_safe
@guards.public
def register(request: HttpRequest) -> HttpResponse:
    """Newest first; `q` are words or a number, `year` a year."""
    today = clock.today()
    query, year = _typed(request.GET.get("q", "")), request.GET.get("year", "")
    rows = found(query, year)
    page = page_of(rows, request.GET.get("page"))
    context = {
        "page": page,
        "rows": [(row, shown.state_of(row, today)) for row in page.rows],
        "query": query,
        "year": year if YEAR.fullmatch(year) else "",
        "years": list(held().order_by("-year").values_list("year", flat=True).distinct()),
    }
    return render(request, "governance/public/decisions/register.html", context)


@require_safe
@guards.public
def feed(request: HttpRequest) -> HttpResponse:
    """The newest resolutions for feed readers."""
    return _FEED(request)


def held() -> ResolutionQuerySet:
    """The register."""
    return Resolution.objects.visible_to(ANYBODY)


def by_number(number: str) -> ResolutionQuerySet:
    """The one resolution of this number, or none."""
    match = NUMBER.fullmatch(number)
    return held().filter(year=int(match[1]), serial=int(match[2])) if match else held().none()


def found(query: str, year: str) -> ResolutionQuerySet:
    """Resolutions that hold every word in title, text or number, of one year if it is given; newest first."""
    rows = held().select_related("count", "repealed_by")
    if YEAR.fullmatch(year):
        rows = rows.filter(year=int(year))
    for word in query.split()[:MOST_WORDS]:
        wanted = Q(title__icontains=word) | Q(text__icontains=word)
        if match := NUMBER.fullmatch(word):
            wanted |= Q(year=int(match[1]), serial=int(match[2]))
        rows = rows.filter(wanted)
    return rows.order_by("-year", "-serial")


def _typed(query: str) -> str:
    """Cut, simplified, and without what no database keeps."""
    kept = (char for char in query[:LONGEST_QUERY] if char.isprintable() or char.isspace())
    return "".join(simplified_char(char) for char in kept).strip()


class _Register(Feed):  # type: ignore[type-arg]  # generic in the stubs alone
    feed_type = Atom1Feed

    def title(self) -> str:
        return _("Resolutions of %(alliance)s") % {
            "alliance": local_words.in_script(alliance.load().short_name)
        }

    def link(self) -> str:
        return reverse("resolutions")

    def feed_url(self) -> str:
        return reverse("resolutions-feed")

    def items(self) -> list[Resolution]:
        return list(found("", "")[:IN_FEED])

    def item_title(self, item: Resolution) -> str:
        return f"{item.number} {item.title}"

    def item_description(self, item: Resolution) -> str:
        day = _("In force from %(day)s.") % {"day": spoken.full_day(item.in_force_from)}
        return linebreaks(f"{day}\n\n{item.text}", autoescape=True)  # Atom says that it is HTML

    def item_link(self, item: Resolution) -> str:
        return reverse("resolution", args=[item.number])

    def item_pubdate(self, item: Resolution) -> datetime:
        return item.count.counted_at

    def item_updateddate(self, item: Resolution) -> datetime:
        return item.count.counted_at


_FEED = _Register()
