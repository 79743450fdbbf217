"""Addresses of what is published, one list an audience."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("huaihai.education.feeds.urls")),  # before the slugs of warnings
    path("", include("huaihai.education.calendar.urls")),  # before the slugs of lessons
    path("", include("huaihai.education.lessons.urls")),
    path("", include("huaihai.education.public.urls")),
    path("", include("huaihai.education.library.urls")),
    path("", include("huaihai.education.press.urls")),
    path("", include("huaihai.education.subscribing.urls")),
]
