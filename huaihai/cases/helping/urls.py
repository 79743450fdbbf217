from django.urls import URLPattern, path

from huaihai.kit.late_views import views_of

pages = views_of("huaihai.cases.helping.pages")

urlpatterns: list[URLPattern] = [
    path("desk/help/<uuid:help_id>/", pages.request_for_help, name="desk-help"),
    path("desk/help/<uuid:help_id>/evidence/<uuid:evidence_id>/", pages.evidence, name="desk-help-evidence"),
]
