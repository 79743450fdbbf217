"""Addresses of the charter and of published reports, below /alliance/."""

from django.urls import URLPattern, URLResolver, path

from huaihai.governance.public.charter import report_pages, views

urlpatterns: list[URLPattern | URLResolver] = [
    path("nine/", views.nine, name="alliance-nine"),
    path("nine/files/<uuid:evidence_id>/", views.evidence_file, name="alliance-nine-file"),
    path("nine/<slug:key>/", views.part, name="alliance-nine-part"),
    path("reports/", report_pages.reports, name="alliance-reports"),
    path("plans/<int:year>/", report_pages.plan, name="alliance-plan"),
    path("reports/<str:name>/", report_pages.report, name="alliance-report"),
]
