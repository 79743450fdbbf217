"""Addresses of the staff's pages, one list a subject."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("office/publications/", include("huaihai.education.office.publications.urls")),
]
