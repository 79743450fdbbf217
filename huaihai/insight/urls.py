"""Addresses of the room, one list a subject."""

from django.urls import URLPattern, URLResolver, include, path

SUBJECTS = (
    "statistics",
    "reports",
    "releases",
    "indexing",
    "narratives",
    "callbacks",
    "redecisions",
    "alarms",
    "comparing",
    "yearly",
    "board",
)

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include(f"huaihai.insight.{subject}.urls")) for subject in SUBJECTS
]
