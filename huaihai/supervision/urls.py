"""Addresses of joint supervision: its office pages, its public pages, then one list a subject."""

from django.urls import URLPattern, URLResolver, include, path

SUBJECTS = ("programme", "staffing", "testing", "visiting", "surveying", "sweeping", "reporting")

urlpatterns: list[URLPattern | URLResolver] = [
    *(path("", include(f"huaihai.supervision.{subject}.urls")) for subject in SUBJECTS),
    path("office/supervision/", include("huaihai.supervision.office_urls")),
    path("supervision/", include("huaihai.supervision.public_urls")),
]
