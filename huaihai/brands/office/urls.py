"""Addresses below /office/brands/: the entries, and the steps that all subjects share."""

from django.urls import URLPattern, URLResolver, path

from huaihai.brands.office import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.entries, name="office-brands"),
    path("<uuid:pk>/", views.entry, name="office-brand"),
    path("<uuid:pk>/declaration/", views.declaration, name="office-brand-declaration"),
    path("decision/<uuid:pk>/agreement/", views.agreement, name="office-brand-agreement"),
    path("decision/<uuid:pk>/refusal/", views.refusal, name="office-brand-refusal"),
]
