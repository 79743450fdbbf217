from django.urls import URLPattern, URLResolver, path

from huaihai.cases.business import acting, parts, views

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.desk, name="business-desk"),
    path("cases/<uuid:case_id>/", views.case, name="business-case"),
    path("cases/<uuid:case_id>/contact/", views.contact, name="business-contact"),
    path("cases/<uuid:case_id>/evidence/<uuid:evidence_id>/", views.evidence, name="business-evidence"),
    path("cases/<uuid:case_id>/parts/<int:number>/", parts.part, name="business-part"),
    path("cases/<uuid:case_id>/<slug:noun>/", acting.step, name="business-step"),
]
