"""Addresses of the check: a page, and the list that it compares with."""

from django.urls import URLPattern, URLResolver, path

from huaihai.kit.late_views import views_of

pages = views_of("huaihai.education.check.pages")

urlpatterns: list[URLPattern | URLResolver] = [
    path("check/", pages.check, name="check"),
    path("check/recalls/", pages.recalls, name="check-recalls"),
    path("check/products.json", pages.warned_products, name="check-products"),
]
