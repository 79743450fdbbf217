"""Addresses of assessing: an assessor's own pages, and the public sheet."""

from django.urls import URLPattern, URLResolver, path

from huaihai.brands.assessing import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("office/brands/assessing/", views.own, name="office-brand-assessments"),
    path("office/brands/assessing/offer/", views.offer, name="office-brand-offer"),
    path("office/brands/assessing/offer/end/", views.end_offer, name="office-brand-offer-end"),
    path("office/brands/assessing/<uuid:pk>/", views.assessment, name="office-brand-assessment"),
    path("brands/sheet/", views.public_sheet, name="brand-sheet"),
]
