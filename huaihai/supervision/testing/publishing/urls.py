"""Public addresses of a published test."""

from django.urls import URLPattern, URLResolver, re_path

from huaihai.kit.late_views import views_of
from huaihai.supervision.addresses import NUMBER

pages = views_of("huaihai.supervision.testing.publishing.pages")

urlpatterns: list[URLPattern | URLResolver] = [
    re_path(
        rf"^supervision/{NUMBER}/products/(?P<key>[a-z0-9][a-z0-9-]{{0,39}})/$",
        pages.product,
        name="test-product",
    ),
    re_path(rf"^supervision/{NUMBER}/results\.csv$", pages.results_csv, name="test-csv"),
]
