"""Addresses of the yearly report."""

from django.urls import URLPattern, URLResolver, path, re_path

from huaihai.kit.late_views import views_of

pages = views_of("huaihai.brands.effect.pages")

YEAR = r"(?P<year>20\d\d)"

urlpatterns: list[URLPattern | URLResolver] = [
    path("brands/effect/", pages.reports, name="brand-effect"),
    re_path(rf"^brands/effect/{YEAR}/$", pages.of_year, name="brand-effect-year"),
    re_path(rf"^brands/effect/{YEAR}/file\.json$", pages.file, name="brand-effect-file"),
    path("office/brands/effect/", pages.making, name="office-brand-effect"),
]
