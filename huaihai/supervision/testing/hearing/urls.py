"""Addresses of the hearing: for the staff, behind the secret link of a letter, at the desk of a business."""

from django.urls import URLPattern, URLResolver, path

from huaihai.kit.late_views import views_of

own_pages = views_of("huaihai.supervision.testing.hearing.own_pages")
pages = views_of("huaihai.supervision.testing.hearing.pages")

OFFICE = "office/supervision/<uuid:project>/notices"
OBJECTION = "office/supervision/<uuid:project>/objections/<uuid:pk>"

urlpatterns: list[URLPattern | URLResolver] = [
    path(f"{OFFICE}/", pages.all_notices, name="office-test-notices"),
    path(f"{OFFICE}/telling/", pages.telling_all, name="office-test-notices-tell"),
    path(f"{OFFICE}/<uuid:pk>/", pages.notice, name="office-test-notice"),
    path(f"{OFFICE}/<uuid:pk>/letter/", pages.letter, name="office-test-notice-letter"),
    path(f"{OFFICE}/<uuid:pk>/letter.svg", pages.letter_qr, name="office-test-notice-qr"),
    path(f"{OFFICE}/<uuid:pk>/answer/", pages.paper_answer, name="office-test-notice-answer"),
    path(f"{OBJECTION}/second-test/", pages.second_test, name="office-test-second"),
    path(f"{OBJECTION}/decision/", pages.decision, name="office-test-decision"),
    path("supervision/notice/", own_pages.typed, name="test-notice-code"),
    path("supervision/notice/<uuid:pk>/<str:token>/", own_pages.notice, name="test-notice"),
    path("business/tests/", own_pages.own_notices, name="business-tests"),
    path("business/tests/<uuid:pk>/", own_pages.own_notice, name="business-test"),
]
