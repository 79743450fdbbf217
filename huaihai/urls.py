"""All pages, room by room. Pages are nouns; each view carries its guard."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("huaihai.cases.urls")),  # first, being asked for most: each include before it is tried
    path("", include("huaihai.front.urls")),
    path("", include("huaihai.insight.urls")),
    path("", include("huaihai.brands.urls")),
    path("", include("huaihai.supervision.urls")),
    path("", include("huaihai.education.urls")),
    path("", include("huaihai.prepaid.urls")),
    path("", include("huaihai.compensation.urls")),
    path("", include("huaihai.businesses.urls")),
    path("", include("huaihai.governance.urls")),
    path("", include("huaihai.desk.urls")),
    path("", include("huaihai.members.urls")),
    path("demo/", include("huaihai.front.demo.urls")),  # its views answer 404 outside the demo
]

handler400 = "huaihai.front.views.bad_request"
handler404 = "huaihai.front.views.not_found"
handler403 = "huaihai.front.views.forbidden"
handler500 = "huaihai.front.views.server_error"
