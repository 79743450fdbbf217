"""The list of warnings, of all, of one city, on one topic."""

from typing import Any

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from huaihai import alliance
from huaihai.education.models import Publication, PublicationCity, PublicationQuerySet
from huaihai.education.public.warnings import narrowing
from huaihai.education.public.warnings.narrowing import Narrowing
from huaihai.kit import guards, local_words
from huaihai.kit.paging import page_of
from huaihai.law import kinds


@require_safe
@guards.public
def warnings(request: HttpRequest) -> HttpResponse:
    """All of them, narrowed by what is asked for."""
    return _page(request, narrowing.asked(request.GET.dict()))


@require_safe
@guards.public
def of_city(request: HttpRequest, code: str) -> HttpResponse:
    """Those that concern one city."""
    return _page(request, narrowing.named(city=code))


@require_safe
@guards.public
def on_topic(request: HttpRequest, code: str) -> HttpResponse:
    """Those on one category of goods or services."""
    return _page(request, narrowing.named(topic=code))


def with_cities(rows: PublicationQuerySet) -> PublicationQuerySet:
    """Each with the cities that its shown version concerns, in one more query."""
    cities = PublicationCity.objects.filter(is_shown=True).select_related("city")
    return rows.prefetch_related(Prefetch("city_rows", cities, to_attr="shown_cities"))


def choices() -> dict[str, Any]:
    """What can be chosen: cities, topics and kinds, each with its code and its name."""
    return {
        "cities": [(city.code, local_words.place(city.name)) for city in alliance.load().cities],
        "topics": [(topic.code, local_words.said(topic)) for topic in kinds.CATEGORIES],
        "kinds": [(kind.value, kind.label) for kind in Publication.ALERTS],
    }


def _page(request: HttpRequest, chosen: Narrowing) -> HttpResponse:
    page = page_of(with_cities(chosen.rows()), request.GET.get("page"))
    return render(request, "education/warnings/list.html", {"page": page, "chosen": chosen, **choices()})
