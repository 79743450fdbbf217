"""Addresses of what is published, one list an audience."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("huaihai.education.sending.urls")),  # before the steps of a publication
    path("", include("huaihai.education.feeds.urls")),  # before the slugs of warnings
    path("", include("huaihai.education.calendar.urls")),  # before the slugs of lessons
    path("", include("huaihai.education.exposing.urls")),
    path("", include("huaihai.education.importing.urls")),
    path("", include("huaihai.education.lessons.urls")),
    path("", include("huaihai.education.papers.urls")),
    path("", include("huaihai.education.check.urls")),
    path("", include("huaihai.education.public.urls")),
    path("", include("huaihai.education.library.urls")),
    path("", include("huaihai.education.assistants.urls")),
    path("office/publications/", include("huaihai.education.publications.urls")),
    path("", include("huaihai.education.replies.urls")),
    path("", include("huaihai.education.press.urls")),
    path("", include("huaihai.education.subscribing.urls")),
    path("", include("huaihai.education.translating.urls")),
]
