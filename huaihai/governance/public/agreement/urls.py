from django.urls import URLPattern, path

from huaihai.governance.public.agreement import views

urlpatterns: list[URLPattern] = [
    path("agreement/", views.agreement, name="alliance-agreement"),
    path("agreement/<slug:key>/", views.version, name="alliance-agreement-version"),
    path("agreement/<slug:key>/changes/", views.changes, name="alliance-agreement-changes"),
    path("agreement/<slug:key>/file/", views.file, name="alliance-agreement-file"),
]
