from django.urls import URLPattern, URLResolver, path

from huaihai.kit.late_views import views_of

pages = views_of("huaihai.cases.business.pages")

urlpatterns: list[URLPattern | URLResolver] = [
    path("", pages.desk, name="business-desk"),
    path("cases/<uuid:case_id>/", pages.case, name="business-case"),
    path("cases/<uuid:case_id>/appointment.ics", pages.appointment_file, name="business-appointment"),
    path("cases/<uuid:case_id>/contact/", pages.contact, name="business-contact"),
    path("cases/<uuid:case_id>/evidence/<uuid:evidence_id>/", pages.evidence, name="business-evidence"),
    path("cases/<uuid:case_id>/parts/<int:number>/", pages.part, name="business-part"),
    path("cases/<uuid:case_id>/<slug:noun>/", pages.step, name="business-step"),
]
