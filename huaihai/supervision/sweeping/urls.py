"""Addresses of this subject."""

from django.urls import URLPattern, URLResolver, include, path, re_path

from huaihai.supervision.public.urls import NUMBER
from huaihai.supervision.sweeping.board import pages as board
from huaihai.supervision.sweeping.field import pages as field
from huaihai.supervision.sweeping.following import acting, going_again, lists, pages, steps
from huaihai.supervision.sweeping.planning import checklist
from huaihai.supervision.sweeping.planning import pages as planning

_FINDING, _MEASURE = "findings/<uuid:pk>/", "measures/<uuid:pk>/"
_OFFICE: list[URLPattern | URLResolver] = [
    path("plan/", planning.plan, name="sweep-plan"),
    path("checklist/", checklist.checklist, name="sweep-checklist"),
    path("checklist/writing/", checklist.writing, name="sweep-checklist-writing"),
    path("board/", board.staff_board, name="sweep-board"),
    path("check/", field.search, name="sweep-search"),
    path("check/new/", field.new_place, name="sweep-place-new"),
    path("check/<uuid:place>/", field.check, name="sweep-check"),
    path("places/", lists.places, name="sweep-places"),
    path("places/<uuid:pk>/", pages.inspection, name="sweep-inspection"),
    path("places/<uuid:pk>/correction/", field.correction, name="sweep-correction"),
    path("findings/", lists.findings, name="sweep-findings"),
    path(_FINDING, pages.finding, name="sweep-finding"),
    path(f"{_FINDING}advice/", acting.advice, name="sweep-advice"),
    path(f"{_FINDING}talk/", acting.talk, name="sweep-talk"),
    path(f"{_FINDING}promise/", acting.promise, name="sweep-promise"),
    path(f"{_FINDING}handing/", acting.handing, name="sweep-handing"),
    path(f"{_FINDING}recheck/", going_again.recheck, name="sweep-recheck"),
    path(f"{_FINDING}answer/", going_again.word, name="sweep-word"),
    path(f"{_FINDING}exposure/", going_again.exposure, name="sweep-exposure"),
    path(_MEASURE, pages.measure, name="sweep-measure"),
    path(f"{_MEASURE}letter/", pages.letter, name="sweep-letter"),
    path(f"{_MEASURE}serving/", steps.serving, name="sweep-serving"),
    path(f"{_MEASURE}withdrawal/", steps.withdrawal, name="sweep-withdrawal"),
    path(f"{_MEASURE}time/", steps.moving, name="sweep-move"),
    path(f"{_MEASURE}minutes/", steps.minutes, name="sweep-minutes"),
    path(f"{_MEASURE}calling-off/", steps.calling_off, name="sweep-calling-off"),
    path(f"{_MEASURE}answer/", steps.authority_answer, name="sweep-authority-answer"),
]
urlpatterns: list[URLPattern | URLResolver] = [
    path("office/supervision/<uuid:project>/sweep/", include(_OFFICE)),
    re_path(rf"^supervision/{NUMBER}/board/$", board.public_board, name="sweep-public-board"),
    path("", include("huaihai.supervision.sweeping.business.urls")),
]
