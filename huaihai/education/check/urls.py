"""Addresses of the check: a page, and the list that it compares with."""

from django.urls import URLPattern, URLResolver, path

from huaihai.education.check import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("check/", views.check, name="check"),
    path("check/products.json", views.warned_products, name="check-products"),
]
