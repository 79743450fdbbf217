"""The office for staff, and what the public may read of it."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("office/", include("huaihai.governance.office.urls")),
    path("alliance/", include("huaihai.governance.public.urls")),
]
