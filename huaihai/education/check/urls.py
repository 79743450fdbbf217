"""Addresses of the check: a page, and the list that it compares with."""

from django.urls import URLPattern, URLResolver, path

from huaihai.education.check import pages

urlpatterns: list[URLPattern | URLResolver] = [
    path("check/", pages.check, name="check"),
    path("check/recalls/", pages.recalls, name="check-recalls"),
    path("check/products.json", pages.warned_products, name="check-products"),
]
