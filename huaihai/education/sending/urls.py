"""Addresses of the receipts of a publication."""

from django.urls import URLPattern, URLResolver, path

from huaihai.kit.late_views import views_of

pages = views_of("huaihai.education.sending.pages")

OF_ONE = "office/publications/<uuid:publication_id>/receipts"
urlpatterns: list[URLPattern | URLResolver] = [
    path(f"{OF_ONE}/", pages.receipts, name="publication-receipts"),
    path(f"{OF_ONE}.csv", pages.table, name="publication-receipts-table"),
    path(f"{OF_ONE}/<int:number>/letter/", pages.letter, name="publication-letter"),
]
