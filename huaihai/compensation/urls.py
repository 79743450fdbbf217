"""Addresses of funds, claims and their books."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("huaihai.compensation.business.urls")),
    path("", include("huaihai.compensation.consumer.urls")),
]
