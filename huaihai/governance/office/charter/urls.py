"""Addresses of the charter below /office/."""

from django.urls import URLPattern, URLResolver, path

from huaihai.governance.office.charter import views, writing

urlpatterns: list[URLPattern | URLResolver] = [
    path("charter/", views.charter_page, name="office-charter"),
    path(
        "charter/evidence/<uuid:evidence_id>/withdrawal/",
        views.withdrawal,
        name="office-charter-withdrawal",
    ),
    path("charter/<slug:key>/", views.part, name="office-charter-part"),
    path("charter/<slug:key>/owner/", views.owner, name="office-charter-owner"),
    path("charter/<slug:key>/evidence/<slug:step>/", writing.evidence, name="office-charter-evidence"),
]
