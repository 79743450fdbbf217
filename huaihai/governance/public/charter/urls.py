"""Addresses of the charter and of published reports, below /alliance/."""

from django.urls import URLPattern, URLResolver, path

from huaihai.governance.charter import pages
from huaihai.governance.planning import public

urlpatterns: list[URLPattern | URLResolver] = [
    path("nine/", pages.nine, name="alliance-nine"),
    path("nine/files/<uuid:evidence_id>/", pages.evidence_file, name="alliance-nine-file"),
    path("nine/<slug:key>/", pages.public_part, name="alliance-nine-part"),
    path("reports/", public.reports, name="alliance-reports"),
    path("plans/<int:year>/", public.plan, name="alliance-plan"),
    path("reports/<str:name>/", public.report, name="alliance-report"),
]
