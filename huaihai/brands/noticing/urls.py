"""Addresses of notices: for everybody, and for staff."""

from django.urls import URLPattern, URLResolver, path, re_path

from huaihai.kit.late_views import views_of

pages = views_of("huaihai.brands.noticing.pages")

NUMBER = r"(?P<number>20\d\d-[1-9]\d{0,5})"
RECEIPT = r"(?P<number>20\d\d-[1-9]\d{0,5}-Y[1-9]\d{0,5})"

urlpatterns: list[URLPattern | URLResolver] = [
    path("brands/notice/", pages.notices, name="brand-notices"),
    re_path(rf"^brands/notice/{RECEIPT}/$", pages.received, name="brand-objection-received"),
    re_path(rf"^brands/{NUMBER}/objection/$", pages.objection, name="brand-objection"),
    re_path(rf"^brands/{NUMBER}/objection/late/$", pages.received_late, name="brand-objection-late"),
    re_path(rf"^brands/{NUMBER}/dossier/$", pages.dossier, name="brand-dossier"),
    path("office/brands/objections/<uuid:pk>/", pages.objection_for_staff, name="office-brand-objection"),
    path("office/brands/objections/<uuid:pk>/paper/", pages.paper, name="office-brand-objection-paper"),
]
