"""Addresses of evidence: lists of authorities, re-visits, slips, ratings."""

from django.urls import URLPattern, URLResolver, path

from huaihai.brands.evidence import import_pages

OFFICE = "office/brands/"
urlpatterns: list[URLPattern | URLResolver] = [
    path(f"{OFFICE}imports/", import_pages.imports, name="office-brand-imports"),
    path(f"{OFFICE}imports/preview/", import_pages.preview, name="office-brand-import-preview"),
]
