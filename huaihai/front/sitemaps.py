"""What search engines may find: robots.txt, and a map of the site in parts of a thousand."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.conf import settings
from django.contrib.sitemaps import Sitemap, views
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from huaihai import alliance
from huaihai.brands.models import CatalogueRow
from huaihai.education.models import Publication
from huaihai.kit import guards
from huaihai.kit.network import whole
from huaihai.kit.ways import way
from huaihai.law.library import held
from huaihai.members.actors import Actor
from huaihai.supervision.models import Project

AN_HOUR, A_DAY = 3600, 86_400
PAGES = (
    *("home", "triage", "sums", "file-start", "track", "callback-new", "bodies", "help", "about", "privacy"),
    *(
        "accessibility",
        "warnings",
        "announcements",
        "rights",
        "law",
        "lessons",
        "stories",
        "check",
        "subscribe",
    ),
    *(
        "supervision",
        "supervision-programmes",
        "clauses",
        "clauses-check",
        "brands",
        "brand-check",
        "genuine",
        "brand-criteria",
        "pledges",
        "funds",
        "prepaid",
    ),
    *("statistics", "board", "standard", "early-warning", "data", "alliance", "join"),
)
CLOSED = (
    "office",
    "desk",
    "business",
    "my",
    "staff",
    "preferences",
    "letter",
    "sheet",
    "upload",
    "w",
    "p",
    "survey",
)


class Pages(Sitemap):  # type: ignore[type-arg]  # generic in the stubs alone
    """Places, the cities among them."""

    def items(self) -> Sequence[str]:
        cities = [reverse("body", args=[city.code]) for city in alliance.load().cities]
        return [address for name in PAGES if (address := way(name))] + cities

    def location(self, item: str) -> str:
        return item


class Texts(Sitemap):  # type: ignore[type-arg]  # generic in the stubs alone
    """Warnings, announcements, rights, lessons, stories that stand."""

    limit = 1000

    def items(self) -> QuerySet[Publication]:
        return Publication.objects.visible_to(Actor.public()).published().order_by("pk")

    def lastmod(self, item: Publication) -> date | None:
        return item.published_on


class Articles(Sitemap):  # type: ignore[type-arg]  # generic in the stubs alone
    """The law library."""

    def items(self) -> Sequence[str]:
        return [reverse("law-statute", args=[key]) for key in held()]

    def location(self, item: str) -> str:
        return item


class Tests(Sitemap):  # type: ignore[type-arg]  # generic in the stubs alone
    """Comparative tests and other joint projects that are public."""

    limit = 1000

    def items(self) -> QuerySet[Project]:
        return Project.objects.visible_to(Actor.public()).order_by("pk")


class Shops(Sitemap):  # type: ignore[type-arg]  # generic in the stubs alone
    """The directory of the three hearts."""

    limit = 1000

    def items(self) -> QuerySet[CatalogueRow]:
        return CatalogueRow.objects.order_by("number")

    def location(self, item: CatalogueRow) -> str:
        return reverse("brand", args=[item.number])


SITEMAPS: dict[str, Any] = {"pages": Pages, "texts": Texts, "law": Articles, "tests": Tests, "shops": Shops}


@require_safe
@cache_control(public=True, max_age=AN_HOUR)
@guards.public
def index(request: HttpRequest) -> HttpResponse:
    """The parts of the map."""
    return views.index(request, SITEMAPS, sitemap_url_name="sitemap-part")


@require_safe
@cache_control(public=True, max_age=AN_HOUR)
@guards.public
def part(request: HttpRequest, section: str) -> HttpResponse:
    """One part, `?p=` its page."""
    return views.sitemap(request, SITEMAPS, section=section)


@require_safe
@cache_control(public=True, max_age=A_DAY)
@guards.public
def robots(request: HttpRequest) -> HttpResponse:
    """The demo is not to be found: its warnings and shops are made up."""
    closed = ["/"] if settings.DEMO else [f"/{name}/" for name in CLOSED]
    lines = [
        "User-agent: *",
        *(f"Disallow: {path}" for path in closed),
        f"Sitemap: {whole(request, reverse('sitemap'))}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
