"""Addresses of the files for programs and assistants."""

from django.urls import URLPattern, URLResolver, re_path

from huaihai.kit.late_views import views_of

pages = views_of("huaihai.education.assistants.pages")

NAME = "(?P<name>tree|law|offices|calculators)"

urlpatterns: list[URLPattern | URLResolver] = [
    re_path(rf"^data/{NAME}\.json$", pages.file, name="data-known"),
    re_path(rf"^data/{NAME}\.sig\.json$", pages.signature, name="data-known-signature"),
]
