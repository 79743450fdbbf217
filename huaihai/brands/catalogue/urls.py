"""Addresses below /brands/: the catalogue and its entries."""

from django.urls import URLPattern, URLResolver, path, re_path

from huaihai.brands.catalogue import views

NUMBER = r"(?P<number>20\d\d-[1-9]\d{0,5})"

urlpatterns: list[URLPattern | URLResolver] = [
    path("brands/", views.catalogue, name="brands"),
    re_path(rf"^brands/{NUMBER}/$", views.entry, name="brand"),
]
