"""Addresses of the watch over advertising with results."""

from django.urls import URLPattern, URLResolver, path, re_path

from huaihai.supervision.public.urls import NUMBER
from huaihai.supervision.testing.watch import pages, public

OFFICE = "office/supervision/<uuid:project>/uses"

urlpatterns: list[URLPattern | URLResolver] = [
    re_path(rf"^supervision/{NUMBER}/use/$", public.use_report, name="test-use-report"),
    path(f"{OFFICE}/", pages.reports, name="office-use-reports"),
    path(f"{OFFICE}/<uuid:pk>/", pages.verdict, name="office-use-report"),
    path(f"{OFFICE}/<uuid:pk>/letter/", pages.letter, name="office-use-letter"),
]
