"""Addresses of the yearly report."""

from django.urls import URLPattern, URLResolver, path, re_path

from huaihai.brands.effect import views

YEAR = r"(?P<year>20\d\d)"

urlpatterns: list[URLPattern | URLResolver] = [
    path("brands/effect/", views.reports, name="brand-effect"),
    re_path(rf"^brands/effect/{YEAR}/$", views.of_year, name="brand-effect-year"),
    re_path(rf"^brands/effect/{YEAR}/file\.json$", views.file, name="brand-effect-file"),
    path("office/brands/effect/", views.making, name="office-brand-effect"),
]
