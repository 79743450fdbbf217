from django.urls import URLPattern, URLResolver, path

from huaihai.businesses.channel import office, push
from huaihai.businesses.stalls import pages as stalls_pages

urlpatterns: list[URLPattern | URLResolver] = [
    path("joining/", office.enrolments, name="desk-joining"),
    path("joining/stalls/", stalls_pages.office_stalls, name="desk-stalls"),
    path("joining/stalls/<uuid:stall_id>/", stalls_pages.office_stall, name="desk-stall"),
    path("joining/stalls/<uuid:stall_id>/end/", stalls_pages.office_end, name="desk-stall-end"),
    path("joining/<uuid:enrolment_id>/", office.enrolment, name="desk-enrolment"),
    path("joining/<uuid:enrolment_id>/contact/", office.contact, name="desk-enrolment-contact"),
    path(
        "joining/<uuid:enrolment_id>/managers/<int:representative_id>/link/",
        office.link,
        name="desk-enrolment-link",
    ),
    path("joining/<uuid:enrolment_id>/<slug:noun>/", office.decision, name="desk-enrolment-decision"),
    path("push/", push.push, name="desk-push"),
    path("push/<uuid:business_id>/", push.business, name="desk-push-business"),
    path("push/<uuid:business_id>/answer/", push.answer, name="desk-push-answer"),
    path("push/<uuid:business_id>/letter/", push.letter, name="desk-push-letter"),
]
