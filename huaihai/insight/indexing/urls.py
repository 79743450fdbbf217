"""Addresses of the index of businesses: for everybody, a business's own rows, the office."""

from django.urls import URLPattern, path, re_path

from huaihai.kit.late_views import views_of

own = views_of("huaihai.insight.indexing.own")
pages = views_of("huaihai.insight.indexing.pages")

QUARTER = r"(?P<quarter>20\d\d-Q[1-4])"

urlpatterns: list[URLPattern] = [
    path("businesses/index/", pages.index, name="business-index"),
    re_path(rf"^businesses/index/{QUARTER}\.(?P<form>json|csv)$", pages.file, name="business-index-file"),
    re_path(rf"^businesses/index/{QUARTER}\.sig\.json$", pages.signature, name="business-index-signature"),
    path("business/index/", own.own, name="business-index-own"),
    path("office/insight/index/", pages.office, name="office-index"),
    path("office/insight/index/<int:row_id>/correction/", pages.correction, name="office-index-correction"),
]
