"""Addresses below /brands/: the catalogue and its entries; and the pages where stories and pictures are made."""

from collections.abc import Mapping

from django.urls import URLPattern, URLResolver, path, re_path

from huaihai.kit.late_views import Table, views_of

elsewhere = views_of("huaihai.brands.catalogue.elsewhere")
making = views_of("huaihai.brands.catalogue.making")
pages = views_of("huaihai.brands.catalogue.pages")

NUMBER = r"(?P<number>20\d\d-[1-9]\d{0,5})"

MAKING = {
    "story": "<uuid:pk>/story/",
    "pictures": "<uuid:pk>/pictures/",
    "story-end": "story/<uuid:pk>/end/",
    "picture-end": "picture/<uuid:pk>/end/",
    "picture-front": "picture/<uuid:pk>/front/",
    "picture": "picture/<uuid:pk>/",
}
REVIEWING = {"story-review": "story/<uuid:pk>/review/", "picture-review": "picture/<uuid:pk>/review/"}


def _making(side: str, table: Table, routes: Mapping[str, str]) -> list[URLPattern]:
    return [
        path(f"{side}/brands/{route}", table.of(name), name=f"{side}-brand-{name}")
        for name, route in routes.items()
    ]


urlpatterns: list[URLPattern | URLResolver] = [
    path("brands/", pages.catalogue, name="brands"),
    path("brands/print/", pages.printed, name="brands-print"),
    path("brands/qr.svg", pages.qr, name="brands-qr"),
    path("brands/feed.json", elsewhere.feed, name="brands-feed"),
    path("brands/embed/", elsewhere.frame, name="embedded-brands"),
    path("brands/embedding/", elsewhere.embed, name="embed-brands"),
    re_path(rf"^brands/{NUMBER}/$", pages.entry, name="brand"),
    re_path(rf"^brands/{NUMBER}/pictures/(?P<picture>[1-9]\d{{0,3}})/$", pages.picture, name="brand-picture"),
    re_path(
        rf"^brands/{NUMBER}/pictures/(?P<picture>[1-9]\d{{0,3}})/small/$",
        pages.small_picture,
        name="brand-picture-small",
    ),
    *_making("office", making.OFFICE, MAKING | REVIEWING),
    *_making("business", making.HOLDER, MAKING),
]
