"""Addresses of the receipts of a publication."""

from django.urls import URLPattern, URLResolver, path

from huaihai.education.receipts import views

OF_ONE = "office/publications/<uuid:publication_id>/receipts"
urlpatterns: list[URLPattern | URLResolver] = [
    path(f"{OF_ONE}/", views.receipts, name="publication-receipts"),
    path(f"{OF_ONE}.csv", views.table, name="publication-receipts-table"),
    path(f"{OF_ONE}/<int:number>/letter/", views.letter, name="publication-letter"),
]
