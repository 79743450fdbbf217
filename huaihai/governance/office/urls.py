"""Addresses below /office/: one list a subject."""

from django.urls import URLPattern, URLResolver, include, path

SUBJECTS = ("decisions", "agreement", "hand_over", "roster", "pools", "charter", "planning")

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include(f"huaihai.governance.office.{subject}.urls")) for subject in SUBJECTS
]
