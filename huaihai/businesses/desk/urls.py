from django.urls import URLPattern, URLResolver, path

from huaihai.businesses.desk import deciding, enrolments, push, stalls

urlpatterns: list[URLPattern | URLResolver] = [
    path("joining/", enrolments.enrolments, name="desk-joining"),
    path("joining/stalls/", stalls.stalls, name="desk-stalls"),
    path("joining/stalls/<uuid:stall_id>/", stalls.stall, name="desk-stall"),
    path("joining/stalls/<uuid:stall_id>/end/", stalls.end, name="desk-stall-end"),
    path("joining/<uuid:enrolment_id>/", enrolments.enrolment, name="desk-enrolment"),
    path("joining/<uuid:enrolment_id>/contact/", enrolments.contact, name="desk-enrolment-contact"),
    path(
        "joining/<uuid:enrolment_id>/managers/<int:representative_id>/link/",
        enrolments.link,
        name="desk-enrolment-link",
    ),
    path("joining/<uuid:enrolment_id>/<slug:noun>/", deciding.decision, name="desk-enrolment-decision"),
    path("push/", push.push, name="desk-push"),
    path("push/<uuid:business_id>/", push.business, name="desk-push-business"),
    path("push/<uuid:business_id>/answer/", push.answer, name="desk-push-answer"),
    path("push/<uuid:business_id>/letter/", push.letter, name="desk-push-letter"),
]
