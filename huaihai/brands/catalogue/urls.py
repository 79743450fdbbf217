"""Addresses below /brands/: the catalogue and its entries; and the pages where stories and pictures are made."""

from django.urls import URLPattern, URLResolver, path, re_path

from huaihai.brands.catalogue import embedding, entry_page, feed, pictures, views
from huaihai.brands.catalogue.making import desks

NUMBER = r"(?P<number>20\d\d-[1-9]\d{0,5})"

urlpatterns: list[URLPattern | URLResolver] = [
    path("brands/", views.catalogue, name="brands"),
    path("brands/print/", views.printed, name="brands-print"),
    path("brands/qr.svg", views.qr, name="brands-qr"),
    path("brands/feed.json", feed.feed, name="brands-feed"),
    path("brands/embed/", embedding.frame, name="embedded-brands"),
    path("brands/embedding/", embedding.embed, name="embed-brands"),
    re_path(rf"^brands/{NUMBER}/$", entry_page.entry, name="brand"),
    re_path(
        rf"^brands/{NUMBER}/pictures/(?P<picture>[1-9]\d{{0,3}})/$", pictures.picture, name="brand-picture"
    ),
    *desks.OFFICE.urls(),
    *desks.HOLDER.urls(),
]
