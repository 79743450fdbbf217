"""Addresses of the comparison of cities."""

from django.urls import URLPattern, path

from huaihai.insight.comparing import views

urlpatterns: list[URLPattern] = [
    path("standard/", views.standard, name="standard"),
    path("standard/figures.json", views.figures, name="standard-figures"),
]
