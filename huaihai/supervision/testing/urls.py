"""Addresses of comparative tests, one list a subject."""

from django.urls import URLPattern, URLResolver, include, path

SUBJECTS = ("planning", "buying", "laboratory", "hearing", "review", "publishing")

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include(f"huaihai.supervision.testing.{subject}.urls")) for subject in SUBJECTS
]
