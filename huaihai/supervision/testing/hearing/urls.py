"""Addresses of the hearing: for the staff, behind the secret link of a letter, at the desk of a business."""

from django.urls import URLPattern, URLResolver, path

from huaihai.supervision.testing.hearing import own_pages, pages
from huaihai.supervision.testing.hearing import own_pages as hearing_own_pages
from huaihai.supervision.testing.hearing import pages as hearing_pages

OFFICE = "office/supervision/<uuid:project>/notices"
OBJECTION = "office/supervision/<uuid:project>/objections/<uuid:pk>"

urlpatterns: list[URLPattern | URLResolver] = [
    path(f"{OFFICE}/", pages.all_notices, name="office-test-notices"),
    path(f"{OFFICE}/telling/", pages.telling_all, name="office-test-notices-tell"),
    path(f"{OFFICE}/<uuid:pk>/", pages.notice, name="office-test-notice"),
    path(f"{OFFICE}/<uuid:pk>/letter/", hearing_pages.letter, name="office-test-notice-letter"),
    path(f"{OFFICE}/<uuid:pk>/letter.svg", hearing_pages.letter_qr, name="office-test-notice-qr"),
    path(f"{OFFICE}/<uuid:pk>/answer/", pages.paper_answer, name="office-test-notice-answer"),
    path(f"{OBJECTION}/second-test/", hearing_pages.second_test, name="office-test-second"),
    path(f"{OBJECTION}/decision/", hearing_pages.decision, name="office-test-decision"),
    path("supervision/notice/", hearing_own_pages.typed, name="test-notice-code"),
    path("supervision/notice/<uuid:pk>/<str:token>/", own_pages.notice, name="test-notice"),
    path("business/tests/", own_pages.own_notices, name="business-tests"),
    path("business/tests/<uuid:pk>/", own_pages.own_notice, name="business-test"),
]
