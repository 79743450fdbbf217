"""Addresses of the comparison of cities."""

from django.urls import URLPattern, path

from huaihai.insight.comparing import pages

urlpatterns: list[URLPattern] = [
    path("standard/", pages.standard, name="standard"),
    path("standard/figures.json", pages.figures, name="standard-figures"),
]
