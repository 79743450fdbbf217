"""Addresses of the comparison of cities."""

from django.urls import URLPattern, path

from huaihai.kit.late_views import views_of

pages = views_of("huaihai.insight.comparing.pages")

urlpatterns: list[URLPattern] = [
    path("standard/", pages.standard, name="standard"),
    path("standard/figures.json", pages.figures, name="standard-figures"),
]
