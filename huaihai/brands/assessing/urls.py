"""Addresses of assessing: an assessor's own pages, and the public sheet."""

from django.urls import URLPattern, URLResolver, path

from huaihai.kit.late_views import views_of

pages = views_of("huaihai.brands.assessing.pages")

urlpatterns: list[URLPattern | URLResolver] = [
    path("office/brands/assessing/", pages.own, name="office-brand-assessments"),
    path("office/brands/assessing/offer/", pages.offer, name="office-brand-offer"),
    path("office/brands/assessing/offer/end/", pages.end_offer, name="office-brand-offer-end"),
    path("office/brands/assessing/<uuid:pk>/", pages.assessment, name="office-brand-assessment"),
    path("brands/sheet/", pages.public_sheet, name="brand-sheet"),
]
