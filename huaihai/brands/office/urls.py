"""Addresses below /office/brands/: the entries, and the steps that all subjects share."""

from django.urls import URLPattern, URLResolver, include, path

from huaihai.brands.office import pages

urlpatterns: list[URLPattern | URLResolver] = [
    path("", pages.LIST.view, name="office-brands"),
    path("<uuid:pk>/", pages.entry, name="office-brand"),
    path("<uuid:pk>/", include(pages.ENTRIES.urls())),
    path("decision/<uuid:pk>/", include(pages.DECISIONS.urls())),
]
