"""Addresses of warnings, of all, of a city, on a topic."""

from django.urls import URLPattern, URLResolver, path

from huaihai.education.public.warnings import lists, text

urlpatterns: list[URLPattern | URLResolver] = [
    path("warnings/", lists.warnings, name="warnings"),
    path("warnings/<slug:slug>/", text.warning, name="warning"),
    path("warnings/<slug:slug>/versions/<int:number>/", text.version, name="warning-version"),
    path("cities/<str:code>/warnings/", lists.of_city, name="city-warnings"),
    path("topics/<str:code>/warnings/", lists.on_topic, name="topic-warnings"),
]
