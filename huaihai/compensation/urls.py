"""Addresses of funds, claims and their books."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("huaihai.compensation.public.urls")),
    path("", include("huaihai.compensation.statements.urls")),
    path("", include("huaihai.compensation.office.urls")),
    path("", include("huaihai.compensation.business.urls")),
    path("", include("huaihai.compensation.consumer.urls")),
]
