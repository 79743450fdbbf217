"""Addresses of the review of a test, for the staff."""

from django.urls import URLPattern, URLResolver, path

from huaihai.kit.late_views import views_of

pages = views_of("huaihai.supervision.testing.review.pages")

OFFICE = "office/supervision/<uuid:project>/results"

urlpatterns: list[URLPattern | URLResolver] = [
    path(f"{OFFICE}/", pages.results, name="office-test-results"),
    path(f"{OFFICE}/opinion/", pages.opinion, name="office-test-opinion"),
    path(f"{OFFICE}/again/", pages.again, name="office-test-again"),
    path(f"{OFFICE}/authority/", pages.authority, name="office-test-authority"),
    path(f"{OFFICE}/<slug:product>/letter/", pages.authority_letter, name="office-test-authority-letter"),
]
