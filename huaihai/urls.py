"""All pages, room by room. Pages are nouns; each view carries its guard."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("huaihai.front.urls")),
    path("", include("huaihai.education.urls")),
    path("", include("huaihai.cases.urls")),
    path("", include("huaihai.businesses.urls")),
    path("", include("huaihai.members.urls")),
]
if settings.DEMO:
    urlpatterns.append(path("demo/", include("huaihai.front.demo.urls")))

handler404 = "huaihai.front.views.not_found"
handler403 = "huaihai.front.views.forbidden"
handler500 = "huaihai.front.views.server_error"
