"""Addresses of this subject."""

from django.urls import URLPattern, URLResolver, include, path, re_path

from huaihai.supervision.public import NUMBER
from huaihai.supervision.sweeping import checklist, field, findings, following, measure_pages
from huaihai.supervision.sweeping import pages as board

_FINDING, _MEASURE = "findings/<uuid:pk>/", "measures/<uuid:pk>/"
_OFFICE: list[URLPattern | URLResolver] = [
    path("plan/", board.plan, name="sweep-plan"),
    path("checklist/", checklist.checklist, name="sweep-checklist"),
    path("checklist/writing/", checklist.writing, name="sweep-checklist-writing"),
    path("board/", board.staff_board, name="sweep-board"),
    path("check/", field.search, name="sweep-search"),
    path("check/new/", field.new_place, name="sweep-place-new"),
    path("check/<uuid:place>/", field.check, name="sweep-check"),
    path("places/", findings.places, name="sweep-places"),
    path("places/<uuid:pk>/", findings.inspection, name="sweep-inspection"),
    path("places/<uuid:pk>/correction/", field.correction, name="sweep-correction"),
    path("findings/", findings.findings, name="sweep-findings"),
    path(_FINDING, findings.finding, name="sweep-finding"),
    path(f"{_FINDING}advice/", following.advice, name="sweep-advice"),
    path(f"{_FINDING}talk/", following.talk, name="sweep-talk"),
    path(f"{_FINDING}promise/", following.promise, name="sweep-promise"),
    path(f"{_FINDING}handing/", following.handing, name="sweep-handing"),
    path(f"{_FINDING}recheck/", following.recheck, name="sweep-recheck"),
    path(f"{_FINDING}answer/", following.word, name="sweep-word"),
    path(f"{_FINDING}exposure/", following.exposure, name="sweep-exposure"),
    path(_MEASURE, findings.measure, name="sweep-measure"),
    path(f"{_MEASURE}letter/", findings.letter, name="sweep-letter"),
    path(f"{_MEASURE}serving/", measure_pages.serving, name="sweep-serving"),
    path(f"{_MEASURE}withdrawal/", measure_pages.withdrawal, name="sweep-withdrawal"),
    path(f"{_MEASURE}time/", measure_pages.moving, name="sweep-move"),
    path(f"{_MEASURE}minutes/", measure_pages.minutes, name="sweep-minutes"),
    path(f"{_MEASURE}calling-off/", measure_pages.calling_off, name="sweep-calling-off"),
    path(f"{_MEASURE}answer/", measure_pages.authority_answer, name="sweep-authority-answer"),
]
urlpatterns: list[URLPattern | URLResolver] = [
    path("office/supervision/<uuid:project>/sweep/", include(_OFFICE)),
    re_path(rf"^supervision/{NUMBER}/board/$", board.public_board, name="sweep-public-board"),
    path("", include("huaihai.supervision.sweeping.business_urls")),
]
