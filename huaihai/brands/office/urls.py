"""Addresses below /office/brands/: the entries, and the steps that all subjects share."""

from django.urls import URLPattern, URLResolver, path

from huaihai.brands.office import pages

urlpatterns: list[URLPattern | URLResolver] = [
    path("", pages.entries, name="office-brands"),
    path("<uuid:pk>/", pages.entry, name="office-brand"),
    path("<uuid:pk>/declaration/", pages.declaration, name="office-brand-declaration"),
    path("decision/<uuid:pk>/agreement/", pages.agreement, name="office-brand-agreement"),
    path("decision/<uuid:pk>/refusal/", pages.refusal, name="office-brand-refusal"),
]
