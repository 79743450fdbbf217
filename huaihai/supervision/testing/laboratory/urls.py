"""Addresses of laboratories: for the staff, and behind a laboratory's secret link."""

from django.urls import URLPattern, URLResolver, path

from huaihai.supervision.testing.laboratory import editing, link_pages, pages

OFFICE = "office/supervision/<uuid:project>/laboratories"
LINK = "supervision/laboratory/<uuid:pk>/<str:token>"

urlpatterns: list[URLPattern | URLResolver] = [
    path(f"{OFFICE}/new/", editing.new, name="office-laboratory-new"),
    path(f"{OFFICE}/<uuid:pk>/", pages.laboratory, name="office-laboratory"),
    path(f"{OFFICE}/<uuid:pk>/change/", editing.change, name="office-laboratory-change"),
    path(f"{OFFICE}/<uuid:pk>/samples/<str:round_>/", editing.samples, name="office-laboratory-samples"),
    path(f"{OFFICE}/<uuid:pk>/link/", pages.link, name="office-laboratory-link"),
    path(f"{OFFICE}/<uuid:pk>/link-end/", pages.link_end, name="office-laboratory-link-end"),
    path(f"{OFFICE}/<uuid:pk>/readings.xlsx", pages.sheet, name="office-laboratory-sheet"),
    path(
        f"{OFFICE}/<uuid:pk>/readings/<str:code>/<str:round_>/", pages.sample, name="office-laboratory-sample"
    ),
    path(f"{LINK}/", link_pages.page, name="laboratory"),
    path(f"{LINK}/arrival/", link_pages.arrival, name="laboratory-arrival"),
    path(f"{LINK}/readings.xlsx", link_pages.sheet, name="laboratory-sheet"),
    path(f"{LINK}/<str:code>/<str:round_>/", link_pages.sample, name="laboratory-sample"),
]
