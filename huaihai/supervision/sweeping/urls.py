"""Addresses of this subject."""

from django.urls import URLPattern, URLResolver, include, path, re_path

from huaihai.kit.late_views import views_of
from huaihai.supervision.addresses import NUMBER

business = views_of("huaihai.supervision.sweeping.business")
checklist = views_of("huaihai.supervision.sweeping.checklist")
field = views_of("huaihai.supervision.sweeping.field")
findings = views_of("huaihai.supervision.sweeping.findings")
following = views_of("huaihai.supervision.sweeping.following")
pages = views_of("huaihai.supervision.sweeping.pages")

_FINDING, _MEASURE = "findings/<uuid:pk>/", "measures/<uuid:pk>/"
_OFFICE: list[URLPattern | URLResolver] = [
    path("plan/", pages.plan, name="sweep-plan"),
    path("checklist/", checklist.checklist, name="sweep-checklist"),
    path("checklist/writing/", checklist.writing, name="sweep-checklist-writing"),
    path("board/", pages.staff_board, name="sweep-board"),
    path("check/", field.search, name="sweep-search"),
    path("check/new/", field.new_place, name="sweep-place-new"),
    path("check/<uuid:place>/", field.check, name="sweep-check"),
    path("places/", findings.PLACES.view, name="sweep-places"),
    path("places/<uuid:pk>/", findings.inspection, name="sweep-inspection"),
    path("places/<uuid:pk>/correction/", field.correction, name="sweep-correction"),
    path("findings/", findings.FINDINGS.view, name="sweep-findings"),
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
    path(
        _MEASURE,
        include(findings.MEASURE.steps("sweep", "serving withdrawal minutes time calling-off answer")),
    ),
]
_BUSINESS: list[URLPattern | URLResolver] = [
    path("", business.findings, name="business-sweeps"),
    path("<uuid:pk>/", business.finding, name="business-sweep"),
    path("<uuid:pk>/advice/<uuid:measure>/receipt/", business.receipt, name="business-sweep-receipt"),
    path("projects/<uuid:project>/photos/<uuid:pk>/", business.photo, name="business-sweep-photo"),
]
urlpatterns: list[URLPattern | URLResolver] = [
    path("office/supervision/<uuid:project>/sweep/", include(_OFFICE)),
    re_path(rf"^supervision/{NUMBER}/board/$", pages.public_board, name="sweep-public-board"),
    path("business/sweeps/", include(_BUSINESS)),
]
