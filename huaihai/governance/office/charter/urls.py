"""Addresses of the charter below /office/."""

from django.urls import URLPattern, URLResolver, path

from huaihai.governance.charter import pages, writing

urlpatterns: list[URLPattern | URLResolver] = [
    path("charter/", pages.charter_page, name="office-charter"),
    path(
        "charter/evidence/<uuid:evidence_id>/withdrawal/",
        pages.withdrawal,
        name="office-charter-withdrawal",
    ),
    path("charter/<slug:key>/", pages.part, name="office-charter-part"),
    path("charter/<slug:key>/owner/", pages.owner, name="office-charter-owner"),
    path("charter/<slug:key>/evidence/<slug:step>/", writing.evidence, name="office-charter-evidence"),
]
