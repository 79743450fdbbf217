"""Addresses of feeds, CAP messages, the frame and the pages that explain them."""

from django.urls import URLPattern, URLResolver, path

from huaihai.kit.late_views import views_of

cap = views_of("huaihai.education.feeds.cap")
pages = views_of("huaihai.education.feeds.pages")

SCOPES = {
    "warnings": "warnings",
    "city-warnings": "cities/<str:city>/warnings",
    "topic-warnings": "topics/<str:topic>/warnings",
}

urlpatterns: list[URLPattern | URLResolver] = [
    *(
        path(f"{route}.{form}", pages.feed, {"form": form}, name=f"{name}-{form}")
        for name, route in SCOPES.items()
        for form in ("atom", "rss", "json")
    ),
    path("warnings/cap.atom", cap.index, name="cap-index"),
    path("warnings/cap/<uuid:identifier>.xml", cap.message, name="cap-message"),
    path("warnings/embed/", pages.embed, name="embed-warnings"),
    path("warnings/formats/", pages.formats, name="warning-formats"),
    path("embed/warnings/", pages.frame, name="embedded-warnings"),
]
