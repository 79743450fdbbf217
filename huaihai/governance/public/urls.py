"""Addresses below /alliance/: one list a subject."""

from django.urls import URLPattern, URLResolver, include, path

SUBJECTS = ("decisions", "agreement", "charter")

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include(f"huaihai.governance.public.{subject}.urls")) for subject in SUBJECTS
]
