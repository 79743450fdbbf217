"""Addresses of the programme: its office pages, then one list a subject; the catalogue and its entries come last."""

from django.urls import URLPattern, URLResolver, include, path

SUBJECTS = (
    "programme",
    "entering",
    "assessing",
    "noticing",
    "evidence",
    "conduct",
    "marks",
    "effect",
    "catalogue",
)

urlpatterns: list[URLPattern | URLResolver] = [
    path("office/brands/", include("huaihai.brands.office.urls")),
    *(path("", include(f"huaihai.brands.{subject}.urls")) for subject in SUBJECTS),
]
