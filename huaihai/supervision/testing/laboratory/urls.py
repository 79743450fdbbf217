"""Addresses of laboratories: for the staff, and behind a laboratory's secret link."""

from django.urls import URLPattern, URLResolver, path, re_path

from huaihai.kit.late_views import views_of

link_pages = views_of("huaihai.supervision.testing.laboratory.link_pages")
pages = views_of("huaihai.supervision.testing.laboratory.pages")

OFFICE = "office/supervision/<uuid:project>/laboratories"
LINK = "supervision/laboratory/<uuid:pk>/<str:token>"
ID = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
ROUND = "(?P<round_>first|retest)"
CODE = "(?P<code>[0-9A-Z]{1,12})"
OFFICE_LAB = rf"^office/supervision/(?P<project>{ID})/laboratories/(?P<pk>{ID})"

urlpatterns: list[URLPattern | URLResolver] = [
    path(f"{OFFICE}/new/", pages.new, name="office-laboratory-new"),
    path(f"{OFFICE}/<uuid:pk>/", pages.laboratory, name="office-laboratory"),
    path(f"{OFFICE}/<uuid:pk>/change/", pages.change, name="office-laboratory-change"),
    re_path(rf"{OFFICE_LAB}/samples/{ROUND}/$", pages.samples, name="office-laboratory-samples"),
    path(
        f"{OFFICE}/<uuid:pk>/receipts/<uuid:batch>/",
        pages.office,
        name="office-laboratory-receipt",
    ),
    path(f"{OFFICE}/<uuid:pk>/link/", pages.link, name="office-laboratory-link"),
    path(f"{OFFICE}/<uuid:pk>/link-end/", pages.link_end, name="office-laboratory-link-end"),
    path(f"{OFFICE}/<uuid:pk>/readings.xlsx", pages.sheet, name="office-laboratory-sheet"),
    re_path(rf"{OFFICE_LAB}/readings/{CODE}/{ROUND}/$", pages.sample, name="office-laboratory-sample"),
    path(f"{LINK}/", link_pages.page, name="laboratory"),
    path(f"{LINK}/receipts/<uuid:batch>/", link_pages.receipt, name="laboratory-receipt"),
    path(f"{LINK}/readings.xlsx", link_pages.sheet, name="laboratory-sheet"),
    re_path(
        rf"^supervision/laboratory/(?P<pk>{ID})/(?P<token>[^/]+)/{CODE}/{ROUND}/$",
        link_pages.sample,
        name="laboratory-sample",
    ),
]
