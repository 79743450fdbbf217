from django.urls import URLPattern, path

from huaihai.governance.agreement import pages

urlpatterns: list[URLPattern] = [
    path("agreement/", pages.agreement, name="alliance-agreement"),
    path("agreement/<slug:key>/", pages.public_version, name="alliance-agreement-version"),
    path("agreement/<slug:key>/changes/", pages.public_changes, name="alliance-agreement-changes"),
    path("agreement/<slug:key>/file/", pages.file, name="alliance-agreement-file"),
]
