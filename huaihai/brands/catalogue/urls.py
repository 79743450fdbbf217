"""Addresses below /brands/: the catalogue and its entries; and the pages where stories and pictures are made."""

from django.urls import URLPattern, URLResolver, path, re_path

from huaihai.brands.catalogue import elsewhere, making, pages

NUMBER = r"(?P<number>20\d\d-[1-9]\d{0,5})"

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
    *making.OFFICE.urls(),
    *making.HOLDER.urls(),
]
