"""Addresses of feeds, CAP messages, the frame and the pages that explain them."""

from django.urls import URLPattern, URLResolver, path

from huaihai.education.feeds import embedding, formats, views
from huaihai.education.feeds.cap import views as cap

SCOPES = {
    "warnings": "warnings",
    "city-warnings": "cities/<str:city>/warnings",
    "topic-warnings": "topics/<str:topic>/warnings",
}

urlpatterns: list[URLPattern | URLResolver] = [
    *(
        path(f"{route}.{form}", views.feed, {"form": form}, name=f"{name}-{form}")
        for name, route in SCOPES.items()
        for form in views.WRITERS
    ),
    path("warnings/cap.atom", cap.index, name="cap-index"),
    path("warnings/cap/<uuid:identifier>.xml", cap.message, name="cap-message"),
    path("warnings/embed/", embedding.embed, name="embed-warnings"),
    path("warnings/formats/", formats.formats, name="warning-formats"),
    path("embed/warnings/", embedding.frame, name="embedded-warnings"),
]
