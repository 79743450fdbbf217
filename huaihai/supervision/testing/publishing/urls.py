"""Public addresses of a published test."""

from django.urls import URLPattern, URLResolver, re_path

from huaihai.supervision.public import NUMBER
from huaihai.supervision.testing.publishing import pages

urlpatterns: list[URLPattern | URLResolver] = [
    re_path(
        rf"^supervision/{NUMBER}/products/(?P<key>[a-z0-9][a-z0-9-]{{0,39}})/$",
        pages.product,
        name="test-product",
    ),
    re_path(rf"^supervision/{NUMBER}/results\.csv$", pages.results_csv, name="test-csv"),
]
