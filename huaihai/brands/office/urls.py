"""Addresses below /office/brands/: the entries, and the steps that all subjects share."""

from django.urls import URLPattern, URLResolver, include, path

from huaihai.kit.late_views import views_of

pages = views_of("huaihai.brands.office.pages")

urlpatterns: list[URLPattern | URLResolver] = [
    path("", pages.LIST.view, name="office-brands"),
    path("<uuid:pk>/", pages.entry, name="office-brand"),
    path("<uuid:pk>/", include(pages.ENTRIES.steps("office-brand", "declaration"))),
    path("decision/<uuid:pk>/", include(pages.DECISIONS.steps("office-brand", "agreement refusal"))),
]
