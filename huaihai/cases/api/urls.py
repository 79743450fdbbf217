"""Addresses of the protocol under `/api/v1/`: its page for people, its document, and all that it answers."""

from django.urls import URLPattern, path, re_path

from huaihai.kit.late_views import views_of

protocol = views_of("huaihai.cases.api.protocol")

urlpatterns: list[URLPattern] = [
    path("", protocol.page, name="protocol"),
    path("openapi.json", protocol.openapi, name="protocol-openapi"),
    re_path(r"^(?P<address>[\s\S]*)$", protocol.answer),
]
